-- Claims a batch: the ids of the message first, then others that are due, oldest first, within a budget of images,
-- pixels and bytes. A claim is a lease: the entry falls due again when the lease runs out, and the token tells this claim
-- from a later one. What is not due is held by another or done, and is skipped.
local worker, lease_ms = ARGV[1], tonumber(ARGV[2])
local max_images, max_pixels, max_bytes = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local now = now_ms()
local claims, claimed_pixels, claimed_bytes, seen = {}, 0, 0, {}

-- Returns false when the batch is full.
local function claim(id)
  local due = redis.call('ZSCORE', PENDING, id)
  if seen[id] or not due or tonumber(due) > now then return true end
  seen[id] = true
  local key = submission_key(id)
  if redis.call('EXISTS', key) == 0 then
    -- It is gone from under its entry: an answer that says so is all that can be given.
    redis.call('HSET', key, 'bytes', 0, 'pixels', 0, 'owner', '', 'filename', '', 'accepted_ms', now,
      'status', 'queued', 'token', 0, 'deaths', 0, 'begun', 0)
  end
  local kept = redis.call('HMGET', key, 'pixels', 'deaths', 'begun', 'status', 'bytes')
  local pixels, deaths, bytes = tonumber(kept[1]), tonumber(kept[2]), tonumber(kept[5])
  -- Reading it had begun under a lease that ran out: whoever held it died of it, perhaps.
  if kept[3] == '1' then deaths = deaths + 1 end
  -- A suspect runs alone, so that it harms no neighbour.
  local alone = deaths > 0
  local over = claimed_pixels + pixels > max_pixels or claimed_bytes + bytes > max_bytes
  if #claims > 0 and (alone or over) then return false end

  local status = kept[4] == 'canceled' and 'canceled' or 'processing'
  local token = redis.call('HINCRBY', key, 'token', 1)
  redis.call('HSET', key, 'status', status, 'worker', worker, 'deaths', deaths, 'begun', 0)
  redis.call('ZADD', PENDING, now + lease_ms, id)
  claimed_pixels, claimed_bytes = claimed_pixels + pixels, claimed_bytes + bytes
  local rest = redis.call('HMGET', key, 'image', 'owner', 'filename', 'accepted_ms')
  claims[#claims + 1] = {id, token, deaths, status, rest[1] or '', rest[2] or '', rest[3] or '', rest[4] or now}
  return not alone and #claims < max_images
end

local room = true
for i = 6, #ARGV do
  room = room and claim(ARGV[i])
end
if room then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', PENDING, '-inf', now, 'LIMIT', 0, max_images)) do
    if not claim(id) then break end
  end
end
return {now, needs_message(now, max_images), claims}
