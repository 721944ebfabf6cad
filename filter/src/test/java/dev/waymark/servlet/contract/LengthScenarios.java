// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;

/** Homeservers that say how long their response is, rightly or not. */
final class LengthScenarios {

    private static final int LENGTH = LOGIN.length();

    private LengthScenarios() {}

    /** A way to set the length. */
    @FunctionalInterface
    private interface Setter {
        void set(HttpServletResponse response, int length);
    }

    private static final List<Named<Setter>> SETTERS = List.of(
            Named.of("setContentLength", (response, length) -> response.setContentLength(length)),
            Named.of("setContentLengthLong", (response, length) -> response.setContentLengthLong(length)),
            Named.of("setHeader", (response, length) -> response.setHeader("Content-Length", "" + length)),
            Named.of("addHeader", (response, length) -> response.addHeader("CONTENT-LENGTH", "" + length)),
            Named.of("setIntHeader", (response, length) -> response.setIntHeader("content-length", length)),
            Named.of("addIntHeader", (response, length) -> response.addIntHeader("Content-length", length)));

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Named<Setter> named : SETTERS) {
            Setter setter = named.getPayload();
            all.add(rewrittenPlay(
                    "length by " + named.getName(),
                    play -> play.login((request, response) -> {
                        setter.set(response, LENGTH);
                        play.note("length", response.getHeader("content-length"));
                        json(response, LOGIN);
                    })));
            all.add(rewritten("length for a writer by " + named.getName(), (request, response) -> {
                setter.set(response, LENGTH);
                WriterScenarios.writer(response).write(LOGIN);
            }));
            all.add(passed("too long by " + named.getName(), (request, response) -> {
                        setter.set(response, LENGTH + 10);
                        json(response, LOGIN);
                    })
                    .shortened());
            all.add(passed("too short by " + named.getName(), (request, response) -> {
                setter.set(response, LENGTH - 10);
                json(response, LOGIN);
            }));
        }
        all.addAll(others());
        return all;
    }

    private static List<Scenario> others() {
        return List.of(
                rewritten("length after writing", (request, response) -> {
                    json(response, LOGIN);
                    response.setContentLength(LENGTH);
                }),
                passed("too long for a writer", (request, response) -> {
                            response.setContentLength(LENGTH + 10);
                            WriterScenarios.writer(response).write(LOGIN);
                        })
                        .shortened(),
                passed("too short for a writer", (request, response) -> {
                    response.setContentLength(LENGTH - 10);
                    WriterScenarios.writer(response).write(LOGIN);
                }),
                passed("too short after writing", (request, response) -> {
                    json(response, LOGIN);
                    response.setContentLength(LENGTH - 10);
                }),
                passed("too short in two writes", (request, response) -> {
                    response.setContentLength(LENGTH - 10);
                    json(response, LOGIN.substring(0, 20));
                    json(response, LOGIN.substring(20));
                }),
                rewritten("length set twice", (request, response) -> {
                    response.setContentLength(7);
                    response.setContentLength(LENGTH);
                    json(response, LOGIN);
                }),
                rewritten("length unset by -1", (request, response) -> {
                    response.setContentLength(7);
                    response.setContentLengthLong(-1);
                    json(response, LOGIN);
                }),
                rewritten("length unset by null", (request, response) -> {
                    response.setContentLength(7);
                    response.setHeader("Content-Length", null);
                    json(response, LOGIN);
                }),
                rewritten("no number for a length", (request, response) -> {
                            response.setHeader("Content-Length", "many");
                            json(response, LOGIN);
                        })
                        .orPassed(),
                rewrittenPlay(
                        "headers after the length is written",
                        play -> play.login((request, response) -> {
                            response.setContentLength(LENGTH);
                            json(response, LOGIN);
                            play.note("committed", response.isCommitted());
                            response.setHeader("X-Late", "yes");
                            response.setStatus(401);
                        })),
                rewrittenPlay(
                        "headers after a writer wrote the length",
                        play -> play.login((request, response) -> {
                            response.setContentLength(LENGTH);
                            WriterScenarios.writer(response).write(LOGIN);
                            play.note("committed", response.isCommitted());
                            response.setHeader("X-Late", "yes");
                            response.setStatus(401);
                        })),
                rewrittenPlay(
                        "more after the length is written",
                        play -> play.login((request, response) -> {
                            response.setContentLength(LENGTH);
                            json(response, LOGIN);
                            play.noteEnd(
                                    "write", () -> response.getOutputStream().write('x'));
                        })),
                rewritten("length with line ends", (request, response) -> {
                    response.setContentLength(
                            LENGTH + 2 * System.lineSeparator().length());
                    response.setContentType("application/json");
                    response.getWriter().println(LOGIN.substring(0, 1));
                    response.getWriter().println(LOGIN.substring(1));
                }),
                rewritten("length and chunked", (request, response) -> {
                    response.setContentLength(LENGTH);
                    json(response, LOGIN.substring(0, 20));
                    response.flushBuffer();
                    json(response, LOGIN.substring(20));
                }),
                passed("length 0", (request, response) -> {
                    response.setContentLength(0);
                    response.setContentType("application/json");
                }),
                rewrittenPlay(
                                "headers after more than the buffer",
                                play -> play.login((request, response) -> {
                                    response.setContentType("application/json");
                                    StreamScenarios.inPieces(
                                            response.getOutputStream(),
                                            StreamScenarios.bytes(StreamScenarios.login(50_000)),
                                            1000);
                                    play.note("committed", response.isCommitted());
                                    response.setHeader("X-Late", "yes");
                                }))
                        .chunksShift(),
                rewrittenPlay(
                                "headers after more than a writer's buffer",
                                play -> play.login((request, response) -> {
                                    WriterScenarios.writer(response).write(StreamScenarios.login(50_000));
                                    play.note("committed", response.isCommitted());
                                    response.setHeader("X-Late", "yes");
                                }))
                        .chunksShift(),
                rewrittenPlay(
                        "headers after one large write",
                        play -> play.login((request, response) -> {
                            json(response, StreamScenarios.login(10_000));
                            play.note("committed", response.isCommitted());
                            response.setHeader("X-Late", "yes");
                        })));
    }
}
