-- A worker's heartbeat: it stays listed while it beats. Tells whether a message is missing for what is due.
local name, life_ms, description = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local now = now_ms()
redis.call('ZADD', WORKERS, now, name)
redis.call('ZREMRANGEBYSCORE', WORKERS, '-inf', now - life_ms)
redis.call('SET', TAG .. 'worker:' .. name, description, 'PX', life_ms)
return needs_message(now, tonumber(ARGV[4]))
