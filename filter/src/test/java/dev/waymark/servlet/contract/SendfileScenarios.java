// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A homeserver that has Tomcat send a file, past every response; where there is no such thing it writes the same. */
final class SendfileScenarios {

    private static final String SENDFILE = "org.apache.tomcat.sendfile.";

    private SendfileScenarios() {}

    static List<Scenario> all() {
        return List.of(
                sendfile("sendfile: a login", LOGIN, 200),
                sendfile("sendfile: a large login", StreamScenarios.login(60_000), 200),
                sendfile("sendfile: an error", "{\"errcode\":\"M_FORBIDDEN\"}", 403));
    }

    private static Scenario sendfile(String name, String body, int status) {
        return Scenario.rewrittenPlay(name, play -> {
                    Path file = file(body);
                    play.onEnd(() -> delete(file));
                    play.login((request, response) -> {
                        response.setStatus(status);
                        if (Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))) {
                            response.setContentType("application/json");
                            response.setContentLengthLong(body.length());
                            send(request, file, body.length());
                        } else {
                            json(response, body);
                        }
                    });
                })
                .orPassed();
    }

    private static void send(HttpServletRequest request, Path file, long length) {
        request.setAttribute(SENDFILE + "filename", file.toString());
        request.setAttribute(SENDFILE + "start", 0L);
        request.setAttribute(SENDFILE + "end", length);
    }

    private static Path file(String body) {
        try {
            return Files.write(Files.createTempFile("login", ".json"), bytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
