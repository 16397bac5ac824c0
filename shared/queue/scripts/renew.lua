-- Extends the leases of the claims that still hold: pairs of id and token after the length of the lease.
local due = now_ms() + tonumber(ARGV[1])
local held = 0
for i = 2, #ARGV, 2 do
  local kept = redis.call('HMGET', submission_key(ARGV[i]), 'token', 'status')
  -- One that was given back meanwhile is queued, and due when it was said to be.
  if kept[1] == ARGV[i + 1] and kept[2] ~= 'queued' then
    set_due(ARGV[i], due)
    held = held + 1
  end
end
return held
