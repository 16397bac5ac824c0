-- Tells the counter of pending bytes and the sum that it stands for. It is one script because the two can only be
-- compared at one moment; 20,000 entries take about 0.1 s, so this is for audits and not for every scrape.
local sum = 0
for _, id in ipairs(redis.call('ZRANGE', PENDING, 0, -1)) do
  sum = sum + (redis.call('HGET', submission_key(id), 'bytes') or 0)
end
return {tonumber(redis.call('HGET', TOTALS, 'pending_bytes') or 0), sum}
