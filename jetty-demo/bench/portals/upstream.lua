-- SPDX-License-Identifier: Apache-2.0
-- A homeserver that costs as little as can be: nothing is parsed. It answers a login with the user who logs in. A device called
-- "size=S delay=D" is answered with S bytes after D milliseconds; size 0 is the usual answer.

local find, sub, rep = string.find, string.sub, string.rep

local padding = setmetatable({}, {__index = function(kept, length)
    kept[length] = rep("x", length)
    return kept[length]
end})

local function between(text, from, to)
    local _, before = find(text, from, 1, true)
    if not before then
        return nil
    end
    return sub(text, before + 1, find(text, to, before + 1, true) - 1)
end

local function usual(user)
    return '{"user_id":"@' .. user .. ':bench.example","access_token":"syt_' .. user .. '_kBwYvTqJhXcRzLmNpQsGkBwYvTqJhXcRzLmN_1aB2cD","device_id":"QBUAZIFURK",'
        .. '"home_server":"bench.example","expires_in_ms":300000,"refresh_token":"syr_' .. user .. '_hNbVfRtGyHuJmKiLoPqAhNbVfRtGyHuJmKiLoPqAhNbVfRtGyHuJmKiL_3eF4gH"}'
end

local function padded(user, size)
    local head = '{"user_id":"@' .. user .. ':bench.example","access_token":"syt_' .. user .. '_kBwY","device_id":"QBUAZIFURK",'
        .. '"home_server":"bench.example","padding":"'
    return head .. padding[size - #head - 2] .. '"}'
end

local upstream = {}

function upstream.login()
    ngx.req.read_body()
    local request = ngx.req.get_body_data()
    local user = between(request, '"user":"', '"')
    local size = tonumber(between(request, '"size=', " ") or 0)
    local delay = tonumber(between(request, " delay=", '"') or 0)
    if delay > 0 then
        ngx.sleep(delay / 1000)
    end
    local response = size > 0 and padded(user, size) or usual(user)
    ngx.header["Content-Type"] = "application/json"
    ngx.header["Content-Length"] = #response
    ngx.header["Access-Control-Allow-Origin"] = "*"
    ngx.print(response)
end

return upstream
