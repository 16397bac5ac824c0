-- Makes stored answers the hot copy and wakes whoever waits: groups of id, token, status and answer after the life of
-- the hot copy. A claim whose token is no longer the present one, or that was erased, is passed over.
local hot_ms = ARGV[1]
local done = {}
for i = 2, #ARGV, 4 do
  local id, token, status, answer = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if redis.call('HGET', submission_key(id), 'token') == token then
    redis.call('SET', answer_key(id), answer, 'PX', hot_ms)
    redis.call('HINCRBY', TOTALS, status, 1)
    forget(id)
    done[#done + 1] = id
  end
end
announce(done)
return done
