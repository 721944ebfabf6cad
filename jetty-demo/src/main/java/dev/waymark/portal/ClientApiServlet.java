// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a portal answers besides logins: what clients probe before they log in, and, for all else, a 401 that tells a
 * client which did not follow the redirect what happened ("answering 401 to everything other than /login is acceptable",
 * MSC1730).
 */
final class ClientApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String WELL_KNOWN = "/.well-known/matrix/client";
    private static final String CLIENT_API = "/_matrix/client/";
    private static final String VERSIONS_PATH = CLIENT_API + "versions";
    private static final Pattern AUTH_METADATA =
            Pattern.compile("/_matrix/client/(v1|unstable/org\\.matrix\\.msc2965)/auth_(metadata|issuer)");

    /** Those in which a login is what it is today; what homeservers add after login does not concern a portal. */
    private static final String VERSIONS =
            "{\"versions\":[\"r0.6.1\",\"v1.1\",\"v1.2\",\"v1.3\",\"v1.4\",\"v1.5\",\"v1.6\","
                    + "\"v1.7\",\"v1.8\",\"v1.9\",\"v1.10\",\"v1.11\"],\"unstable_features\":{}}";

    private final transient Supplier<BaseUrl> ownUrl;

    /** A servlet that gives clients this address as that of the portal; asked for with each request. */
    ClientApiServlet(Supplier<BaseUrl> ownUrl) {
        this.ownUrl = ownUrl;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Paths.of(request);
        boolean get = "GET".equals(request.getMethod());
        if (path.equals(VERSIONS_PATH)) {
            answer(response, get, VERSIONS);
        } else if (path.equals(WELL_KNOWN)) {
            answer(response, get, "{\"m.homeserver\":{\"base_url\":\"" + ownUrl.get() + "\"}}");
        } else if (path.startsWith(CLIENT_API) && !AUTH_METADATA.matcher(path).matches()) {
            MatrixError.NOT_HERE.send(response);
        } else {
            MatrixError.UNRECOGNIZED.send(response);
        }
    }

    private static void answer(HttpServletResponse response, boolean get, String json) throws IOException {
        if (!get) {
            MatrixError.METHOD_NOT_ALLOWED.send(response);
            return;
        }
        Json.send(response, json);
    }
}
