// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Named;

/** Homeservers that flush, and what they try after that. */
final class FlushScenarios {

    private FlushScenarios() {}

    /** A way to flush. */
    @FunctionalInterface
    private interface Flush {
        void flush(HttpServletResponse response) throws IOException;
    }

    private static final List<Named<Flush>> BYTES = List.of(
            Named.of("stream: flushBuffer", HttpServletResponse::flushBuffer),
            Named.of("stream: flush", response -> response.getOutputStream().flush()));

    private static final List<Named<Flush>> CHARACTERS = List.of(
            Named.of("writer: flushBuffer", HttpServletResponse::flushBuffer),
            Named.of("writer: flush", response -> response.getWriter().flush()));

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(others());
        BYTES.forEach(flush -> addAll(flush, StreamScenarios::json, all));
        CHARACTERS.forEach(
                flush -> addAll(flush, (response, body) -> writer(response).write(body), all));
        return all;
    }

    private interface Writing {
        void write(HttpServletResponse response, String body) throws IOException;
    }

    private static void addAll(Named<Flush> named, Writing writing, List<Scenario> all) {
        Flush flush = named.getPayload();
        all.add(rewritten(named.getName() + " at the start", (request, response) -> {
            response.setContentType("application/json");
            flush.flush(response);
            writing.write(response, LOGIN);
        }));
        all.add(rewritten(named.getName() + " in the middle", (request, response) -> {
            writing.write(response, LOGIN.substring(0, 20));
            flush.flush(response);
            writing.write(response, LOGIN.substring(20, 40));
            flush.flush(response);
            flush.flush(response);
            writing.write(response, LOGIN.substring(40));
        }));
        all.add(rewritten(named.getName() + " at the end", (request, response) -> {
            writing.write(response, LOGIN);
            flush.flush(response);
        }));
        all.add(rewritten(named.getName() + " with a length", (request, response) -> {
            response.setContentLength(LOGIN.length());
            writing.write(response, LOGIN.substring(0, 20));
            flush.flush(response);
            writing.write(response, LOGIN.substring(20));
            flush.flush(response);
        }));
        all.add(rewrittenPlay(
                named.getName() + ", then headers",
                play -> play.login((request, response) -> {
                    response.setHeader("X-Early", "yes");
                    play.note("committed", response.isCommitted());
                    writing.write(response, LOGIN);
                    play.note("committed", response.isCommitted());
                    flush.flush(response);
                    play.note("committed", response.isCommitted());
                    setEverything(response);
                    play.note("early", response.getHeader("X-Early"));
                    play.note("type", response.getContentType());
                    play.note("encoding", response.getCharacterEncoding());
                })));
        all.add(rewrittenPlay(
                named.getName() + ", then headers that are looked at",
                play -> play.login((request, response) -> {
                    writing.write(response, LOGIN);
                    flush.flush(response);
                    response.setHeader("X-Late", "yes");
                    play.note("late", response.getHeader("X-Late"));
                    play.note("late is there", response.containsHeader("X-Late"));
                    play.note("late values", List.copyOf(response.getHeaders("X-Late")));
                    play.note(
                            "late names",
                            response.getHeaderNames().stream()
                                    .filter(name -> name.startsWith("X-"))
                                    .toList());
                })));
    }

    private static void setEverything(HttpServletResponse response) {
        response.setStatus(401);
        response.setHeader("X-Late", "yes");
        response.addHeader("X-Early", "again");
        response.setIntHeader("X-Late", 1);
        response.addIntHeader("X-Late", 2);
        response.setDateHeader("X-Late", 0);
        response.addDateHeader("X-Late", 0);
        response.addCookie(new Cookie("late", "yes"));
        response.setContentLength(3);
        response.setContentLengthLong(4);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-16");
        response.setLocale(Locale.JAPAN);
        response.setHeader("ETag", "\"late\"");
    }

    private static List<Scenario> others() {
        return List.of(
                rewrittenPlay(
                        "status after a flush",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN);
                            response.flushBuffer();
                            response.setStatus(401);
                            play.note("status", response.getStatus());
                        })),
                rewritten("cookies and other headers", (request, response) -> {
                    response.addCookie(new Cookie("a", "1"));
                    response.setHeader("Access-Control-Allow-Origin", "*");
                    response.addHeader("Cache-Control", "no-store");
                    response.addHeader("Cache-Control", "no-cache");
                    response.setDateHeader("Expires", 0);
                    response.setIntHeader("X-Number", 7);
                    json(response, LOGIN);
                    response.addCookie(new Cookie("b", "2"));
                    response.addHeader("X-After", "yes");
                    response.setHeader("X-Number", null);
                }),
                passed("flush and nothing else", (request, response) -> {
                    response.setContentType("application/json");
                    response.flushBuffer();
                }),
                passed("flush of an error", (request, response) -> {
                    response.setStatus(403);
                    json(response, LOGIN.substring(0, 20));
                    response.flushBuffer();
                    json(response, LOGIN.substring(20));
                }),
                passedPlay(
                        "buffer size after a flush",
                        play -> play.login((request, response) -> {
                            response.setContentType("text/plain");
                            response.flushBuffer();
                            play.noteEnd("setBufferSize", () -> response.setBufferSize(100_000));
                        })),
                rewrittenPlay(
                        "stream: close, then more",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN);
                            response.getOutputStream().close();
                            play.note("committed", response.isCommitted());
                            play.noteEnd(
                                    "write", () -> response.getOutputStream().write('x'));
                            play.noteEnd(
                                    "flush", () -> response.getOutputStream().flush());
                            play.noteEnd("flushBuffer", response::flushBuffer);
                            response.setHeader("X-Late", "yes");
                            play.noteEnd("reset", response::reset);
                            play.noteEnd("sendError", () -> response.sendError(500));
                            play.noteEnd("getWriter", response::getWriter);
                        })),
                rewrittenPlay(
                        "writer: close, then more",
                        play -> play.login((request, response) -> {
                            writer(response).write(LOGIN);
                            response.getWriter().close();
                            play.note("committed", response.isCommitted());
                            response.getWriter().write("x");
                            play.note("error", response.getWriter().checkError());
                            response.getWriter().println();
                            response.getWriter().flush();
                            response.setHeader("X-Late", "yes");
                            play.noteEnd("reset", response::reset);
                        })),
                rewritten("stream: close twice", (request, response) -> {
                    json(response, LOGIN);
                    response.getOutputStream().close();
                    response.getOutputStream().close();
                }),
                rewritten("writer: close twice", (request, response) -> {
                    writer(response).write(LOGIN);
                    response.getWriter().close();
                    response.getWriter().close();
                }),
                rewritten("stream: flush and close", (request, response) -> {
                    json(response, LOGIN);
                    response.getOutputStream().flush();
                    response.getOutputStream().close();
                }),
                rewritten("writer: close with a length", (request, response) -> {
                    response.setContentLength(LOGIN.length());
                    writer(response).write(LOGIN);
                    response.getWriter().close();
                }),
                passed(
                        "stream: close and nothing else",
                        (request, response) -> response.getOutputStream().close()),
                passed(
                        "writer: close and nothing else",
                        (request, response) -> response.getWriter().close()));
    }
}
