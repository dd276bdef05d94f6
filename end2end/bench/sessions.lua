-- Rotates over many people's sessions. Arguments: a file with "cookie<TAB>path" lines, or "login" and a file of bodies.
local lines, kind, at = {}, nil, 0
local threads = 0

function setup(thread)
    thread:set("first", threads)
    threads = threads + 1
end

function init(args)
    kind = args[1]
    for line in io.lines(args[2]) do
        local left, right = line:match("^([^\t]*)\t(.*)$")
        lines[#lines + 1] = { left, right }
    end
    -- Threads begin at different people.
    at = math.floor(#lines / 2) * (first or 0)
end

function request()
    at = at % #lines + 1
    local line = lines[at]
    if kind == "login" then
        return wrk.format("POST", line[1], {
            ["Content-Type"] = "application/x-www-form-urlencoded",
            -- Not a plain form's answer: only this way a refusal has a status of its own.
            ["Accept"] = "application/json",
            ["Origin"] = wrk.scheme .. "://" .. wrk.host .. ":" .. wrk.port,
            ["Sec-Fetch-Site"] = "same-origin",
            ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(1, 254)),
        }, line[2])
    end
    return wrk.format("GET", line[2], { ["Cookie"] = line[1], ["Accept"] = "text/html", ["Accept-Encoding"] = "gzip" })
end

function done(summary, latency, requests)
    -- `status` counts everything from 400 on.
    local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format('RESULT {"requests":%d,"micros":%d,"p50":%d,"p95":%d,"p99":%d,"errors":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99), errors))
end
