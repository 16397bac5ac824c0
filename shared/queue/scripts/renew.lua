-- Extends the leases of the claims that still hold: pairs of id and token after the length of the lease.
local due = now_ms() + tonumber(ARGV[1])
local held = 0
for i = 2, #ARGV, 2 do
  if redis.call('HGET', submission_key(ARGV[i]), 'token') == ARGV[i + 1] then
    redis.call('ZADD', PENDING, 'XX', due, ARGV[i])
    held = held + 1
  end
end
return held
