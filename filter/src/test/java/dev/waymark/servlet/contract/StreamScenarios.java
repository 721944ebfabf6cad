// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewritten;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Homeservers that write bytes. */
final class StreamScenarios {

    private StreamScenarios() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void json(HttpServletResponse response, String body) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(bytes(body));
    }

    /** A login response of so many bytes. */
    static String login(int size) {
        String start = LOGIN.substring(0, LOGIN.length() - 1) + ",\"padding\":\"";
        return start + "x".repeat(size - start.length() - 2) + "\"}";
    }

    static List<Scenario> all() {
        return List.of(
                rewritten("one write", (request, response) -> json(response, LOGIN)),
                rewritten("bytes one by one", (request, response) -> {
                    response.setContentType("application/json");
                    oneByOne(response.getOutputStream(), bytes(LOGIN));
                }),
                rewritten("two writes", (request, response) -> {
                    json(response, LOGIN.substring(0, 20));
                    json(response, LOGIN.substring(20));
                }),
                rewritten("a part of a larger array", (request, response) -> {
                    byte[] larger = bytes("junk" + LOGIN + "junk");
                    response.setContentType("application/json");
                    response.getOutputStream().write(larger, 4, larger.length - 8);
                }),
                rewritten("empty writes in between", (request, response) -> {
                    json(response, "");
                    json(response, LOGIN.substring(0, 20));
                    json(response, "");
                    json(response, LOGIN.substring(20));
                    json(response, "");
                }),
                rewritten("an array that is used again", (request, response) -> {
                    byte[] array = bytes(LOGIN);
                    response.setContentType("application/json");
                    response.getOutputStream().write(array);
                    java.util.Arrays.fill(array, (byte) 'x');
                }),
                rewritten("print", (request, response) -> {
                    response.setContentType("application/json");
                    response.getOutputStream().print(LOGIN);
                }),
                rewritten("print in pieces of all types", (request, response) -> {
                    response.setContentType("application/json");
                    ServletOutputStream out = response.getOutputStream();
                    out.print('{');
                    out.print("\"expires_in_ms\":");
                    out.print(3_600_000L);
                    out.print(",\"n\":[");
                    out.print(1);
                    out.print(',');
                    out.print(1.5f);
                    out.print(',');
                    out.print(2.5);
                    out.print(',');
                    out.print(true);
                    out.print("],");
                    out.print(LOGIN.substring(1));
                }),
                // How it is encoded is up to the container.
                passed("print of other text than ASCII", (request, response) -> {
                    response.setContentType("application/json");
                    response.getOutputStream().print(LOGIN.replace("ABC", "Zo\u00eb"));
                }),
                rewritten("print in ISO-8859-1", (request, response) -> {
                    response.setContentType("application/json;charset=ISO-8859-1");
                    response.getOutputStream().print(LOGIN);
                }),
                passed("print in UTF-16", (request, response) -> {
                    response.setContentType("application/json;charset=UTF-16BE");
                    response.getOutputStream().print(LOGIN);
                }),
                rewritten("println", (request, response) -> {
                    response.setContentType("application/json");
                    ServletOutputStream out = response.getOutputStream();
                    out.println("{");
                    out.println("  " + LOGIN.substring(1, LOGIN.length() - 1));
                    out.println();
                    out.println('}');
                }),
                rewritten("print and write", (request, response) -> {
                    response.setContentType("application/json");
                    response.getOutputStream().print(LOGIN.substring(0, 20));
                    response.getOutputStream().write(bytes(LOGIN.substring(20)));
                }),
                rewritten("10 kB in one write", (request, response) -> json(response, login(10_000))),
                rewritten("10 kB byte by byte", (request, response) -> {
                    response.setContentType("application/json");
                    oneByOne(response.getOutputStream(), bytes(login(10_000)));
                }),
                rewritten("200 kB in one write", (request, response) -> json(response, login(200_000)))
                        .chunksShift(),
                rewritten("50 kB byte by byte", (request, response) -> {
                            response.setContentType("application/json");
                            oneByOne(response.getOutputStream(), bytes(login(50_000)));
                        })
                        .chunksShift(),
                rewritten("50 kB in pieces of 1000 bytes", (request, response) -> {
                            response.setContentType("application/json");
                            inPieces(response.getOutputStream(), bytes(login(50_000)), 1000);
                        })
                        .chunksShift(),
                rewritten("50 kB in pieces of 9000 bytes", (request, response) -> {
                            response.setContentType("application/json");
                            inPieces(response.getOutputStream(), bytes(login(50_000)), 9000);
                        })
                        .chunksShift(),
                rewritten("small buffer", (request, response) -> {
                            response.setBufferSize(512);
                            response.setContentType("application/json");
                            oneByOne(response.getOutputStream(), bytes(login(2000)));
                        })
                        .chunksShift(),
                passedPlay(
                        "buffer size after writing",
                        play -> play.login((request, response) -> {
                            play.note("buffer size", response.getBufferSize());
                            json(response, LOGIN);
                            play.noteEnd("setBufferSize", () -> response.setBufferSize(100_000));
                            play.note("buffer size", response.getBufferSize());
                            response.setStatus(401);
                        })),
                rewritten("HTTP/1.0", (request, response) -> json(response, LOGIN))
                        .version("HTTP/1.0"),
                rewritten("connection closed by the homeserver", (request, response) -> {
                    response.setHeader("Connection", "close");
                    json(response, LOGIN);
                }));
    }

    static void oneByOne(ServletOutputStream out, byte[] bytes) throws IOException {
        for (byte b : bytes) {
            out.write(b);
        }
    }

    static void inPieces(ServletOutputStream out, byte[] bytes, int size) throws IOException {
        for (int at = 0; at < bytes.length; at += size) {
            out.write(bytes, at, Math.min(size, bytes.length - at));
        }
    }
}
