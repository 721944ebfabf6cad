// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.StreamScenarios.json;
import static dev.waymark.servlet.contract.WriterScenarios.writer;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Homeservers that take back what they wrote, or have the container answer instead of them. */
final class ResetScenarios {

    private ResetScenarios() {}

    static List<Scenario> all() {
        return List.of(
                rewritten("reset of an error", (request, response) -> {
                    response.setStatus(401);
                    json(response, "{junk");
                    response.reset();
                    json(response, LOGIN);
                }),
                rewritten("stream: reset of no JSON", (request, response) -> {
                    json(response, "junk");
                    response.reset();
                    json(response, LOGIN);
                }),
                rewritten("stream: resetBuffer of no JSON", (request, response) -> {
                    json(response, "junk");
                    response.resetBuffer();
                    json(response, LOGIN);
                }),
                rewritten("writer: resetBuffer of no JSON", (request, response) -> {
                    writer(response).println("junk");
                    response.resetBuffer();
                    writer(response).write(LOGIN);
                }),
                rewritten("resetBuffer of no JSON, twice", (request, response) -> {
                    json(response, "junk");
                    response.resetBuffer();
                    json(response, "more junk");
                    response.resetBuffer();
                    json(response, LOGIN);
                    response.flushBuffer();
                }),
                passedPlay(
                        "resetBuffer of no JSON after an error",
                        play -> play.login((request, response) -> {
                            json(response, "junk");
                            response.sendError(500);
                            play.noteEnd("resetBuffer", response::resetBuffer);
                            json(response, LOGIN);
                        })),
                rewritten("reset, then the same stream", (request, response) -> {
                    ServletOutputStream stream = response.getOutputStream();
                    stream.print("{junk");
                    response.reset();
                    response.setContentType("application/json");
                    stream.print(LOGIN);
                }),
                rewritten("resetBuffer, then the same stream", (request, response) -> {
                    response.setContentType("application/json");
                    ServletOutputStream stream = response.getOutputStream();
                    stream.print("junk");
                    response.resetBuffer();
                    stream.print(LOGIN);
                }),
                rewritten("reset, then the same writer", (request, response) -> {
                    PrintWriter writer = response.getWriter();
                    writer.write("{junk");
                    response.reset();
                    response.setContentType("application/json");
                    writer.write(LOGIN);
                }),
                rewritten("resetBuffer, then the same writer", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.write("junk");
                    response.resetBuffer();
                    writer.write(LOGIN);
                }),
                rewritten("stream: reset", (request, response) -> {
                    response.setHeader("X-Gone", "yes");
                    response.setHeader("ETag", "\"gone\"");
                    response.setContentLength(300);
                    json(response, "{junk");
                    response.reset();
                    json(response, LOGIN);
                }),
                rewritten("writer: reset", (request, response) -> {
                    writer(response).println("{junk");
                    response.reset();
                    writer(response).write(LOGIN);
                }),
                rewritten("stream: resetBuffer", (request, response) -> {
                    response.setHeader("X-Stays", "yes");
                    json(response, "{junk");
                    response.resetBuffer();
                    json(response, LOGIN);
                }),
                rewritten("writer: resetBuffer", (request, response) -> {
                    response.setHeader("X-Stays", "yes");
                    writer(response).println("{junk");
                    response.resetBuffer();
                    writer(response).write(LOGIN);
                }),
                rewritten("writer, reset, stream", (request, response) -> {
                    writer(response).write("{junk");
                    response.reset();
                    json(response, LOGIN);
                }),
                rewritten("stream, reset, writer", (request, response) -> {
                    json(response, "{junk");
                    response.reset();
                    writer(response).write(LOGIN);
                }),
                passed("reset and nothing else", (request, response) -> {
                    json(response, LOGIN);
                    response.reset();
                }),
                passed("resetBuffer and nothing else", (request, response) -> {
                    json(response, LOGIN);
                    response.resetBuffer();
                }),
                passedPlay(
                        "reset after a flush",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN);
                            response.flushBuffer();
                            play.noteEnd("reset", response::reset);
                            play.noteEnd("resetBuffer", response::resetBuffer);
                        })),
                passed("reset after a flush, not caught", (request, response) -> {
                    json(response, LOGIN);
                    response.flushBuffer();
                    response.reset();
                }),
                passed("sendError before writing", (request, response) -> response.sendError(403, "no")),
                passed("sendError after writing", (request, response) -> {
                    json(response, LOGIN);
                    response.setHeader("X-Stays", "yes");
                    response.sendError(500);
                }),
                passedPlay(
                        "sendError after a writer",
                        play -> play.login((request, response) -> {
                            writer(response).write(LOGIN);
                            response.sendError(404);
                            play.note("committed", response.isCommitted());
                            response.getWriter().write("more");
                            response.setHeader("X-Late", "yes");
                            play.noteEnd("again", () -> response.sendError(500));
                        })),
                passedPlay(
                        "sendError after a flush",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN);
                            response.flushBuffer();
                            play.noteEnd("sendError", () -> response.sendError(500));
                        })),
                passed("sendError 200", (request, response) -> {
                    json(response, LOGIN);
                    response.sendError(200);
                }),
                passed("sendError with an ETag", (request, response) -> {
                    response.setHeader("ETag", "\"1\"");
                    response.sendError(500);
                }),
                passed("sendRedirect", (request, response) -> response.sendRedirect("/elsewhere")),
                passed("sendRedirect after writing", (request, response) -> {
                    json(response, LOGIN);
                    response.sendRedirect("https://elsewhere.example/");
                }),
                passedPlay(
                        "sendRedirect after a flush",
                        play -> play.login((request, response) -> {
                            json(response, LOGIN);
                            response.flushBuffer();
                            play.noteEnd("sendRedirect", () -> response.sendRedirect("/elsewhere"));
                        })),
                passed("exception before writing", (request, response) -> {
                    throw new IllegalStateException("broken");
                }),
                passed("exception after writing", (request, response) -> {
                    response.setHeader("X-Before", "yes");
                    json(response, LOGIN);
                    throw new ServletException("broken");
                }),
                passed("exception while writing", (request, response) -> {
                    writer(response).write(LOGIN.substring(0, 20));
                    throw new IOException("broken");
                }),
                passed("exception after a flush", (request, response) -> {
                    json(response, LOGIN);
                    response.flushBuffer();
                    throw new IllegalStateException("broken");
                }),
                passed("exception after a flush in the middle", (request, response) -> {
                    writer(response).write(LOGIN.substring(0, 20));
                    response.flushBuffer();
                    response.getWriter().write(LOGIN.substring(20));
                    throw new IOException("broken");
                }),
                passed("error rather than exception", (request, response) -> {
                    json(response, LOGIN);
                    throw new AssertionError("broken");
                }),
                passedPlay("exception mapped to an answer by a filter", play -> {
                    play.login((request, response) -> {
                        json(response, "{junk");
                        throw new IllegalStateException("broken");
                    });
                    play.filterBehind((request, response, chain) -> {
                        try {
                            chain.doFilter(request, response);
                        } catch (IllegalStateException e) {
                            response.resetBuffer();
                            response.getOutputStream().print("{\"errcode\":\"M_UNKNOWN\"}");
                        }
                    });
                }));
    }
}
