-- Notes that decoding is over, so that a worker's death from now on is not held against these submissions.
for i = 1, #ARGV, 2 do
  if redis.call('HGET', submission_key(ARGV[i]), 'token') == ARGV[i + 1] then
    redis.call('HSET', submission_key(ARGV[i]), 'begun', 0)
  end
end
return 0
