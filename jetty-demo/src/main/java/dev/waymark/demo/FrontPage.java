// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** What {@code /} of the demo portal says: what this is, and how to try it. */
final class FrontPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient List<DemoHomeserver> homeservers;

    FrontPage(List<DemoHomeserver> homeservers) {
        this.homeservers = List.copyOf(homeservers);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(text("http://localhost:" + request.getLocalPort()));
    }

    private String text(String portal) {
        StringBuilder text = new StringBuilder("""
                This is Waymark's demo: a Matrix login portal in front of three small homeservers.

                Whoever logs in here is told, in the login response, which homeserver to go on with:
                base_cs_url and well_known name its address. Try it with users of different homeservers:
                """);
        for (DemoHomeserver homeserver : homeservers) {
            DemoUser user = homeserver.users().get(0);
            text.append("\n    ")
                    .append(curl(portal, "@" + user.localpart() + ":" + homeserver.serverName(), user.password()))
                    .append('\n');
        }
        return text.append("""

                Everything else that a client asks of this portal is refused with 401, except what clients
                ask before they log in. The homeservers:

                """).append(addresses()).toString();
    }

    /** The command that logs a user in at the portal. */
    static String curl(String portal, String userId, String password) {
        return "curl -s %s/_matrix/client/v3/login -d '{\"type\": \"m.login.password\", \"identifier\": {\"type\": \"m.id.user\", \"user\": \"%s\"}, \"password\": \"%s\"}'"
                .formatted(portal, userId, password);
    }

    private String addresses() {
        StringBuilder lines = new StringBuilder();
        homeservers.forEach(homeserver -> lines.append("    ")
                .append(homeserver.serverName())
                .append(" at ")
                .append(homeserver.baseUrl())
                .append('\n'));
        return lines.toString();
    }
}
