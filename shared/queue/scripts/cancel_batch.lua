-- Cancels what no worker has claimed of a batch, from behind an id, some at a time; returns how many, and the id behind which
-- to go on, if any. The entries stay pending: a worker stores the canceled answers like any other.
local batch, after, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local ids = redis.call('ZRANGEBYLEX', members_key(batch), after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, most)
local now = now_ms()
local canceled = {}
for _, id in ipairs(ids) do
  if redis.call('HGET', submission_key(id), 'status') == 'queued' then
    redis.call('HSET', submission_key(id), 'status', 'canceled')
    set_due(id, now)
    recount(batch, 'queued', 'canceled')
    canceled[#canceled + 1] = id
  end
end
settle()
announce(canceled)
local is_over = #ids < most
-- Nobody is to wait for the workers to store them.
if is_over then announce({batch}) end
return {#canceled, is_over and '' or ids[#ids]}
