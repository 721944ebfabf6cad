// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.Locale;

/** Homeservers that write characters, in any charset. */
final class WriterScenarios {

    private static final String ZOE = LOGIN.replace("ABC", "Zo\u00eb \ud83d\ude00");

    private WriterScenarios() {}

    static PrintWriter writer(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        return response.getWriter();
    }

    static List<Scenario> all() {
        return List.of(
                rewritten(
                        "writer: one write",
                        (request, response) -> writer(response).write(LOGIN)),
                rewritten("writer: characters one by one", (request, response) -> {
                    PrintWriter writer = writer(response);
                    LOGIN.chars().forEach(writer::write);
                }),
                rewritten("writer: arrays, parts and sequences", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.write(LOGIN.toCharArray(), 0, 10);
                    writer.write("junk" + LOGIN.substring(10), 4, 10);
                    writer.write(new char[0]);
                    writer.write("");
                    writer.append(LOGIN, 20, 30).append(LOGIN.charAt(30)).append(LOGIN.substring(31));
                }),
                rewritten("writer: print of all types", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.print('{');
                    writer.print("\"a\":[".toCharArray());
                    writer.print(1);
                    writer.print(',');
                    writer.print(2L);
                    writer.print(',');
                    writer.print(1.5f);
                    writer.print(',');
                    writer.print(2.5);
                    writer.print(',');
                    writer.print(true);
                    writer.print(',');
                    writer.print((Object) null);
                    writer.print("],");
                    writer.print((Object) LOGIN.substring(1));
                }),
                rewritten("writer: println", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.println('{');
                    writer.println(LOGIN.substring(1, LOGIN.length() - 1));
                    writer.println();
                    writer.println((Object) ",\"n\":");
                    writer.println(1);
                    writer.println("}".toCharArray());
                    writer.println();
                }),
                rewritten("writer: printf and format", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.printf("{\"user_id\":\"%s\",", "@ada:ac.example");
                    writer.format("\"access_token\":\"%s\",\"n\":%d", "syt_secret", 7);
                    writer.format(Locale.ROOT, ",\"x\":%.2f}", 1.5);
                }),
                passed("writer: printf in the response's locale", (request, response) -> {
                    response.setContentType("application/json");
                    response.setLocale(Locale.GERMANY);
                    response.getWriter().printf("{\"price\":\"%.2f\",", 1.5);
                    response.getWriter().write(LOGIN.substring(1));
                }),
                rewrittenPlay(
                        "writer: checkError",
                        play -> play.login((request, response) -> {
                            PrintWriter writer = writer(response);
                            writer.write(LOGIN.substring(0, 10));
                            play.note("error", writer.checkError());
                            play.note("committed", response.isCommitted());
                            writer.write(LOGIN.substring(10));
                        })),
                rewritten(
                                "writer: 50 kB",
                                (request, response) -> writer(response).write(StreamScenarios.login(50_000)))
                        .chunksShift(),
                rewritten("writer: 50 kB one by one", (request, response) -> {
                            PrintWriter writer = writer(response);
                            StreamScenarios.login(50_000).chars().forEach(writer::write);
                        })
                        .chunksShift(),
                rewritten(
                        "charset of JSON",
                        (request, response) -> writer(response).write(ZOE)),
                rewritten("charset UTF-8 in the type", (request, response) -> {
                    response.setContentType("application/json; charset=utf-8");
                    response.getWriter().write(ZOE);
                }),
                rewritten("charset ISO-8859-1", (request, response) -> {
                            response.setContentType("application/json;charset=ISO-8859-1");
                            response.getWriter().write(ZOE);
                        })
                        .charset(ISO_8859_1),
                rewritten("charset UTF-16", (request, response) -> {
                            response.setContentType("application/json;charset=UTF-16");
                            response.getWriter().write(ZOE);
                        })
                        .charset(UTF_16BE),
                rewritten("charset UTF-16LE with a length", (request, response) -> {
                            response.setContentType("application/json;charset=UTF-16LE");
                            response.setContentLength(LOGIN.length() * 2);
                            response.getWriter().write(LOGIN);
                        })
                        .charset(java.nio.charset.StandardCharsets.UTF_16LE),
                rewritten("charset UTF-8 with a length", (request, response) -> {
                            response.setContentType("application/json");
                            response.setContentLength(ZOE.getBytes(UTF_8).length);
                            response.getWriter().write(ZOE);
                        })
                        .shortened(),
                rewritten("no type", (request, response) -> response.getWriter().write(ZOE)),
                rewritten("text/plain", (request, response) -> {
                    response.setContentType("text/plain");
                    response.getWriter().write(ZOE);
                }),
                rewritten("setCharacterEncoding before the type", (request, response) -> {
                    response.setCharacterEncoding("UTF-8");
                    response.setContentType("application/json");
                    response.getWriter().write(ZOE);
                }),
                rewritten("type and charset after getWriter", (request, response) -> {
                    PrintWriter writer = response.getWriter();
                    response.setContentType("application/json;charset=UTF-8");
                    response.setCharacterEncoding("UTF-16");
                    writer.write(ZOE);
                }),
                rewritten("type changed after getWriter", (request, response) -> {
                    PrintWriter writer = writer(response);
                    writer.write(ZOE);
                    response.setContentType("application/vnd.matrix+json");
                }),
                rewritten("type and encoding set to null", (request, response) -> {
                    response.setContentType("text/plain");
                    response.setContentType(null);
                    response.setCharacterEncoding("ISO-8859-1");
                    response.setCharacterEncoding((String) null);
                    response.setHeader("Content-Type", "application/json");
                    response.getOutputStream().write(StreamScenarios.bytes(LOGIN));
                }),
                rewritten("locale", (request, response) -> {
                    response.setLocale(Locale.JAPAN);
                    response.setContentType("application/json");
                    response.getWriter().write(LOGIN);
                }),
                rewrittenPlay(
                        "unknown charset",
                        play -> play.login((request, response) -> {
                            response.setContentType("application/json;charset=klingon");
                            try {
                                response.getWriter();
                            } catch (UnsupportedEncodingException | IllegalArgumentException e) {
                                play.note("getWriter", e.getClass());
                            }
                            StreamScenarios.json(response, LOGIN);
                        })),
                rewrittenPlay(
                        "writer, then stream",
                        play -> play.login((request, response) -> {
                            writer(response).write(LOGIN);
                            play.noteEnd("getOutputStream", response::getOutputStream);
                        })),
                rewrittenPlay(
                        "stream, then writer",
                        play -> play.login((request, response) -> {
                            StreamScenarios.json(response, LOGIN);
                            play.noteEnd("getWriter", response::getWriter);
                        })));
    }
}
