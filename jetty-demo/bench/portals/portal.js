// SPDX-License-Identifier: Apache-2.0
// What the portal does, in njs.

function redirected(r, body) {
    let response;
    try {
        response = JSON.parse(body);
    } catch (e) {
        return body;
    }
    if (response === null || typeof response.user_id !== 'string') {
        return body;
    }
    r.variables.user_id = response.user_id;
    const baseUrl = r.variables.base_url;
    if (!baseUrl) {
        return body;
    }
    response.base_cs_url = baseUrl;
    response.well_known = {'m.homeserver': {base_url: baseUrl}};
    return JSON.stringify(response);
}

async function login(r) {
    const answer = await r.subrequest('/upstream/login', {method: r.method, args: r.variables.args, body: r.requestText});
    for (const name in answer.headersOut) {
        if (name.toLowerCase() !== 'content-length') {
            r.headersOut[name] = answer.headersOut[name];
        }
    }
    const body = answer.responseText || '';
    r.return(answer.status, r.method === 'POST' && answer.status === 200 ? redirected(r, body) : body);
}

export default {login};
