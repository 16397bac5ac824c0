-- Tells of a batch how many of it are counted as queued or processing, how many as canceled, and how many are unfinished.
local counts = redis.call('HMGET', batch_key(ARGV[1]), 'queued', 'processing', 'canceled')
return {(counts[1] or 0) + (counts[2] or 0), tonumber(counts[3] or 0), redis.call('ZCARD', members_key(ARGV[1]))}
