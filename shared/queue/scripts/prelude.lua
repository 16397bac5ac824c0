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
-- Of a batch: its owner, the last id that was accepted, and how many of it have each status; and the set of its unfinished ones.
local function batch_key(batch) return TAG .. 'batch:' .. batch end
local function members_key(batch) return TAG .. 'members:' .. batch end
-- The set of an owner's batches that are unfinished.
local function batches_key(owner) return TAG .. 'batches:' .. owner end

-- Redis's clock is the one clock of the queue.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The pending index has two ranks: what comes alone is scored by when it falls due, what comes in a batch by that and
-- BATCH_RANK, which is more than any clock shows before 2096. So batches are behind everybody else, in one index.
local ALONE, BATCH_RANK = 0, 4e12
local function find_due(rank, now, most)
  return redis.call('ZRANGEBYSCORE', PENDING, rank, rank + now, 'LIMIT', 0, most)
end
local function count_due(now)
  return redis.call('ZCOUNT', PENDING, ALONE, ALONE + now) + redis.call('ZCOUNT', PENDING, BATCH_RANK, BATCH_RANK + now)
end
-- Has an entry that is pending fall due at another time, in its rank.
local function set_due(id, due)
  local score = tonumber(redis.call('ZSCORE', PENDING, id) or '-1')
  if score >= 0 then redis.call('ZADD', PENDING, (score < BATCH_RANK and ALONE or BATCH_RANK) + due, id) end
end

-- A message stands for a worker's batch. One more is needed only while the queued ones cover less than what is due, so a
-- burst costs few messages, and a long backlog alone is no reason to publish again.
local function needs_message(now, batch)
  return count_due(now) > redis.call('LLEN', MESSAGES) * batch and 1 or 0
end

-- A worker that has nothing left to do lingers a little, at a bell of its own: to ring it costs a tenth of a message. The set
-- has until when each lingers. One that died meanwhile is rung in vain, as a message can be lost: the sweep publishes.
-- Where there are workers on several hosts none lingers, as one would answer all that comes singly, and the others nothing.
local LINGERING, BELL_LIFE_MS = TAG .. 'lingering', 5000
local function bell_key(worker) return TAG .. 'bell:' .. worker end
local function linger(now, worker, linger_ms)
  local host = string.match(worker, '^[^:]*')
  for _, other in ipairs(redis.call('ZRANGE', WORKERS, 0, -1)) do
    if string.match(other, '^[^:]*') ~= host then return 0 end
  end
  redis.call('DEL', bell_key(worker))
  redis.call('ZREMRANGEBYSCORE', LINGERING, '-inf', now)
  redis.call('ZADD', LINGERING, now + linger_ms, worker)
  return 1
end
-- Calls a worker for what was just accepted; returns 1 where it takes a message.
local function call_worker(now, batch)
  -- The one that came last: its caches are warm, and the others may go.
  local worker = redis.call('ZREVRANGEBYSCORE', LINGERING, '+inf', '(' .. now, 'LIMIT', 0, 1)[1]
  if not worker then return needs_message(now, batch) end
  redis.call('ZREM', LINGERING, worker)
  redis.call('LPUSH', bell_key(worker), 1)
  redis.call('PEXPIRE', bell_key(worker), BELL_LIFE_MS)
  return 0
end

-- What was accepted before there were batches names none.
local function is_batch(batch) return batch and batch ~= '' end

-- Notes a submission that nobody has claimed yet; pairs of what else is known of it follow.
local function put_submission(id, now, ...)
  redis.call('HSET', submission_key(id), 'accepted_ms', now, 'status', 'queued', 'token', 0, 'deaths', 0, 'begun', 0, ...)
end

-- Takes a submission out of the queue, however it ended.
local function forget(id)
  local kept = redis.call('HMGET', submission_key(id), 'owner', 'bytes', 'batch')
  redis.call('ZREM', PENDING, id)
  if is_batch(kept[3]) then
    redis.call('ZREM', members_key(kept[3]), id)
  else
    redis.call('ZREM', owner_key(kept[1]), id)
  end
  redis.call('HINCRBY', TOTALS, 'pending_bytes', 0 - kept[2])
  redis.call('DEL', submission_key(id))
end

-- The pulse: how often what happened in each five seconds, kept for a quarter of an hour, for the operator's plots.
local PULSE_MS, PULSE_LIFE_MS = 5000, 900000
local function pulse_key(now) return TAG .. 'pulse:' .. math.floor(now / PULSE_MS) end
local function count(now, field, by)
  local key = pulse_key(now)
  -- Once for each field is enough: a span is over soon.
  if redis.call('HINCRBY', key, field, by or 1) == (by or 1) then redis.call('PEXPIRE', key, PULSE_LIFE_MS) end
end

-- Wakes whoever waits for these: lines of an id, and, where the answer can be told along, the answer.
local function announce(lines)
  if #lines > 0 then redis.call('PUBLISH', TAG .. 'done', table.concat(lines, '\n')) end
end

-- The counts of batches: `recount` notes that one of a batch goes from one status to another, or out of the batch where there
-- is no other; `settle` writes all that was noted, once for each batch. Counts are kept while anything of the batch is
-- unfinished, and for an hour; after that the store counts.
local COUNTS_LIFE_MS = 3600000
local changes = {}
local function recount(batch, from, to)
  if not is_batch(batch) or from == to then return end
  local change = changes[batch] or {}
  changes[batch] = change
  if from then change[from] = (change[from] or 0) - 1 end
  if to then change[to] = (change[to] or 0) + 1 end
end
local function settle()
  for batch, change in pairs(changes) do
    local owner = redis.call('HGET', batch_key(batch), 'owner')
    if owner then
      for status, difference in pairs(change) do redis.call('HINCRBY', batch_key(batch), status, difference) end
      if redis.call('EXISTS', members_key(batch)) == 0 then
        redis.call('PEXPIRE', batch_key(batch), COUNTS_LIFE_MS)
        redis.call('ZREM', batches_key(owner), batch)
        announce({batch})
      end
    end
  end
end

-- Erases what the queue knows of a prediction. An unfinished one counts as canceled, so that the totals add up. Whoever
-- calls it settles afterwards.
local function erase(id)
  local kept = redis.call('HMGET', submission_key(id), 'owner', 'batch', 'status')
  redis.call('DEL', answer_key(id))
  if kept[1] then
    recount(kept[2], kept[3])
    forget(id)
    redis.call('HINCRBY', TOTALS, 'canceled', 1)
    announce({id})
  end
end
