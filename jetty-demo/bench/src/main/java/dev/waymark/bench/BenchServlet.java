// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A homeserver that has nothing to do: its logins succeed at once, its other answers are ready. */
final class BenchServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** A small answer, and a large one that is streamed. */
    static final String SMALL = "/_matrix/client/versions";

    static final String LARGE = "/_matrix/media/v3/download/bench.example/large";
    static final String LOGIN = "/_matrix/client/v3/login";

    static final int LARGE_SIZE = 10 << 20;

    private static final int CHUNK = 8 << 10;
    private static final byte[] VERSIONS = "{\"versions\":[\"v1.1\",\"v1.2\",\"v1.3\",\"v1.4\",\"v1.5\",\"v1.6\"]}"
            .getBytes(StandardCharsets.US_ASCII);

    private final transient byte[][] logins;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Answers logins of the users that there are rules for.
     *
     * @param size of a login's answer, in bytes
     */
    BenchServlet(int rules, int size) {
        int[] users = Samples.users(rules);
        logins = new byte[users.length][];
        for (int i = 0; i < users.length; i++) {
            logins[i] = Samples.response(users[i], size);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        json(response, logins[Math.floorMod(next.getAndIncrement(), logins.length)]);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(LARGE)) {
            response.setContentType("application/octet-stream");
            ServletOutputStream out = response.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int sent = 0; sent < LARGE_SIZE; sent += CHUNK) {
                out.write(chunk);
            }
        } else {
            json(response, VERSIONS);
        }
    }

    private static void json(HttpServletResponse response, byte[] body) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
