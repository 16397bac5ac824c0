-- Finds the entry that is next to be claimed, of either rank, if it has been for longer than a time: its id, for how long, and
-- how many have been due for so long.
local now = now_ms()
local latest = now - tonumber(ARGV[1])
for _, rank in ipairs({ALONE, BATCH_RANK}) do
  local first = redis.call('ZRANGEBYSCORE', PENDING, rank, rank + latest, 'WITHSCORES', 'LIMIT', 0, 1)
  if first[1] then return {first[1], rank + now - tonumber(first[2]), count_due(latest)} end
end
return {}
