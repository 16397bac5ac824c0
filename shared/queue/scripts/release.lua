-- Gives claims back, due after a delay. It is no fault of theirs: nothing is counted.
local due = now_ms() + tonumber(ARGV[1])
for i = 2, #ARGV, 2 do
  local key = submission_key(ARGV[i])
  if redis.call('HGET', key, 'token') == ARGV[i + 1] then
    redis.call('HSET', key, 'begun', 0)
    if redis.call('HGET', key, 'status') == 'processing' then redis.call('HSET', key, 'status', 'queued') end
    redis.call('ZADD', PENDING, 'XX', due, ARGV[i])
  end
end
return 0
