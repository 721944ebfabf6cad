// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.StreamScenarios.login;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Homeservers that call what only Servlet 6.1 has; run where the container has it. */
final class NewerMethodScenarios {

    private NewerMethodScenarios() {}

    static List<Scenario> all() {
        return Stream.of(redirects(), charsets(), buffers())
                .flatMap(List::stream)
                .toList();
    }

    /** A form of redirect. */
    @FunctionalInterface
    private interface Redirect {
        void send(HttpServletResponse response) throws IOException;
    }

    private static List<Scenario> redirects() {
        List<Scenario> all = new ArrayList<>();
        List<Named<Redirect>> forms = List.of(
                Named.of("with a status", response -> response.sendRedirect("/elsewhere", 303)),
                Named.of("that clears", response -> response.sendRedirect("/elsewhere", true)),
                Named.of("that does not clear", response -> response.sendRedirect("/elsewhere", false)),
                Named.of("with a status, that clears", response -> response.sendRedirect("/elsewhere", 308, true)),
                Named.of(
                        "with a status, that does not clear",
                        response -> response.sendRedirect("/elsewhere", 307, false)),
                Named.of("of a status that is none", response -> response.sendRedirect("/elsewhere", 200, false)));
        for (Named<Redirect> form : forms) {
            Redirect redirect = form.getPayload();
            all.add(passed("redirect " + form.getName(), (request, response) -> redirect.send(response)));
            all.add(passed("redirect " + form.getName() + ", after writing", (request, response) -> {
                response.setContentType("application/json");
                response.setHeader("ETag", "\"1\"");
                json(response, LOGIN);
                redirect.send(response);
            }));
            all.add(passed("redirect " + form.getName() + ", after a writer", (request, response) -> {
                WriterScenarios.writer(response).write(LOGIN);
                redirect.send(response);
            }));
            all.add(passedPlay(
                    "redirect " + form.getName() + ", after a flush",
                    play -> play.login((request, response) -> {
                        json(response, LOGIN);
                        response.flushBuffer();
                        play.noteEnd("sendRedirect", () -> redirect.send(response));
                    })));
        }
        all.forEach(scenario -> scenario.needs("sendRedirect", String.class, int.class, boolean.class));
        return all;
    }

    private static List<Scenario> charsets() {
        String zoe = LOGIN.replace("ABC", "Zo\u00eb \ud83d\ude00");
        List<Scenario> all = List.of(
                rewritten("setCharacterEncoding of a charset", (request, response) -> {
                    response.setCharacterEncoding(StandardCharsets.UTF_8);
                    response.setContentType("application/json");
                    response.getWriter().write(zoe);
                }),
                rewritten("setCharacterEncoding of UTF-16", (request, response) -> {
                            response.setContentType("application/json");
                            response.setCharacterEncoding(StandardCharsets.UTF_16);
                            response.getWriter().write(zoe);
                        })
                        .charset(StandardCharsets.UTF_16BE),
                rewrittenPlay(
                        "setCharacterEncoding of a charset after a flush",
                        play -> play.login((request, response) -> {
                            response.setContentType("application/json");
                            response.flushBuffer();
                            response.setCharacterEncoding(StandardCharsets.UTF_16);
                            play.note("encoding", response.getCharacterEncoding());
                            response.getOutputStream().write(bytes(LOGIN));
                        })));
        all.forEach(scenario -> scenario.needs("setCharacterEncoding", java.nio.charset.Charset.class));
        return all;
    }

