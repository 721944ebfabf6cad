// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.StreamScenarios.login;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.AsyncContext;
import java.util.List;
import java.util.function.Consumer;

/** Homeservers whose responses the container compresses, outside of all filters. */
final class CompressionScenarios {

    private CompressionScenarios() {}

    private static Consumer<Play> compressed(Action login) {
        return play -> {
            play.compress();
            play.login(login);
        };
    }

    private static Scenario rewritten(String name, Action login) {
        return accepting(rewrittenPlay("compressed: " + name, compressed(login)))
                .gzip();
    }

    private static Scenario passed(String name, Action login) {
        return accepting(passedPlay("compressed: " + name, compressed(login)));
    }

    private static Scenario accepting(Scenario scenario) {
        return scenario.header("Accept-Encoding: gzip");
    }

    static List<Scenario> all() {
        byte[] zipped = BodyScenarios.gzip(bytes(LOGIN));
        return List.of(
                rewritten("one write", (request, response) -> json(response, LOGIN)),
                rewritten("writer", (request, response) -> writer(response).write(LOGIN)),
                rewritten("with a length", (request, response) -> {
                    response.setContentLength(LOGIN.length());
                    json(response, LOGIN);
                }),
                rewritten("flushed in the middle", (request, response) -> {
                    json(response, LOGIN.substring(0, 20));
                    response.flushBuffer();
                    json(response, LOGIN.substring(20));
                }),
                rewritten("flushed at the start", (request, response) -> {
                    response.setContentType("application/json");
                    response.flushBuffer();
                    response.getWriter().write(LOGIN);
                }),
                rewritten("closed", (request, response) -> {
                    writer(response).write(LOGIN);
                    response.getWriter().close();
                }),
                rewritten("50 kB in pieces", (request, response) -> {
                    response.setContentType("application/json");
                    StreamScenarios.inPieces(response.getOutputStream(), bytes(login(50_000)), 1000);
                }),
                rewritten("async", (request, response) -> {
                    AsyncContext context = request.startAsync();
                    context.start(() -> {
                        try {
                            json(response, LOGIN);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        context.complete();
                    });
                }),
                rewritten("weak ETag", (request, response) -> {
                    response.setContentType("application/json");
                    response.setHeader("ETag", "W/\"1\"");
                    json(response, LOGIN);
                }),
                rewritten("digest", (request, response) -> {
                    response.setContentType("application/json");
                    response.setHeader("Content-Digest", "sha-256=:AAAA:");
                    response.setHeader("Content-MD5", "AAAA");
                    json(response, LOGIN);
                }),
                rewritten("by the homeserver itself", (request, response) -> {
                    response.setContentType("application/json");
                    response.setHeader("Content-Encoding", "gzip");
                    response.getOutputStream().write(zipped);
                }),
                rewritten("by the homeserver itself, with a length", (request, response) -> {
                    response.setContentType("application/json");
                    response.setHeader("Content-Encoding", "gzip");
                    response.setContentLength(zipped.length);
                    response.getOutputStream().write(zipped);
                }),
                passed("an error", (request, response) -> {
                    response.setStatus(403);
                    response.setHeader("ETag", "W/\"1\"");
                    json(response, "{\"errcode\":\"M_FORBIDDEN\"}");
                }),
                passed("an ETag of what is no login", (request, response) -> {
                    response.setContentType("application/json");
                    response.setHeader("ETag", "W/\"1\"");
                    json(response, "{\"flows\":[]}");
                }),
                passed("sendError", (request, response) -> response.sendError(403)),
                passed("more than is held", (request, response) -> json(response, login(500)))
                        .options("\"max_body\": 300,"),
                rewrittenPlay(
                        "compressed: not for this client", compressed((request, response) -> json(response, LOGIN))));
    }
}
