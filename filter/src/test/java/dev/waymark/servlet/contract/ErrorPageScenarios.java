// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Homeservers with error pages of their own. What these answer is no login response, whatever it looks like. */
final class ErrorPageScenarios {

    private static final String ERROR = "{\"errcode\":\"M_FORBIDDEN\"}";

    private static final int[] STATUSES = {403, 500, 503};

    /** What an error page may answer. */
    private static final List<Named<Action>> PAGES = List.of(
            Named.of("JSON", (request, response) -> json(response, ERROR)),
            Named.of("JSON by a writer", (request, response) -> {
                writer(response).println(ERROR);
                response.getWriter().flush();
            }),
            Named.of("a login", (request, response) -> json(response, LOGIN)),
            Named.of("a login with 200", (request, response) -> {
                response.setStatus(200);
                response.setHeader("ETag", "\"page\"");
                json(response, LOGIN);
            }),
            Named.of("a login with 200 after a resetBuffer", (request, response) -> {
                response.resetBuffer();
                response.setStatus(200);
                json(response, LOGIN);
            }),
            Named.of("a login with 200 that is flushed and closed", (request, response) -> {
                response.setStatus(200);
                writer(response).write(LOGIN);
                response.flushBuffer();
                response.getWriter().close();
            }),
            Named.of("nothing", (request, response) -> {}));

    private ErrorPageScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Named<Action> page : PAGES) {
            Stream.of(errors(), exceptions(), async())
                    .flatMap(List::stream)
                    .map(failure -> on("error page of " + page.getName() + ": " + failure.getName(), page, failure))
                    .forEach(all::add);
        }
        all.addAll(others());
        return all;
    }

    private static Scenario on(String name, Named<Action> page, Named<Action> failure) {
        return passedPlay(name, play -> {
            for (int status : STATUSES) {
                play.errorPage(status, "/error/" + status, (request, response) -> {
                    play.note("page", request.getDispatcherType());
                    play.note("status", request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
                    page.getPayload().run(request, response);
                });
            }
            play.login(failure.getPayload());
        });
    }

    private static List<Named<Action>> errors() {
        return List.of(
                Named.of("sendError", (request, response) -> response.sendError(403, "no")),
                Named.of("sendError after writing", (request, response) -> {
                    response.setHeader("ETag", "\"1\"");
                    json(response, LOGIN);
                    response.sendError(403);
                }),
                Named.of("sendError after no JSON", (request, response) -> {
                    json(response, "junk");
                    response.sendError(403);
                }),
                Named.of("sendError after a writer", (request, response) -> {
                    writer(response).println(LOGIN);
                    response.sendError(403);
                }),
                Named.of("sendError with a length", (request, response) -> {
                    response.setContentLength(LOGIN.length() + 10);
                    json(response, LOGIN);
                    response.sendError(500);
                }),
                Named.of("sendError after a flush", (request, response) -> {
                    json(response, LOGIN);
                    response.flushBuffer();
                    response.sendError(403);
                }),
                Named.of("setStatus only", (request, response) -> {
                    response.setStatus(403);
                    json(response, LOGIN);
                }));
    }

    private static List<Named<Action>> exceptions() {
        return List.of(
                Named.of("exception", (request, response) -> {
                    throw new ServletException("broken");
                }),
                Named.of("exception after writing", (request, response) -> {
                    response.setHeader("X-Before", "yes");
                    json(response, LOGIN);
                    throw new IllegalStateException("broken");
                }),
                Named.of("exception after a writer", (request, response) -> {
                    writer(response).write(LOGIN);
                    throw new IllegalStateException("broken");
                }),
                Named.of("exception after a flush", (request, response) -> {
                    json(response, LOGIN);
                    response.flushBuffer();
                    throw new IllegalStateException("broken");
                }));
    }

    private static List<Named<Action>> async() {
        return List.of(
                Named.of("timeout", (request, response) -> request.startAsync().setTimeout(50)),
                Named.of("timeout after writing", (request, response) -> {
                    request.startAsync().setTimeout(50);
                    json(response, LOGIN);
                }),
                Named.of("sendError after async was started", (request, response) -> {
                    AsyncContext context = request.startAsync();
                    json(response, LOGIN);
                    response.sendError(403);
                    context.complete();
                }),
                Named.of("exception in a dispatch", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.ASYNC) {
                        json(response, LOGIN);
                        throw new IllegalStateException("broken");
                    }
                    request.startAsync().dispatch();
                }),
                Named.of("sendError in a dispatch", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.ASYNC) {
                        json(response, LOGIN);
                        response.sendError(503);
                    } else {
                        request.startAsync().dispatch();
                    }
                }));
    }

    private static List<Scenario> others() {
        return List.of(
                passedPlay("error page: that fails", play -> {
                    play.errorPage(403, "/error", (request, response) -> {
                        json(response, LOGIN);
                        throw new IllegalStateException("broken");
                    });
                    play.login((request, response) -> response.sendError(403));
                }),
                passedPlay("error page: that sends another error", play -> {
                    play.errorPage(403, "/error", (request, response) -> response.sendError(404));
                    play.login((request, response) -> {
                        json(response, LOGIN);
                        response.sendError(403);
                    });
                }),
                passedPlay("error page: that forwards", play -> {
                    play.errorPage(
                            403,
                            "/error",
                            (request, response) ->
                                    request.getRequestDispatcher("/page").forward(request, response));
                    play.at("/page", (request, response) -> {
                        response.setStatus(200);
                        json(response, LOGIN);
                    });
                    play.login((request, response) -> response.sendError(403));
                }),
                passedPlay("error page: of a forward", play -> {
                    play.errorPage(403, "/error", (request, response) -> json(response, ERROR));
                    play.login((request, response) ->
                            request.getRequestDispatcher("/inner").forward(request, response));
                    play.at("/inner", (request, response) -> {
                        json(response, LOGIN);
                        response.sendError(403);
                    });
                }),
                passedPlay("error page: of a path that is no login", play -> {
                            play.errorPage(404, "/error", (request, response) -> {
                                response.setStatus(200);
                                json(response, LOGIN);
                            });
                            play.at("/other", (request, response) -> response.sendError(404));
                        })
                        .path("/other"));
    }
}