    private static List<Scenario> buffers() {
        List<Scenario> all = List.of(
                rewrittenPlay(
                        "buffer: one write",
                        play -> play.login((request, response) -> {
                            ByteBuffer buffer = ByteBuffer.wrap(bytes(LOGIN));
                            response.setContentType("application/json");
                            response.getOutputStream().write(buffer);
                            play.note("left in it", buffer.remaining());
                        })),
                rewritten("buffer: direct, and a part of it", (request, response) -> {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
                    buffer.put(bytes("junk" + LOGIN + "junk")).flip();
                    buffer.position(4).limit(4 + LOGIN.length());
                    response.setContentType("application/json");
                    response.getOutputStream().write(buffer);
                }),
                rewritten("buffer: used again", (request, response) -> {
                    ServletOutputStream out = response.getOutputStream();
                    ByteBuffer buffer = ByteBuffer.allocate(7);
                    response.setContentType("application/json");
                    for (byte b : bytes(LOGIN)) {
                        if (!buffer.put(b).hasRemaining()) {
                            out.write(buffer.flip());
                            buffer.clear();
                        }
                    }
                    out.write(buffer.flip());
                    out.write(ByteBuffer.allocate(0));
                }),
                rewritten("buffer: among other writes", (request, response) -> {
                    json(response, LOGIN.substring(0, 20));
                    response.getOutputStream().write(ByteBuffer.wrap(bytes(LOGIN.substring(20, 40))));
                    response.flushBuffer();
                    response.getOutputStream().print(LOGIN.substring(40));
                }),
                rewritten("buffer: with a length", (request, response) -> {
                    response.setContentLength(LOGIN.length());
                    response.getOutputStream().write(ByteBuffer.wrap(bytes(LOGIN)));
                }),
                rewritten("buffer: 60 kB", (request, response) -> {
                            response.setContentType("application/json");
                            response.getOutputStream().write(ByteBuffer.wrap(bytes(login(60_000))));
                        })
                        .chunksShift(),
                rewritten("buffer: gzip", (request, response) -> {
                            response.setHeader("Content-Encoding", "gzip");
                            response.getOutputStream().write(ByteBuffer.wrap(BodyScenarios.gzip(bytes(LOGIN))));
                        })
                        .gzip(),
                passed("buffer: an error", (request, response) -> {
                    response.setStatus(403);
                    response.getOutputStream().write(ByteBuffer.wrap(bytes("{\"errcode\":\"M_FORBIDDEN\"}")));
                }),
                passed(
                        "buffer: text",
                        (request, response) -> response.getOutputStream().write(ByteBuffer.wrap(bytes("Hello")))),
                passed("buffer: more than is held", (request, response) -> {
                            response.getOutputStream().write(ByteBuffer.wrap(bytes(LOGIN.substring(0, 30))));
                            response.getOutputStream().write(ByteBuffer.wrap(bytes(LOGIN.substring(30))));
                        })
                        .options("\"max_body\": 40,"),
                rewrittenPlay(
                        "buffer: null",
                        play -> play.login((request, response) -> {
                            try {
                                response.getOutputStream().write((ByteBuffer) null);
                            } catch (NullPointerException e) {
                                play.note("write", e.getClass());
                            }
                            json(response, LOGIN);
                        })),
                rewrittenPlay(
                        "buffer: non-blocking",
                        play -> play.login((request, response) -> {
                            response.setContentType("application/json");
                            AsyncContext context = request.startAsync();
                            ServletOutputStream out = response.getOutputStream();
                            out.setWriteListener(inBuffers(play, context, out, LOGIN));
                        })),
                passedPlay(
                                "buffer: non-blocking, more than is held",
                                play -> play.login((request, response) -> {
                                    AsyncContext context = request.startAsync();
                                    ServletOutputStream out = response.getOutputStream();
                                    out.setWriteListener(inBuffers(play, context, out, LOGIN));
                                }))
                        .options("\"max_body\": 30,"));
        all.forEach(scenario -> scenario.needs(ServletOutputStream.class, "write", ByteBuffer.class));
        return all;
    }

    private static WriteListener inBuffers(Play play, AsyncContext context, ServletOutputStream out, String text) {
        ByteBuffer body = ByteBuffer.wrap(bytes(text));
        return new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                while (out.isReady()) {
                    if (!body.hasRemaining()) {
                        context.complete();
                        return;
                    }
                    int length = Math.min(20, body.remaining());
                    out.write(body.slice(body.position(), length));
                    body.position(body.position() + length);
                }
            }

            @Override
            public void onError(Throwable failure) {
                play.note("failed", failure);
                context.complete();
            }
        };
    }
}
