-- SPDX-License-Identifier: Apache-2.0
-- What the portal does, in nginx: captures the homeserver's answer as a whole, so that its length can be told.

local json = require "cjson.safe"
local base_urls = require "users"

local METHODS = {GET = ngx.HTTP_GET, HEAD = ngx.HTTP_HEAD, POST = ngx.HTTP_POST, OPTIONS = ngx.HTTP_OPTIONS}

local function redirected(body)
    local response = json.decode(body)
    local base_url = type(response) == "table" and base_urls[response.user_id]
    if not base_url then
        return body
    end
    response.base_cs_url = base_url
    response.well_known = {["m.homeserver"] = {base_url = base_url}}
    return json.encode(response)
end

local portal = {}

function portal.login()
    ngx.req.read_body()
    local method = ngx.req.get_method()
    local answer = ngx.location.capture("/upstream/login", {method = METHODS[method], args = ngx.var.args})
    if answer.truncated then
        return ngx.exit(ngx.HTTP_BAD_GATEWAY)
    end
    local body = answer.body
    if method == "POST" and answer.status == ngx.HTTP_OK then
        body = redirected(body)
    end
    ngx.status = answer.status
    for name, value in pairs(answer.header) do
        ngx.header[name] = value
    end
    ngx.header["Content-Length"] = #body
    ngx.print(body)
end

return portal
