-- Erases what the queue knows of a prediction. An unfinished one counts as canceled, so that the totals add up.
local id = ARGV[1]
local owner = redis.call('HGET', submission_key(id), 'owner')
redis.call('DEL', answer_key(id))
if owner then
  forget(id)
  redis.call('HINCRBY', TOTALS, 'canceled', 1)
  announce({id})
end
return owner
