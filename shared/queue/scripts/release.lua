-- Gives claims back, due after a delay. It is no fault of theirs: nothing is counted.
local due = now_ms() + tonumber(ARGV[1])
for i = 2, #ARGV, 2 do
  local key = submission_key(ARGV[i])
  local kept = redis.call('HMGET', key, 'token', 'status', 'batch')
  if kept[1] == ARGV[i + 1] then
    redis.call('HSET', key, 'begun', 0)
    if kept[2] == 'processing' then
      redis.call('HSET', key, 'status', 'queued')
      recount(kept[3], 'processing', 'queued')
    end
    set_due(ARGV[i], due)
  end
end
settle()
return 0
