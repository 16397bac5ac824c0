-- Erases what the queue knows of a batch, some of its unfinished ones at a time; returns how many are left.
local batch, most = ARGV[1], tonumber(ARGV[2])
for _, id in ipairs(redis.call('ZRANGE', members_key(batch), 0, most - 1)) do erase(id) end
settle()
local left = redis.call('ZCARD', members_key(batch))
if left == 0 then redis.call('DEL', batch_key(batch)) end
return left
