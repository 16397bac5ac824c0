-- Notes, before it begins and after it is over, that these submissions are being read: pairs of id and token after '1' or
-- '0'. Only a worker's death in between is held against them.
for i = 2, #ARGV, 2 do
  if redis.call('HGET', submission_key(ARGV[i]), 'token') == ARGV[i + 1] then
    redis.call('HSET', submission_key(ARGV[i]), 'begun', ARGV[1])
  end
end
return 0
