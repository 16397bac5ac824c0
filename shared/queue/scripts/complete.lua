-- Makes stored answers the hot copy and tells them to whoever waits: groups of id, token, status, model and answer after
-- the life of the hot copy. A claim whose token is no longer the present one, or that was erased, is passed over.
local hot_ms = ARGV[1]
local now = now_ms()
local done, told = {}, {}
for i = 2, #ARGV, 5 do
  local id, token, status, model, answer = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local kept = redis.call('HMGET', submission_key(id), 'token', 'accepted_ms', 'batch', 'status')
  if kept[1] == token then
    -- Nobody polls each one of a batch, or waits for it: there the store answers.
    if not is_batch(kept[3]) then redis.call('SET', answer_key(id), answer, 'PX', hot_ms) end
    recount(kept[3], kept[4], status)
    redis.call('HINCRBY', TOTALS, status, 1)
    count(now, status)
    if status == 'succeeded' then
      redis.call('HINCRBY', READ, model, 1)
      -- Two classes of latency for each doubling: class n begins at 2^(n/2) ms. Nobody looks at the clock for one of a batch.
      if not is_batch(kept[3]) then count(now, 'latency:' .. math.floor(2 * math.log(math.max(1, now - (kept[2] or now))) / math.log(2))) end
    end
    forget(id)
    done[#done + 1] = id
    told[#told + 1] = is_batch(kept[3]) and id or id .. ' ' .. answer
  end
end
settle()
announce(told)
return done
