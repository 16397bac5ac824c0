-- Erases what the queue knows of a prediction. An unfinished one counts as canceled, so that the totals add up.
local id = ARGV[1]
local key = submission_key(id)
local owner = redis.call('HGET', key, 'owner')
redis.call('DEL', answer_key(id))
if owner then
  forget(id, owner, redis.call('HSTRLEN', key, 'image'))
  redis.call('HINCRBY', TOTALS, 'canceled', 1)
  redis.call('PUBLISH', TAG .. 'done', id)
end
return owner
