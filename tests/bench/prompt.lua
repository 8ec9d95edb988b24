-- wrk's script: posts one body, in turn under each of 16 sessions, and prints what was measured as one line of JSON.
-- Arguments: the file with the body, the API key, the person asking.
local requests = {}
local turn = 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local body = file:read("*a")
  file:close()
  for session = 0, 15 do
    requests[session + 1] = wrk.format("POST", nil, {
      ["content-type"] = "application/json",
      ["authorization"] = "Bearer " .. args[2],
      ["x-schoolgate-person"] = args[3],
      ["x-schoolgate-session"] = "bench-" .. session,
    }, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.6f, "p50_us": %d, "p99_us": %d, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
