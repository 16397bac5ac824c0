-- Tells what the queue holds of submissions, each at one moment: pairs of an id and the set in which it was seen.
-- The answers: is it pending, is there a submission, does the set of its owner's, or of its batch's, unfinished ones list it,
-- is there a hot copy.
local traces = {}
for i = 1, #ARGV, 2 do
  local id = ARGV[i]
  local kept = redis.call('HMGET', submission_key(id), 'owner', 'batch')
  local list = is_batch(kept[2]) and members_key(kept[2]) or kept[1] and owner_key(kept[1]) or ARGV[i + 1]
  traces[#traces + 1] = {
    redis.call('ZSCORE', PENDING, id) and 1 or 0,
    redis.call('EXISTS', submission_key(id)),
    redis.call('ZSCORE', list, id) and 1 or 0,
    redis.call('EXISTS', answer_key(id)),
  }
end
return traces
