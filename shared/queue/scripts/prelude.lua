-- What every script begins with. All keys share one hash tag, which is also the name of Celery's list, so that
-- they would live in one slot of a Redis Cluster.
local TAG = '{numberfigure}:'
local PENDING, TOTALS, WORKERS = TAG .. 'pending', TAG .. 'totals', TAG .. 'workers'
-- How many pictures each model has read.
local READ = TAG .. 'read'
local MESSAGES = 'numberfigure'

local function submission_key(id) return TAG .. 'submission:' .. id end
local function answer_key(id) return TAG .. 'answer:' .. id end
local function owner_key(owner) return TAG .. 'owner:' .. owner end
local function successor_key(owner, id) return TAG .. 'successor:' .. owner .. ':' .. id end

-- Redis's clock is the one clock of the queue.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A message stands for a batch. One more is needed only while the queued ones cover less than what is due, so a
-- burst costs few messages, and a long backlog alone is no reason to publish again.
local function needs_message(now, batch)
  return redis.call('ZCOUNT', PENDING, '-inf', now) > redis.call('LLEN', MESSAGES) * batch and 1 or 0
end

-- Takes a submission out of the queue, however it ended.
local function forget(id)
  local kept = redis.call('HMGET', submission_key(id), 'owner', 'bytes')
  redis.call('ZREM', PENDING, id)
  redis.call('ZREM', owner_key(kept[1]), id)
  redis.call('HINCRBY', TOTALS, 'pending_bytes', 0 - kept[2])
  redis.call('DEL', submission_key(id))
end

-- The pulse: how often what happened in each five seconds, kept for a quarter of an hour, for the operator's plots.
local PULSE_MS, PULSE_LIFE_MS = 5000, 900000
local function pulse_key(now) return TAG .. 'pulse:' .. math.floor(now / PULSE_MS) end
local function count(now, field)
  local key = pulse_key(now)
  -- Once for each field is enough: a span is over soon.
  if redis.call('HINCRBY', key, field, 1) == 1 then redis.call('PEXPIRE', key, PULSE_LIFE_MS) end
end

-- Wakes whoever waits for these: lines of an id, and, where the answer can be told along, the answer.
local function announce(lines)
  if #lines > 0 then redis.call('PUBLISH', TAG .. 'done', table.concat(lines, '\n')) end
end

-- Erases what the queue knows of a prediction. An unfinished one counts as canceled, so that the totals add up.
local function erase(id)
  local owner = redis.call('HGET', submission_key(id), 'owner')
  redis.call('DEL', answer_key(id))
  if owner then
    forget(id)
    redis.call('HINCRBY', TOTALS, 'canceled', 1)
    announce({id})
  end
end
