// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import dev.waymark.servlet.contract.AsyncScenarios.Diary;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Homeservers that go back to the container, by an async dispatch, to answer. */
final class AsyncDispatchScenarios {

    private AsyncDispatchScenarios() {}

    private static boolean isDispatch(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ASYNC;
    }

    /** Containers tell of a restart at once, or when service has returned; before that it must not be completed. */
    private static final class RestartDiary extends Diary {

        private final CountDownLatch restarted;

        RestartDiary(Play play, CountDownLatch restarted) {
            super(play);
            this.restarted = restarted;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            super.onStartAsync(event);
            restarted.countDown();
        }
    }

    static List<Scenario> all() {
        return List.of(
                rewrittenPlay(
                        "dispatch: answer in it",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                            } else {
                                request.startAsync().dispatch();
                            }
                        })),
                rewrittenPlay(
                        "dispatch: with arguments",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                writer(response).write(LOGIN);
                            } else {
                                AsyncContext context = request.startAsync(request, response);
                                play.inThread(context::dispatch);
                            }
                        })),
                rewrittenPlay(
                        "dispatch: in another thread",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                            } else {
                                AsyncContext context = request.startAsync();
                                play.inThread(context::dispatch);
                            }
                        })),
                rewrittenPlay(
                        "dispatch: before service returns",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                            } else {
                                AsyncContext context = request.startAsync();
                                CountDownLatch dispatched = new CountDownLatch(1);
                                play.inThread(() -> {
                                    context.dispatch();
                                    dispatched.countDown();
                                });
                                Play.await(dispatched);
                            }
                        })),
                rewrittenPlay("dispatch: to another path", play -> {
                    play.login((request, response) -> {
                        AsyncContext context = request.startAsync();
                        play.inThread(() -> context.dispatch("/inner"));
                    });
                    play.at("/inner", (request, response) -> {
                        play.note("path", request.getServletPath());
                        play.note("from", request.getAttribute(AsyncContext.ASYNC_SERVLET_PATH));
                        json(response, LOGIN);
                    });
                }),
                rewrittenPlay("dispatch: to a path of a context", play -> {
                    play.login((request, response) ->
                            request.startAsync().dispatch(request.getServletContext(), "/inner"));
                    play.at("/inner", (request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay(
                        "dispatch: written before, in between and after",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN.substring(40));
                            } else {
                                json(response, LOGIN.substring(0, 20));
                                AsyncContext context = request.startAsync();
                                play.inThread(() -> {
                                    json(response, LOGIN.substring(20, 40));
                                    context.dispatch();
                                });
                            }
                        })),
                rewrittenPlay(
                        "dispatch: all written before",
                        play -> play.login((request, response) -> {
                            if (!isDispatch(request)) {
                                json(response, LOGIN);
                                request.startAsync().dispatch();
                            }
                        })),
                rewrittenPlay(
                        "dispatch: three times",
                        play -> play.login((request, response) -> {
                            Integer round = (Integer) request.getAttribute("round");
                            int next = round == null ? 1 : round + 1;
                            request.setAttribute("round", next);
                            if (next < 4) {
                                AsyncContext context = request.startAsync();
                                context.addListener(new Diary(play));
                                play.inThread(context::dispatch);
                            } else {
                                json(response, LOGIN);
                            }
                        })),
                rewrittenPlay("dispatch: restarted, then completed", play -> {
                    CountDownLatch restarted = new CountDownLatch(1);
                    play.login((request, response) -> {
                        AsyncContext context = request.startAsync();
                        if (isDispatch(request)) {
                            play.inThread(() -> {
                                json(response, LOGIN);
                                Play.await(restarted);
                                context.complete();
                            });
                        } else {
                            context.addListener(new RestartDiary(play, restarted));
                            play.inThread(context::dispatch);
                        }
                    });
                }),
                rewrittenPlay("dispatch: restarted with arguments", play -> {
                    CountDownLatch restarted = new CountDownLatch(1);
                    play.login((request, response) -> {
                        AsyncContext context = request.startAsync(request, response);
                        if (isDispatch(request)) {
                            play.inThread(() -> {
                                json((HttpServletResponse) context.getResponse(), LOGIN);
                                Play.await(restarted);
                                context.complete();
                            });
                        } else {
                            context.addListener(new RestartDiary(play, restarted));
                            play.inThread(context::dispatch);
                        }
                    });
                }),
                rewrittenPlay(
                        "dispatch: of a timeout",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                            } else {
                                AsyncContext context = request.startAsync();
                                context.setTimeout(50);
                                context.addListener(new Diary(play) {
                                    @Override
                                    public void onTimeout(AsyncEvent event) {
                                        event.getAsyncContext().dispatch();
                                    }
                                });
                            }
                        })),
                rewrittenPlay(
                        "dispatch: closed in it",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                                response.getOutputStream().close();
                            } else {
                                request.startAsync().dispatch();
                            }
                        })),
                rewrittenPlay(
                        "dispatch: flushed before",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN.substring(20));
                            } else {
                                json(response, LOGIN.substring(0, 20));
                                response.flushBuffer();
                                request.startAsync().dispatch();
                            }
                        })),
                rewrittenPlay("dispatch: to a servlet that forwards", play -> {
                    play.login((request, response) -> request.startAsync().dispatch("/inner"));
                    play.at("/inner", (request, response) -> {
                        json(response, "{junk");
                        request.getRequestDispatcher("/innermost").forward(request, response);
                    });
                    play.at("/innermost", (request, response) -> json(response, LOGIN));
                }),
                rewrittenPlay("dispatch: to another path, then without a path", play -> {
                    play.login((request, response) -> {
                        if (isDispatch(request)) {
                            play.note("dispatched to", request.getServletPath());
                            json(response, LOGIN);
                        } else {
                            request.startAsync().dispatch("/inner");
                        }
                    });
                    AtomicInteger calls = new AtomicInteger();
                    play.at("/inner", (request, response) -> {
                        if (calls.incrementAndGet() == 1) {
                            request.startAsync().dispatch();
                        } else {
                            play.note("dispatched to", request.getServletPath());
                            json(response, LOGIN);
                        }
                    });
                }),
                rewrittenPlay("dispatch: of a forward", play -> {
                    play.login((request, response) -> {
                        if (isDispatch(request)) {
                            json(response, LOGIN);
                        } else {
                            request.getRequestDispatcher("/inner").forward(request, response);
                        }
                    });
                    play.at("/inner", (request, response) -> {
                        if (isDispatch(request)) {
                            play.note("dispatched to", request.getServletPath());
                            json(response, LOGIN);
                        } else {
                            request.startAsync().dispatch();
                        }
                    });
                }),
                passedPlay(
                        "dispatch: exception in it",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                                throw new IllegalStateException("broken");
                            }
                            AsyncContext context = request.startAsync();
                            context.addListener(new Diary(play));
                            context.dispatch();
                        })),
                passedPlay(
                        "dispatch: sendError in it",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                json(response, LOGIN);
                                response.sendError(500);
                            } else {
                                request.startAsync().dispatch();
                            }
                        })),
                passedPlay(
                        "dispatch: an error in it",
                        play -> play.login((request, response) -> {
                            if (isDispatch(request)) {
                                response.setStatus(403);
                                json(response, LOGIN);
                            } else {
                                request.startAsync().dispatch();
                            }
                        })),
                passedPlay("dispatch: from elsewhere to the login", play -> {
                            play.at(
                                    "/_matrix/client/v3/sso",
                                    (request, response) -> request.startAsync().dispatch(Scenario.LOGIN_PATH));
                            play.login((request, response) -> response.sendError(404));
                        })
                        .path("/_matrix/client/v3/sso"));
    }
}
