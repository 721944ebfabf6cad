-- SPDX-License-Identifier: Apache-2.0
-- For wrk: logs in as 1,000 users in turn, and prints what it saw as one line of JSON. Its argument is the device's name, by which the
-- homeserver knows how to answer.

local USERS = 1000
local BODY = '{"type":"m.login.password","identifier":{"type":"m.id.user","user":"user%d"},"password":"correct horse battery staple",'
    .. '"device_id":"QBUAZIFURK","initial_device_display_name":"%s"}'

local logins = {}
local turn = 0

function init(args)
    local headers = {["Content-Type"] = "application/json"}
    for user = 0, USERS - 1 do
        logins[user] = wrk.format("POST", "/_matrix/client/v3/login", headers, BODY:format(user, args[1]))
    end
end

function request()
    turn = (turn + 1) % USERS
    return logins[turn]
end

function done(summary, latency)
    local errors = summary.errors
    local broken = errors.connect + errors.read + errors.write + errors.timeout
    print(("\n{\"seconds\": %.6f, \"logins\": %d, \"errors\": %d, \"refused\": %d, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"p999_ms\": %.3f}"):format(
        summary.duration / 1e6, summary.requests - errors.status, errors.status + broken, errors.status,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3))
end
