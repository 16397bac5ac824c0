-- Tells what the queue holds of submissions, each at one moment: pairs of an id and the owner under whom it was seen.
-- The answers: is it pending, is there a submission, does its owner's set list it, is there a hot copy.
local traces = {}
for i = 1, #ARGV, 2 do
  local id = ARGV[i]
  local owner = redis.call('HGET', submission_key(id), 'owner') or ARGV[i + 1]
  traces[#traces + 1] = {
    redis.call('ZSCORE', PENDING, id) and 1 or 0,
    redis.call('EXISTS', submission_key(id)),
    redis.call('ZSCORE', owner_key(owner), id) and 1 or 0,
    redis.call('EXISTS', answer_key(id)),
  }
end
return traces
