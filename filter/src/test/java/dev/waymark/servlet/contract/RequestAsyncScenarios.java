// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.RequestScenarios.body;
import static dev.waymark.servlet.contract.RequestScenarios.request;
import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Homeservers that read the request without blocking, or in threads of their own, where what they read decides. */
final class RequestAsyncScenarios {

    private RequestAsyncScenarios() {}

    /** Reads a body as it comes, answers when it is all there, and completes. */
    private static class AsItComes implements ReadListener {

        private final Play play;
        private final AsyncContext context;
        private final ServletInputStream in;
        private final byte[] piece;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        AsItComes(Play play, HttpServletRequest request, int size) throws IOException {
            this.play = play;
            this.context = request.startAsync();
            this.in = request.getInputStream();
            this.piece = new byte[size];
        }

        void start() {
            in.setReadListener(this);
        }

        /** Where nothing is ready before the end, the container says so by its last call. */
        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady() && !in.isFinished()) {
                int read = piece.length == 1 ? one() : in.read(piece);
                if (read < 0) {
                    return;
                }
                body.write(piece, 0, read);
            }
        }

        private int one() throws IOException {
            int b = in.read();
            piece[0] = (byte) b;
            return b < 0 ? -1 : 1;
        }

        @Override
        public void onAllDataRead() throws IOException {
            play.note("read", Answer.text(body.toByteArray()));
            play.note("finished", in.isFinished());
            end();
        }

        void end() throws IOException {
            answer();
        }

        void answer() throws IOException {
            json((HttpServletResponse) context.getResponse(), LOGIN);
            context.complete();
        }

        @Override
        public void onError(Throwable failure) {
            play.note("failed", failure.getClass());
            context.complete();
        }
    }

    private static Consumer<Play> asItComes(int size) {
        return play -> play.login((request, response) -> new AsItComes(play, request, size).start());
    }

    private static Scenario decided(String name, Consumer<Play> stage) {
        return rewrittenPlay("request: " + name, stage).byRequest();
    }

    private static Scenario undecided(String name, Consumer<Play> stage) {
        return passedPlay("request: " + name, stage).byRequest();
    }

    static List<Scenario> all() {
        return List.of(
                decided("non-blocking", asItComes(1000)),
                decided("non-blocking, small pieces", asItComes(7)),
                decided("non-blocking, bytes", asItComes(1)),
                decided("non-blocking, chunked", asItComes(20)).chunked(9),
                decided("non-blocking, 60 kB", asItComes(5000)).body(request(60_000)),
                undecided("non-blocking, over the limit", asItComes(20))
                        .body(request(151))
                        .options("\"max_body\": 150,"),
                decided(
                        "non-blocking, answered in another thread",
                        play -> play.login((request, response) -> new AsItComes(play, request, 50) {
                            @Override
                            void end() {
                                play.inThread(this::answer);
                            }
                        }.start())),
                undecided(
                        "non-blocking without async",
                        play -> play.login((request, response) -> {
                            ServletInputStream in = request.getInputStream();
                            play.noteEnd(
                                    "setReadListener",
                                    () -> in.setReadListener(new ReadListener() {
                                        @Override
                                        public void onDataAvailable() {}

                                        @Override
                                        public void onAllDataRead() {}

                                        @Override
                                        public void onError(Throwable failure) {}
                                    }));
                            json(response, LOGIN);
                        })),
                decided(
                        "async, in another thread",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                play.note("read", body((HttpServletRequest) context.getRequest()));
                                json((HttpServletResponse) context.getResponse(), LOGIN);
                                context.complete();
                            });
                        })),
                decided(
                        "async, in another thread, with arguments",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync(request, response);
                            play.inThread(() -> {
                                play.note("read", body(request));
                                json(response, LOGIN);
                                context.complete();
                            });
                        })),
                decided(
                        "async, read before it",
                        play -> play.login((request, response) -> {
                            play.note("read", body(request));
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json((HttpServletResponse) context.getResponse(), LOGIN);
                                context.complete();
                            });
                        })),
                undecided(
                        "async, unread",
                        play -> play.login((request, response) -> {
                            AsyncContext context = request.startAsync();
                            play.inThread(() -> {
                                json((HttpServletResponse) context.getResponse(), LOGIN);
                                context.complete();
                            });
                        })),
                decided("dispatch, read before it", dispatching(1000)),
                decided("dispatch, half read before it", dispatching(30)),
                decided("dispatch, read in it", dispatching(0)),
                decided(
                        "dispatch with arguments, half read before it",
                        play -> play.login((request, response) -> {
                            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                                play.note("read", body(request));
                                json(response, LOGIN);
                            } else {
                                play.note(
                                        "read",
                                        Answer.text(request.getInputStream().readNBytes(30)));
                                request.startAsync(request, response).dispatch();
                            }
                        })));
    }

    private static Consumer<Play> dispatching(int readBefore) {
        return play -> play.login((request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                play.note("read", body(request));
                json(response, LOGIN);
            } else {
                play.note("read", Answer.text(request.getInputStream().readNBytes(readBefore)));
                request.startAsync().dispatch();
            }
        });
    }
}
