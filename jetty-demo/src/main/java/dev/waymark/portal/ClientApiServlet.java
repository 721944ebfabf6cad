// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a portal answers besides logins: what clients probe before they log in, and, for all else, a 401 that tells a
 * client which did not follow the redirect what happened ("answering 401 to everything other than /login is acceptable",
 * MSC1730).
 */
final class ClientApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String READ_ONLY = "GET, HEAD";
    private static final String WELL_KNOWN = "/.well-known/matrix/client";
    private static final String CLIENT_API = "/_matrix/client/";
    private static final String MEDIA = "/_matrix/media/";

    /**
     * What is not there for anybody, and clients ask for to see whether it is: OAuth 2.0 (MSC2965), login by QR code (MSC4108), and single
     * sign-on where the portal has none.
     */
    private static final Pattern NOT_OFFERED = Pattern.compile("/_matrix/client/"
            + "((v1|unstable/[^/]+)/(auth_metadata|auth_issuer|rendezvous(/.*)?)"
            + "|(api/v1|r0|v1|v3|unstable)/login/(sso|cas)/.*)");

    private static final Pattern LOGOUT = Pattern.compile("/_matrix/client/(api/v1|r0|v1|v3|unstable)/logout(/all)?");
    private static final Pattern REFRESH = Pattern.compile("/_matrix/client/(r0|v1|v3|unstable(/[^/]+)?)/refresh");

    private final transient ProbeAnswer versions;
    private final transient Function<HttpServletRequest, BaseUrl> ownUrl;

    /** A servlet that gives clients these versions, and this address as that of the portal; asked for with each request. */
    ClientApiServlet(ProbeAnswer versions, Function<HttpServletRequest, BaseUrl> ownUrl) {
        this.versions = versions;
        this.ownUrl = ownUrl;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Paths.of(request);
        switch (path) {
            case TargetProbes.VERSIONS, WELL_KNOWN, "/", "/robots.txt" -> {
                if (ProbeAnswer.isFor(request.getMethod())) {
                    answer(path, request, response);
                } else {
                    MatrixError.sendAllowed(response, READ_ONLY);
                }
            }
            default -> refusal(path, AccessTokens.isIn(request)).send(response);
        }
    }

    private void answer(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case TargetProbes.VERSIONS -> versions.send(request, response);
            case WELL_KNOWN ->
                sendOwnUrl(response, "{\"m.homeserver\":{\"base_url\":\"" + ownUrl.apply(request) + "\"}}");
            case "/" -> HomePage.send(response, ownUrl.apply(request));
            default -> HomePage.sendRobots(response);
        }
    }

    /** Not to be kept by a cache: without a configured address, it is made from what the request says. */
    private static void sendOwnUrl(HttpServletResponse response, String json) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Json.send(response, json);
    }

    /** Why a request that nothing else answers is refused. */
    static MatrixError refusal(String path, boolean hasToken) {
        if (path.startsWith(CLIENT_API)) {
            if (NOT_OFFERED.matcher(path).matches()) {
                return MatrixError.UNRECOGNIZED;
            } else if (REFRESH.matcher(path).matches()) {
                // By a refresh token in the body; many clients send the access token, which has run out, no more.
                return MatrixError.NO_REFRESH;
            } else if (!hasToken) {
                return MatrixError.NO_TOKEN;
            }
            return LOGOUT.matcher(path).matches() ? MatrixError.NO_LOGOUT : MatrixError.NOT_HERE;
        }
        // Media is the client's too, but what is asked for without a token is not a matter of logging in.
        return path.startsWith(MEDIA) && hasToken ? MatrixError.NOT_HERE : MatrixError.UNRECOGNIZED;
    }
}
