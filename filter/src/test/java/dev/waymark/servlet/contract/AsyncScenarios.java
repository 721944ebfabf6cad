// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Homeservers that answer after {@code service} has returned, or in another thread, and complete. */
final class AsyncScenarios {

    private AsyncScenarios() {}

    /** A listener that writes down what it is told, and starts again with every cycle. */
    static class Diary implements AsyncListener {

        private final Play play;

        Diary(Play play) {
            this.play = play;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            note("complete", event);
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            note("timeout", event);
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            note("error " + event.getThrowable(), event);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            note("start", event);
            event.getAsyncContext().addListener(this);
        }

        private void note(String what, AsyncEvent event) {
            play.note(what, event.getSuppliedRequest() != null && event.getSuppliedResponse() != null);
        }
    }

    private static void finish(AsyncContext context) throws IOException {
        json((HttpServletResponse) context.getResponse(), LOGIN);
        context.complete();
    }

    static List<Scenario> all() {
        return List.of(
                rewrittenPlay(
                        "async: complete in service",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.note("original", context.hasOriginalRequestAndResponse());
                            play.note("started", request.isAsyncStarted());
                            finish(context);
                        })),
                rewrittenPlay(
                        "async: complete in another thread",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> finish(context));
                        })),
                rewrittenPlay(
                        "async: complete in another thread, with arguments",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync(request, response);
                            play.inThread(() -> finish(context));
                        })),
                rewrittenPlay(
                        "async: complete before service returns",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            CountDownLatch completed = new CountDownLatch(1);
                            play.inThread(() -> {
                                finish(context);
                                completed.countDown();
                            });
                            Play.await(completed);
                        })),
                rewrittenPlay(
                        "async: complete in a thread of the container",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.start(() -> {
                                try {
                                    finish(context);
                                } catch (IOException e) {
                                    play.note("failed", e);
                                }
                            });
                        })),
                rewrittenPlay(
                        "async: the response of service rather than of the context",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                writer(response).write(LOGIN);
                                context.complete();
                            });
                        })),
                rewrittenPlay(
                        "async: written by service, completed elsewhere",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            writer(response).write(LOGIN);
                            play.inThread(context::complete);
                        })),
                rewrittenPlay(
                        "async: wrapped request and response",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync(
                                    new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response));
                            play.note("original", context.hasOriginalRequestAndResponse());
                            play.inThread(() -> finish(context));
                        })),
                rewrittenPlay(
                        "async: the request's context",
                        play -> play.login((request, response) -> {
                            request.startAsync();
                            play.inThread(() -> finish(request.getAsyncContext()));
                        })),
                rewrittenPlay(
                        "async: closed, then completed",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json(response, LOGIN);
                                response.getOutputStream().close();
                                context.complete();
                            });
                        })),
                rewrittenPlay(
                        "async: flushed in pieces",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json(response, LOGIN.substring(0, 20));
                                response.flushBuffer();
                                json(response, LOGIN.substring(20));
                                response.flushBuffer();
                                context.complete();
                            });
                        })),
                rewrittenPlay(
                        "async: written before and after",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN.substring(0, 20));
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json(response, LOGIN.substring(20));
                                context.complete();
                            });
                        })),
                rewrittenPlay(
                        "async: listener",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.addListener(new Diary(play), request, response);
                            play.inThread(() -> finish(context));
                        })),
                rewrittenPlay(
                        "async: listener of the container's making",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.setTimeout(60_000);
                            play.note("timeout", context.getTimeout());
                            context.addListener(context.createListener(Mute.class));
                            play.inThread(() -> finish(context));
                        })),
                rewrittenPlay(
                        "async: completed twice",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            finish(context);
                            play.noteEnd("again", context::complete);
                        })),
                rewrittenPlay(
                        "async: started twice",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.noteEnd("again", request::startAsync);
                            finish(context);
                        })),
                passedPlay(
                        "async: context without async",
                        play -> play.login(
                                (request, response) -> play.noteEnd("getAsyncContext", request::getAsyncContext))),
                rewrittenPlay(
                        "async: timeout that answers and completes",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.setTimeout(50);
                            context.addListener(new Diary(play) {
                                @Override
                                public void onTimeout(AsyncEvent event) throws IOException {
                                    super.onTimeout(event);
                                    finish(event.getAsyncContext());
                                }
                            });
                        })),
                rewrittenPlay(
                        "async: timeout that completes what was written",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.setTimeout(50);
                            json(response, LOGIN);
                            context.addListener(new Diary(play) {
                                @Override
                                public void onTimeout(AsyncEvent event) {
                                    event.getAsyncContext().complete();
                                }
                            });
                        })),
                passedPlay(
                        "async: timeout that nobody answers",
                        play -> play.login(
                                (request, response) -> request.startAsync().setTimeout(50))),
                passedPlay(
                        "async: timeout after writing",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.setTimeout(50);
                            json(response, LOGIN);
                        })),
                passedPlay("async: timeout after a flush", play -> {
                    play.mayNotEnd();
                    play.login((request, response) -> {
                        AsyncContext context = request.startAsync();
                        context.setTimeout(50);
                        json(response, LOGIN.substring(0, 20));
                        response.flushBuffer();
                    });
                }),
                passedPlay(
                        "async: timeout that sends an error",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.setTimeout(50);
                            context.addListener(new Diary(play) {
                                @Override
                                public void onTimeout(AsyncEvent event) throws IOException {
                                    ((HttpServletResponse)
                                                    event.getAsyncContext().getResponse())
                                            .sendError(504);
                                    event.getAsyncContext().complete();
                                }
                            });
                        })),
                passedPlay(
                        "async: sendError in another thread",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json(response, LOGIN);
                                response.sendError(502);
                                completeUnlessDone(context);
                            });
                        })),
                passedPlay(
                        "async: exception in service",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.addListener(new Diary(play));
                            json(response, LOGIN);
                            throw new IllegalStateException("broken");
                        })),
                passedPlay("async: exception after a flush", play -> {
                    play.mayNotEnd();
                    play.login((request, response) -> {
                        request.startAsync().setTimeout(50);
                        json(response, LOGIN);
                        response.flushBuffer();
                        throw new IllegalStateException("broken");
                    });
                }),
                rewrittenPlay(
                        "async: exception that a listener answers",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            context.addListener(new Diary(play) {
                                @Override
                                public void onError(AsyncEvent event) throws IOException {
                                    finish(event.getAsyncContext());
                                }
                            });
                            throw new IllegalStateException("broken");
                        })),
                passedPlay(
                        "async: not a login",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                HttpServletResponse answer = (HttpServletResponse) context.getResponse();
                                answer.setStatus(403);
                                writer(answer).write("{\"errcode\":\"M_FORBIDDEN\"}");
                                context.complete();
                            });
                        })),
                rewrittenPlay("async: forward to it", play -> {
                    play.login((request, response) ->
                            request.getRequestDispatcher("/inner").forward(request, response));
                    play.at("/inner", (request, response) -> {
                        AsyncContext context = request.startAsync();
                        play.inThread(() -> finish(context));
                    });
                }),
                rewrittenPlay("async: behind a wrapping filter", play -> {
                    play.filterBehind((request, response, chain) -> chain.doFilter(
                            new HttpServletRequestWrapper((HttpServletRequest) request),
                            new HttpServletResponseWrapper((HttpServletResponse) response)));
                    play.login((request, response) -> {
                        AsyncContext context = request.startAsync();
                        play.inThread(() -> finish(context));
                    });
                }),
                // When it completes cannot be seen, so nothing is held longer than service runs.
                passedPlay("async: past the wrapped request", play -> {
                    CountDownLatch returned = new CountDownLatch(1);
                    play.filterInFront((request, response, chain) -> {
                        chain.doFilter(request, response);
                        returned.countDown();
                    });
                    play.login((request, response) -> {
                        AsyncContext context = unwrapped(request).startAsync(request, response);
                        json(response, LOGIN);
                        play.inThread(() -> {
                            Play.await(returned);
                            context.complete();
                        });
                    });
                }));
    }

    private static HttpServletRequest unwrapped(HttpServletRequest request) {
        HttpServletRequest innermost = request;
        while (innermost instanceof HttpServletRequestWrapper wrapper) {
            innermost = (HttpServletRequest) wrapper.getRequest();
        }
        return innermost;
    }

    /** Public, for the container to make. */
    public static final class Mute implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** Jetty makes its error page as soon as the servlet has returned, and completes after that by itself: perhaps first. */
    private static void completeUnlessDone(AsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // It was.
        }
    }
}
