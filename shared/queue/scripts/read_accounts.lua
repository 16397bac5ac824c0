-- Reads the operator's figures at one moment, so that they add up beside live traffic. The oldest entry is the least id,
-- since ids begin with their time: the index is sorted by due times, which leases and retries move. Looking through
-- 20,000 ids takes about 10 ms; asking each submission for its time would take eight times as long.
local now = now_ms()
local oldest
for _, id in ipairs(redis.call('ZRANGE', PENDING, 0, -1)) do
  if not oldest or id < oldest then oldest = id end
end
local accepted_ms = oldest and redis.call('HGET', submission_key(oldest), 'accepted_ms') or now
local totals = redis.call('HMGET', TOTALS, 'accepted', 'succeeded', 'failed', 'canceled', 'pending_bytes')
return {totals, redis.call('ZCARD', PENDING), now - accepted_ms, redis.call('LLEN', MESSAGES)}
