-- Stores a submission and enters it in the pending index, due at once; or refuses it, having changed nothing. What it
-- replaces is gone from the queue at the same moment. The answer is flat, what was replaced at its end: Redis sends each table in
-- a table by itself.
local id, image, pixels, owner, filename, client = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local max_pending, max_bytes, rate_limit, batch =
  tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local replaces, remember_ms = ARGV[11], ARGV[12]
local now = now_ms()
local rate_key = TAG .. 'rate:' .. client
local rate_left = -1

-- Erases the older tries: the one that is named, and, where that was replaced already, its successors, so that of tries
-- that overtook each other, or whose reply was lost, one is left. Successors are the owner's own, as their key says.
local function replace_older()
  local replaced, older = {}, replaces
  while older and older ~= '' and older ~= id do
    replaced[#replaced + 1] = older
    erase(older)
    local key = successor_key(owner, older)
    local successor = redis.call('GET', key)
    redis.call('SET', key, id, 'PX', remember_ms)
    older = successor
  end
  return replaced
end

-- A caller that lost the reply to a dropped connection asks again with the same id, perhaps when it is done already.
if redis.call('EXISTS', answer_key(id)) == 1 then
  local replaced = replace_older()
  settle()
  return {'accepted', now, 1, 0, -1, unpack(replaced)}
end
if redis.call('EXISTS', submission_key(id)) == 0 then
  local pending_bytes = tonumber(redis.call('HGET', TOTALS, 'pending_bytes') or '0')
  if redis.call('ZCARD', PENDING) >= max_pending or pending_bytes + #image > max_bytes then
    return {'full', 0, 0, 0, 0}
  end
  if rate_limit > 0 then
    local used = redis.call('INCR', rate_key)
    if used == 1 then redis.call('PEXPIRE', rate_key, 60000) end
    if used > rate_limit then
      redis.call('DECR', rate_key)
      return {'rate_limited', 0, 0, 0, redis.call('PTTL', rate_key)}
    end
    rate_left = rate_limit - used
  end
  put_submission(id, now, 'image', image, 'bytes', #image, 'pixels', pixels, 'owner', owner, 'filename', filename,
    'batch', '')
  redis.call('ZADD', PENDING, ALONE + now, id)
  redis.call('ZADD', owner_key(owner), 0, id)
  redis.call('HINCRBY', TOTALS, 'accepted', 1)
  count(now, 'accepted')
  redis.call('HINCRBY', TOTALS, 'pending_bytes', #image)
end
local replaced = replace_older()
settle()
local accepted_ms = tonumber(redis.call('HGET', submission_key(id), 'accepted_ms'))
return {'accepted', accepted_ms, redis.call('ZRANK', PENDING, id) + 1, call_worker(now, batch), rate_left, unpack(replaced)}
