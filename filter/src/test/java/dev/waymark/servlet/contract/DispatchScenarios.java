// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Homeservers that forward and include. */
final class DispatchScenarios {

    private static final String INNER = "/inner";

    private DispatchScenarios() {}

    private static void forward(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher(INNER).forward(request, response);
    }

    private static void include(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher(INNER).include(request, response);
    }

    private static Consumer<Play> play(Action login, Action inner) {
        return play -> {
            play.login(login);
            play.at(INNER, inner);
        };
    }

    /** What is written to a response. */
    @FunctionalInterface
    private interface Writing {
        void to(HttpServletResponse response) throws IOException;
    }

    /** What was written before a forward is taken back by it. */
    private static Scenario afterWriting(String name, Writing before, Action answer) {
        Action login = (request, response) -> {
            before.to(response);
            forward(request, response);
        };
        return rewrittenPlay("forward after " + name, play(login, answer));
    }

    private static void byStream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        json(response, LOGIN);
    }

    private static void byWriter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer(response).write(LOGIN);
    }

    static List<Scenario> all() {
        return List.of(
                rewrittenPlay(
                        "forward to a stream",
                        play(DispatchScenarios::forward, (request, response) -> json(response, LOGIN))),
                rewrittenPlay(
                        "forward to a writer",
                        play(
                                DispatchScenarios::forward,
                                (request, response) -> writer(response).write(LOGIN))),
                rewrittenPlay("forward, then more", play -> {
                    play.login((request, response) -> {
                        forward(request, response);
                        play.note("committed", response.isCommitted());
                        response.setHeader("X-Late", "yes");
                        play.noteEnd("write", () -> response.getOutputStream().write('x'));
                    });
                    play.at(INNER, (request, response) -> json(response, LOGIN));
                }),
                afterWriting("no JSON was written", response -> json(response, "junk"), DispatchScenarios::byStream),
                afterWriting(
                        "a writer wrote no JSON",
                        response -> writer(response).println("junk"),
                        DispatchScenarios::byWriter),
                afterWriting(
                        "a stream was written to",
                        response -> {
                            response.setHeader("X-Before", "yes");
                            json(response, "{junk");
                        },
                        DispatchScenarios::byStream),
                afterWriting(
                        "a writer was written to",
                        response -> writer(response).println("{junk"),
                        DispatchScenarios::byWriter),
                rewrittenPlay("forward after a flush", play -> {
                            play.login((request, response) -> {
                                json(response, LOGIN);
                                response.flushBuffer();
                                play.noteEnd("forward", () -> forward(request, response));
                            });
                            play.at(INNER, (request, response) -> json(response, LOGIN));
                        })
                        .orPassed(),
                rewrittenPlay(
                        "forward by the context",
                        play(
                                (request, response) -> {
                                    json(response, "{junk");
                                    request.getServletContext()
                                            .getRequestDispatcher(INNER)
                                            .forward(request, response);
                                },
                                (request, response) -> json(response, LOGIN))),
                rewrittenPlay("forward by a servlet's name", play -> {
                    play.login((request, response) -> {
                        json(response, "{junk");
                        request.getServletContext()
                                .getNamedDispatcher("servlet 1")
                                .forward(request, response);
                    });
                    play.at(INNER, (request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay("forward twice", play -> {
                    play.login(DispatchScenarios::forward);
                    play.at(INNER, (request, response) -> {
                        json(response, "{junk");
                        request.getRequestDispatcher("/innermost").forward(request, response);
                    });
                    play.at("/innermost", (request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay(
                        "forward of a wrapped response",
                        play(
                                (request, response) -> forward(request, new HttpServletResponseWrapper(response)),
                                (request, response) -> json(response, LOGIN))),
                passedPlay(
                        "forward to an error",
                        play(DispatchScenarios::forward, (request, response) -> response.sendError(404))),
                passedPlay("forward to an exception", play(DispatchScenarios::forward, (request, response) -> {
                    json(response, LOGIN);
                    throw new IllegalStateException("broken");
                })),
                rewrittenPlay("forward from a login to another login", play -> {
                    play.login((request, response) -> request.getRequestDispatcher("/_matrix/client/r0/login")
                            .forward(request, response));
                    play.at("/_matrix/client/r0/login", (request, response) -> json(response, LOGIN));
                }),
                passedPlay("forward from elsewhere to the login", play -> {
                            play.at(
                                    "/_matrix/client/v3/sso",
                                    (request, response) -> request.getRequestDispatcher(Scenario.LOGIN_PATH)
                                            .forward(request, response));
                            play.login((request, response) -> json(response, LOGIN));
                        })
                        .path("/_matrix/client/v3/sso"),
                rewrittenPlay(
                        "include of a stream",
                        play(
                                (request, response) -> {
                                    json(response, LOGIN.substring(0, 20));
                                    include(request, response);
                                    json(response, LOGIN.substring(40));
                                },
                                (request, response) -> {
                                    response.setHeader("X-Ignored", "yes");
                                    response.setStatus(500);
                                    json(response, LOGIN.substring(20, 40));
                                })),
                rewrittenPlay(
                        "include of a writer",
                        play(
                                (request, response) -> {
                                    writer(response).write(LOGIN.substring(0, 20));
                                    include(request, response);
                                    writer(response).write(LOGIN.substring(40));
                                },
                                (request, response) -> writer(response).write(LOGIN.substring(20, 40)))),
                rewrittenPlay(
                                "include that closes its stream",
                                play(
                                        (request, response) -> {
                                            json(response, LOGIN.substring(0, 20));
                                            include(request, response);
                                            json(response, LOGIN.substring(40));
                                        },
                                        (request, response) -> {
                                            json(response, LOGIN.substring(20, 40));
                                            response.getOutputStream().close();
                                        }))
                        .orPassed(),
                rewrittenPlay(
                        "include that closes its writer", play(DispatchScenarios::include, (request, response) -> {
                            writer(response).write(LOGIN);
                            response.getWriter().close();
                        })),
                rewrittenPlay(
                        "include that flushes",
                        play(
                                (request, response) -> {
                                    json(response, LOGIN.substring(0, 20));
                                    include(request, response);
                                    json(response, LOGIN.substring(40));
                                },
                                (request, response) -> {
                                    json(response, LOGIN.substring(20, 40));
                                    response.flushBuffer();
                                })),
                rewrittenPlay(
                        "include of all",
                        play(DispatchScenarios::include, (request, response) -> json(response, LOGIN))),
                rewrittenPlay(
                        "include of a writer in a stream",
                        play(
                                (request, response) -> {
                                    json(response, LOGIN.substring(0, 20));
                                    include(request, response);
                                    json(response, LOGIN.substring(40));
                                },
                                (request, response) -> response.getWriter().write(LOGIN.substring(20, 40)))));
    }
}
