-- Claims a batch: the ids of the message first, then others that are due, oldest first, within a budget of images,
-- pixels and bytes. A claim is a lease: the entry falls due again when the lease runs out, and the token tells this claim
-- from a later one. What is not due is held by another or done, and is skipped.
--
-- What was sent in batches is claimed by itself, so that nobody who sent one picture waits for it to be read along: when
-- nothing else is due, and in every fourth claim, whatever else is due.
--
-- The answer is flat, ten fields for each claim after the first three: Redis sends each table in a table by itself.
--
-- Where nothing is due the worker is rung for what comes within `linger_ms`, if it is to linger.
local worker, lease_ms = ARGV[1], tonumber(ARGV[2])
local max_images, max_pixels, max_bytes = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local max_bulk_pixels, linger_ms = tonumber(ARGV[6]), tonumber(ARGV[7])
local CLAIMS_PER_TURN = 4
local now = now_ms()
local answer, count, claimed_pixels, claimed_bytes, seen = {now, 0, 0}, 0, 0, 0, {}

-- Returns false when the batch is full.
local function claim(id)
  local score = tonumber(redis.call('ZSCORE', PENDING, id) or '-1')
  local rank = score < BATCH_RANK and ALONE or BATCH_RANK
  if seen[id] or score < 0 or score > rank + now then return true end
  seen[id] = true
  local key = submission_key(id)
  local kept = redis.call('HMGET', key, 'pixels', 'deaths', 'begun', 'status', 'bytes', 'batch')
  if not kept[4] then
    -- It is gone from under its entry: an answer that says so is all that can be given.
    put_submission(id, now, 'bytes', 0, 'pixels', 0, 'owner', '', 'filename', '', 'batch', '')
    kept = {'0', '0', '0', 'queued', '0', ''}
  end
  local pixels, deaths, bytes = tonumber(kept[1]), tonumber(kept[2]), tonumber(kept[5])
  -- Reading it had begun under a lease that ran out: whoever held it died of it, perhaps.
  if kept[3] == '1' then deaths = deaths + 1 end
  -- A suspect runs alone, so that it harms no neighbour.
  local alone = deaths > 0
  local over = claimed_pixels + pixels > max_pixels or claimed_bytes + bytes > max_bytes
  if count > 0 and (alone or over) then return false end

  local status = kept[4] == 'canceled' and 'canceled' or 'processing'
  local token = redis.call('HINCRBY', key, 'token', 1)
  redis.call('HSET', key, 'status', status, 'worker', worker, 'deaths', deaths, 'begun', 0)
  recount(kept[6], kept[4], status)
  redis.call('ZADD', PENDING, rank + now + lease_ms, id)
  claimed_pixels, claimed_bytes = claimed_pixels + pixels, claimed_bytes + bytes
  local rest = redis.call('HMGET', key, 'image', 'owner', 'filename', 'accepted_ms', 'problem')
  count = count + 1
  local fields = {id, token, deaths, status, rest[1] or '', rest[2] or '', rest[3] or '', rest[4] or now, kept[6] or '',
    rest[5] or ''}
  for _, field in ipairs(fields) do answer[#answer + 1] = field end
  return not alone and count < max_images
end

local function claim_all(ids)
  for _, id in ipairs(ids) do
    if not claim(id) then return false end
  end
  return true
end

local is_turn_of_batches = #find_due(BATCH_RANK, now, 1) > 0
  and (#find_due(ALONE, now, 1) == 0 or redis.call('INCR', TAG .. 'turn') % CLAIMS_PER_TURN == 0)
if is_turn_of_batches then
  max_pixels = max_bulk_pixels
  claim_all(find_due(BATCH_RANK, now, max_images))
else
  local wanted = {}
  for i = 8, #ARGV do wanted[#wanted + 1] = ARGV[i] end
  if claim_all(wanted) then claim_all(find_due(ALONE, now, max_images)) end
end
settle()
answer[2] = needs_message(now, max_images)
if count == 0 and linger_ms > 0 then answer[3] = linger(now, worker, linger_ms) end
return answer
