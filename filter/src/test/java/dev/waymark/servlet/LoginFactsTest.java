// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins that are decided by something else than their user, on a Jetty with a homeserver that reads what it is sent. */
@Timeout(60)
class LoginFactsTest {

    private static final String BY_USER =
            "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\"},\"device_id\":\"XYZ\"}";

    private static final String BY_EMAIL =
            "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.thirdparty\","
                    + "\"medium\":\"email\",\"address\":\"Ada.Lovelace@AC.example\"},\"password\":\"secret\"}";

    private static final String BY_PHONE = "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.phone\","
            + "\"country\":\"GB\",\"phone\":\"+44 7700 900123\"},\"password\":\"secret\"}";

    /** A filter in front of Waymark. */
    @FunctionalInterface
    private interface InFront {
        HttpServletRequest wrap(HttpServletRequest request);
    }

    private boolean isDirected(String conditions, String body, String... headers) throws Exception {
        return isDirected(conditions, request -> request, body, headers);
    }

    private boolean isDirected(String conditions, InFront inFront, String body, String... headers) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(
                new FilterHolder((request, response, chain) ->
                        chain.doFilter(inFront.wrap((HttpServletRequest) request), response)),
                "/*",
                EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(
                new FilterHolder(new LoginRedirectFilter(RuleSource.text("rules", rules(conditions)))),
                "/*",
                EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Homeserver()), "/_matrix/client/v3/login");
        server.setHandler(context);
        server.start();
        try {
            String answer = exchange(connector.getLocalPort(), body, headers);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("access_token", "X-Read: " + body.length());
            return answer.contains("https://hist.example");
        } finally {
            server.stop();
        }
    }

    private static String rules(String conditions) {
        return "{\"targets\": {\"hist\": {\"base_cs_url\": \"https://hist.example\"}}, \"rules\": [{" + conditions
                + ", \"target\": \"hist\"}]}";
    }

    private static String exchange(int port, String body, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(("POST /_matrix/client/v3/login HTTP/1.1\r\nHost: Matrix.AC.example:8448\r\n" + lines
                                    + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Homeserver extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            response.setIntHeader("X-Read", body.length);
            response.setContentType("application/json");
            response.getOutputStream()
                    .print("{\"user_id\":\"@ada:ac.example\",\"access_token\":\"t\",\"device_id\":\"ABC\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"address\": \"*@ac.example\"                                | true",
                "\"address\": \"ada.lovelace@ac.example\"                     | true",
                "\"address\": \"Ada.Lovelace@AC.example\"                     | false",
                "\"address\": \"*@eng.example\"                               | false",
                "\"medium\": \"email\"                                        | true",
                "\"medium\": \"msisdn\"                                       | false",
                "\"identifier\": \"Ada.Lovelace@AC.example\"                  | true",
                "\"identifier\": \"ada.lovelace@ac.example\"                  | false",
                "\"login_type\": \"m.login.*\", \"user_id\": \"@ada:ac.example\" | true",
                "\"login_type\": \"m.login.token\"                            | false",
                "\"not\": {\"login_type\": \"m.login.token\"}                 | true",
            })
    void emailLogin_isDecided_byTheRequest(String conditions, boolean directed) throws Exception {
        assertThat(isDirected(conditions, BY_EMAIL)).isEqualTo(directed);
    }

    @Test
    void phoneLogin_isDecided_byTheNumber() throws Exception {
        assertThat(isDirected("\"medium\": \"msisdn\", \"address\": \"44*\"", BY_PHONE))
                .isTrue();
        assertThat(isDirected("\"address\": \"*\"", BY_PHONE.replace("+44 7", "07")))
                .isFalse();
    }

    @Test
    void userLogin_hasNoAddress() throws Exception {
        assertThat(isDirected("\"identifier\": \"ada\"", BY_USER)).isTrue();
        assertThat(isDirected("\"address\": \"*\"", BY_USER)).isFalse();
        assertThat(isDirected("\"medium\": \"*\"", BY_USER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"65536, true", "65537, false", "2000000, false"})
    void largeLogin_isDecidedByItsRequest_upTo64KiB(int size, boolean directed) throws Exception {
        String body = BY_USER.replace("XYZ", "X".repeat(size - BY_USER.length() + 3));

        assertThat(body).hasSize(size);
        assertThat(isDirected("\"identifier\": \"ada\"", body)).isEqualTo(directed);
        assertThat(isDirected("\"user_id\": \"@ada:ac.example\"", body)).isTrue();
    }

    @Test
    void login_isDecided_byTheDeviceOfTheResponse() throws Exception {
        assertThat(isDirected("\"device_id\": \"ABC\"", BY_USER)).isTrue();
        assertThat(isDirected("\"device_id\": \"XYZ\"", BY_USER)).isFalse();
        assertThat(isDirected("\"device_id\": \"XYZ\", \"identifier\": \"ada\"", BY_USER))
                .isFalse();
    }

    @Test
    void login_isDecided_byTheClientsAddress() throws Exception {
        assertThat(isDirected("\"client_ip\": \"127.0.0.0/8\"", BY_USER)).isTrue();
        assertThat(isDirected("\"client_ip\": \"10.0.0.0/8\"", BY_USER, "X-Forwarded-For: 10.1.2.3"))
                .isFalse();
    }

    @Test
    void login_isDecided_byTheAddressThatAFilterInFrontSays() throws Exception {
        for (String address : new String[] {"2001:db8::7", "[2001:db8::7]", "2001:DB8:0::7%eth0"}) {
            assertThat(isDirected("\"client_ip\": \"2001:db8::/32\"", request -> from(request, address), BY_USER))
                    .as(address)
                    .isTrue();
        }
        assertThat(isDirected("\"client_ip\": \"0.0.0.0/0\"", request -> from(request, null), BY_USER))
                .isFalse();
    }

    private static HttpServletRequest from(HttpServletRequest request, @Nullable String address) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public @Nullable String getRemoteAddr() {
                return address;
            }
        };
    }

    @Test
    void login_isDecided_byTheHost() throws Exception {
        assertThat(isDirected("\"host\": \"matrix.ac.example\"", BY_USER)).isTrue();
        assertThat(isDirected("\"host\": \"matrix.eng.example\"", BY_USER)).isFalse();
    }

    @Test
    void login_isDecided_byAHeader() throws Exception {
        String conditions = "\"header\": {\"X-ORG\": \"ac*\"}";

        assertThat(isDirected(conditions, BY_USER, "x-org: ac.example")).isTrue();
        assertThat(isDirected(conditions, BY_USER, "X-Org: eng", "X-Org: academy"))
                .isTrue();
        assertThat(isDirected(conditions, BY_USER, "X-Org: eng")).isFalse();
        assertThat(isDirected(conditions, BY_USER)).isFalse();
    }
}
