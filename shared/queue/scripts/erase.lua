-- Erases what the queue knows of a prediction. Of a batch's finished ones it only has the count: a batch and a status may
-- follow the id.
local id, batch, status = ARGV[1], ARGV[2], ARGV[3]
if redis.call('EXISTS', submission_key(id)) == 0 then recount(batch, status) end
erase(id)
settle()
