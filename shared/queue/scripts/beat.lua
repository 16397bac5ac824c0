-- A worker's heartbeat: it stays listed while it beats. Tells how much is overdue, having waited for so long that somebody
-- should have claimed it, and whether a message is missing for what is due.
local name, life_ms, description = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local now = now_ms()
redis.call('ZADD', WORKERS, now, name)
redis.call('ZREMRANGEBYSCORE', WORKERS, '-inf', now - life_ms)
redis.call('SET', TAG .. 'worker:' .. name, description, 'PX', life_ms)

-- Nothing falls due later than a lease from now. What seems to was entered before Redis's clock was set back, and
-- would wait for as long as the clock was set back by.
local latest = now + tonumber(ARGV[5])
for rank, beyond in pairs({[ALONE] = '(' .. BATCH_RANK, [BATCH_RANK] = '+inf'}) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', PENDING, '(' .. rank + latest, beyond, 'LIMIT', 0, 1000)) do
    redis.call('ZADD', PENDING, rank + now, id)
  end
end
-- The pulse has the greatest depth that was seen.
local depth = redis.call('ZCARD', PENDING)
if depth > tonumber(redis.call('HGET', pulse_key(now), 'pending') or '-1') then
  redis.call('HSET', pulse_key(now), 'pending', depth)
  redis.call('PEXPIRE', pulse_key(now), PULSE_LIFE_MS)
end
return {count_due(now - tonumber(ARGV[6])), needs_message(now, tonumber(ARGV[4]))}
