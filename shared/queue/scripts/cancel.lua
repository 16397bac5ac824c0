-- Cancels what no worker has claimed. The entry stays pending: a worker stores the canceled answer like any other.
local id, owner = ARGV[1], ARGV[2]
local key = submission_key(id)
local kept = redis.call('HMGET', key, 'owner', 'status', 'batch')
if not kept[1] then return 'unknown' end
if kept[1] ~= owner then return 'forbidden' end
if kept[2] == 'processing' then return 'begun' end
if kept[2] == 'queued' then
  redis.call('HSET', key, 'status', 'canceled')
  set_due(id, now_ms())
  recount(kept[3], 'queued', 'canceled')
  settle()
  announce({id})
end
return 'canceled'
