-- Accepts a piece of a batch: groups of id, picture, pixels, file name and problem, the ids ascending; or refuses it, having
-- changed nothing. What has a problem has no picture: a worker stores that answer like any other. Batches are given
-- half of the room there is, so that one who sends a single picture always finds some, and have a rate of their own, which
-- is asked for at their first piece.
local batch, owner, client, is_first = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1'
local max_pending, max_bytes, rate_limit, message_images =
  math.ceil(tonumber(ARGV[5]) / 2), tonumber(ARGV[6]) / 2, tonumber(ARGV[7]), tonumber(ARGV[8])
local BEGIN, FIELDS = 9, 5
local count_of_piece = (#ARGV - BEGIN + 1) / FIELDS
local now = now_ms()
local rate_key = TAG .. 'rate:batches:' .. client

local accepted_last = redis.call('HGET', batch_key(batch), 'last')
local last = ARGV[#ARGV - FIELDS + 1]
-- A caller that lost the reply to a dropped connection asks again with the same piece.
if accepted_last and accepted_last >= last then return {'accepted', needs_message(now, message_images), -1} end
-- It was erased meanwhile, or came so slowly that its counts are gone.
if not accepted_last and not is_first then return {'gone', 0, -1} end

local used = tonumber(redis.call('GET', rate_key) or '0')
if is_first and rate_limit > 0 and used >= rate_limit then return {'rate_limited', 0, redis.call('PTTL', rate_key)} end
local bytes = 0
for i = BEGIN, #ARGV, FIELDS do bytes = bytes + #ARGV[i + 1] end
local pending_bytes = tonumber(redis.call('HGET', TOTALS, 'pending_bytes') or '0')
if redis.call('ZCARD', PENDING) + count_of_piece > max_pending or pending_bytes + bytes > max_bytes then
  return {'full', 0, 0}
end

for i = BEGIN, #ARGV, FIELDS do
  local id, image = ARGV[i], ARGV[i + 1]
  put_submission(id, now, 'image', image, 'bytes', #image, 'pixels', ARGV[i + 2], 'owner', owner,
    'filename', ARGV[i + 3], 'batch', batch, 'problem', ARGV[i + 4])
  redis.call('ZADD', PENDING, BATCH_RANK + now, id)
  redis.call('ZADD', members_key(batch), 0, id)
end
redis.call('HSET', batch_key(batch), 'owner', owner, 'last', last)
redis.call('HINCRBY', batch_key(batch), 'queued', count_of_piece)
redis.call('PERSIST', batch_key(batch))
redis.call('ZADD', batches_key(owner), 0, batch)
redis.call('HINCRBY', TOTALS, 'accepted', count_of_piece)
redis.call('HINCRBY', TOTALS, 'pending_bytes', bytes)
count(now, 'accepted', count_of_piece)
local rate_left = -1
if rate_limit > 0 then
  if redis.call('INCRBY', rate_key, count_of_piece) == count_of_piece then redis.call('PEXPIRE', rate_key, 60000) end
  rate_left = math.max(0, rate_limit - used - count_of_piece)
end
return {'accepted', call_worker(now, message_images), rate_left}
