// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.login;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Homeservers that write without blocking, when the container calls them. */
final class NonBlockingScenarios {

    /** More than the buffers of a connection hold. */
    private static final int MORE_THAN_A_SOCKET_TAKES = 12_000_000;

    private NonBlockingScenarios() {}

    /** Writes a body piece by piece as long as the stream is ready, and completes. */
    private static class PieceByPiece implements WriteListener {

        private final Play play;
        private final AsyncContext context;
        private final ServletOutputStream out;
        private final byte[] body;
        private final int size;
        private int at;

        PieceByPiece(Play play, HttpServletRequest request, HttpServletResponse response, String body, int size)
                throws IOException {
            this.play = play;
            this.context = request.startAsync();
            this.out = response.getOutputStream();
            this.body = StreamScenarios.bytes(body);
            this.size = size;
            response.setContentType("application/json");
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (at == body.length) {
                    end();
                    return;
                }
                int length = Math.min(size, body.length - at);
                out.write(body, at, length);
                at += length;
            }
            notReady();
        }

        void notReady() {}

        ServletOutputStream stream() {
            return out;
        }

        void complete() {
            context.complete();
        }

        /** All is written. */
        void end() throws IOException {
            complete();
        }

        @Override
        public void onError(Throwable failure) {
            play.note("failed", failure);
            context.complete();
        }

        void start() {
            out.setWriteListener(this);
        }
    }

    private static Action pieces(Play play, String body, int size) {
        return (request, response) -> new PieceByPiece(play, request, response, body, size).start();
    }

    static List<Scenario> all() {
        return List.of(
                rewrittenPlay("non-blocking: one write", play -> play.login(pieces(play, LOGIN, 1000))),
                rewrittenPlay("non-blocking: small pieces", play -> play.login(pieces(play, LOGIN, 7))),
                rewrittenPlay(
                                "non-blocking: pieces larger than the buffer",
                                play -> play.login(pieces(play, login(200_000), 50_000)))
                        .chunksShift(),
                rewrittenPlay(
                        "non-blocking: closed and completed",
                        play -> play.login((request, response) -> new PieceByPiece(play, request, response, LOGIN, 20) {
                            @Override
                            void end() throws IOException {
                                stream().close();
                                complete();
                            }
                        }.start())),
                rewrittenPlay(
                        "non-blocking: flushed",
                        play -> play.login(
                                (request, response) -> new PieceByPiece(play, request, response, LOGIN, 100) {
                                    @Override
                                    void end() throws IOException {
                                        stream().flush();
                                        if (stream().isReady()) {
                                            complete();
                                        }
                                    }
                                }.start())),
                rewrittenPlay(
                        "non-blocking: with a length",
                        play -> play.login((request, response) -> {
                            response.setContentLength(LOGIN.length());
                            new PieceByPiece(play, request, response, LOGIN, 20).start();
                        })),
                rewrittenPlay(
                        "non-blocking: started in another thread",
                        play -> play.login((request, response) -> {
                            PieceByPiece writing = new PieceByPiece(play, request, response, LOGIN, 20);
                            play.inThread(writing::start);
                        })),
                rewrittenPlay(
                        "non-blocking: completed in another thread",
                        play -> play.login((request, response) -> new PieceByPiece(play, request, response, LOGIN, 20) {
                            @Override
                            void end() {
                                play.inThread(this::complete);
                            }
                        }.start())),
                passedPlay(
                        "non-blocking: without async",
                        play -> play.login((request, response) -> play.noteEnd(
                                "setWriteListener",
                                () -> response.getOutputStream().setWriteListener(new WriteListener() {
                                    @Override
                                    public void onWritePossible() {}

                                    @Override
                                    public void onError(Throwable failure) {}
                                })))),
                passedPlay(
                        "non-blocking: an error",
                        play -> play.login((request, response) -> {
                            response.setStatus(401);
                            new PieceByPiece(play, request, response, LOGIN, 20).start();
                        })),
                passedPlay("non-blocking: text", play -> play.login(pieces(play, "x".repeat(100_000), 1000))),
                passedPlay("non-blocking: more than is held", play -> play.login(pieces(play, login(100_000), 1000)))
                        .options("\"max_body\": 2500,"),
                passedPlay("non-blocking: more than is held by the last piece, as long as declared", play -> {
                            String body = login(100_000);
                            Action pieces = pieces(play, body, 1000);
                            play.login((request, response) -> {
                                response.setContentLength(body.length());
                                pieces.run(request, response);
                            });
                        })
                        .options("\"max_body\": 99990,"),
                passedPlay(
                                "non-blocking: large pieces, more than is held",
                                play -> play.login(pieces(play, login(300_000), 50_000)))
                        .options("\"max_body\": 120000,"),
                passedPlay(
                                "non-blocking: more than is held, to a slow client",
                                play -> play.login(toASlowClient(play, login(MORE_THAN_A_SOCKET_TAKES), 60_000)))
                        .options("\"max_body\": 100000,"),
                passedPlay(
                                "non-blocking: much is held, then more than that, to a slow client",
                                play -> play.login(toASlowClient(play, login(MORE_THAN_A_SOCKET_TAKES), 600_000)))
                        .options("\"max_body\": 10000000,"),
                rewrittenPlay("non-blocking: a login to a slow client", play -> {
                            CountDownLatch completed = play.clientWaits();
                            play.login((request, response) -> new PieceByPiece(
                                    play, request, response, login(MORE_THAN_A_SOCKET_TAKES), 1_000_000) {
                                @Override
                                void notReady() {
                                    completed.countDown();
                                }

                                @Override
                                void end() throws IOException {
                                    stream().close();
                                    complete();
                                    completed.countDown();
                                }
                            }.start());
                        })
                        .options("\"max_body\": 20000000,")
                        .chunksShift());
    }

    private static Action toASlowClient(Play play, String body, int size) {
        CountDownLatch full = play.clientWaits();
        return (request, response) -> new PieceByPiece(play, request, response, body, size) {
            @Override
            void notReady() {
                full.countDown();
            }
        }.start();
    }
}
