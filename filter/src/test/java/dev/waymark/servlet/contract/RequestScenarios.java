// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.FULL_REQUEST;
import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passedPlay;
import static dev.waymark.servlet.contract.Scenario.rewrittenPlay;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Homeservers that read the request as bytes, where what they read decides. */
final class RequestScenarios {

    /** With line ends of both kinds. */
    @SuppressWarnings("StringConcatToTextBlock")
    static final byte[] LINES =
            bytes("{\n  \"type\": \"m.login.password\",\r\n  \"identifier\":\n{\"type\":\"m.id.user\",\n\n"
                    + "\"user\":\"ada\"},\n  \"password\": \"secret\"\n}\n");

    private RequestScenarios() {}

    /** A way to read a request, and what came of it. */
    @FunctionalInterface
    interface Reading {
        Object read(HttpServletRequest request) throws Exception;
    }

    /** The homeserver reads all, so that the rules can decide. */
    static Scenario decided(String name, Reading reading) {
        return rewrittenPlay("request: " + name, play -> play.login(reading(play, reading)))
                .byRequest();
    }

    /** The homeserver does not, or the request says nothing for sure. */
    static Scenario undecided(String name, Reading reading) {
        return passedPlay("request: " + name, play -> play.login(reading(play, reading)))
                .byRequest();
    }

    static Action reading(Play play, Reading reading) {
        return (request, response) -> {
            play.note("read", reading.read(request));
            json(response, LOGIN);
        };
    }

    static String body(HttpServletRequest request) throws IOException {
        return body(request.getInputStream());
    }

    static String body(InputStream in) throws IOException {
        return Answer.text(in.readAllBytes());
    }

    /** A request of so many bytes. */
    static byte[] request(int size) {
        String start = FULL_REQUEST.substring(0, FULL_REQUEST.length() - 1) + ",\"padding\":\"";
        return bytes(start + "x".repeat(size - start.length() - 2) + "\"}");
    }

    static List<Scenario> all() {
        return Stream.of(wholeReadings(), partialReadings(), framings(), limits(), contents())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> wholeReadings() {
        return List.of(
                decided("all bytes", RequestScenarios::body),
                decided("bytes one by one", request -> {
                    ServletInputStream in = request.getInputStream();
                    StringBuilder text = new StringBuilder();
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        text.append((char) b);
                    }
                    return text + " " + in.read();
                }),
                decided("arrays", request -> {
                    ServletInputStream in = request.getInputStream();
                    byte[] piece = new byte[7];
                    StringBuilder text = new StringBuilder();
                    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                        text.append(Answer.text(piece), 0, read);
                    }
                    return text + " " + in.read(piece);
                }),
                decided("parts of a larger array", request -> {
                    ServletInputStream in = request.getInputStream();
                    byte[] larger = new byte[1000];
                    int size = 3;
                    for (int read = 0; read >= 0; read = in.read(larger, size, 11)) {
                        size += read;
                    }
                    return Answer.text(larger).substring(0, size) + in.read(larger, 5, 0);
                }),
                decided("lines", request -> {
                            ServletInputStream in = request.getInputStream();
                            byte[] line = new byte[20];
                            List<String> lines = new ArrayList<>();
                            for (int read = in.readLine(line, 2, 18); read >= 0; read = in.readLine(line, 2, 18)) {
                                lines.add(Answer.text(line).substring(2, 2 + read));
                            }
                            return lines;
                        })
                        .body(LINES),
                decided("so many bytes, then the rest", request -> {
                    ServletInputStream in = request.getInputStream();
                    return Answer.text(in.readNBytes(30)) + " " + body(in);
                }),
                decided("transferred", request -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    return request.getInputStream().transferTo(out) + out.toString(StandardCharsets.UTF_8);
                }),
                decided("as many bytes as declared", request -> {
                    byte[] body = new byte[request.getContentLength()];
                    return request.getInputStream().readNBytes(body, 0, body.length) + Answer.text(body);
                }),
                decided("a stream asked for twice", request -> {
                    String start = Answer.text(request.getInputStream().readNBytes(10));
                    return start + body(request);
                }),
                decided("read twice", request -> body(request) + " " + body(request)),
                decided("closed", request -> {
                    try (ServletInputStream in = request.getInputStream()) {
                        return body(in);
                    }
                }),
                decided("buffers", request -> {
                            ServletInputStream in = request.getInputStream();
                            ByteBuffer buffer = ByteBuffer.allocate(1000);
                            buffer.position(5);
                            for (int read = 0; read >= 0; read = in.read(buffer)) {
                                buffer.limit(Math.min(1000, buffer.position() + 9));
                            }
                            return Answer.text(buffer.array()).substring(0, buffer.position());
                        })
                        .needs(ServletInputStream.class, "read", ByteBuffer.class),
                decided("direct buffers", request -> {
                            ServletInputStream in = request.getInputStream();
                            ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
                            int read;
                            do {
                                read = in.read(buffer);
                            } while (read >= 0);
                            return StandardCharsets.UTF_8.decode(buffer.flip());
                        })
                        .needs(ServletInputStream.class, "read", ByteBuffer.class),
                undecided("a null buffer", request -> {
                            try {
                                return request.getInputStream().read((ByteBuffer) null);
                            } catch (NullPointerException e) {
                                return e.getClass();
                            }
                        })
                        .needs(ServletInputStream.class, "read", ByteBuffer.class));
    }

    private static List<Scenario> partialReadings() {
        return List.of(
                undecided("unread", request -> request.getContentLength()),
                undecided("not read, but asked for", request -> {
                    ServletInputStream in = request.getInputStream();
                    return in.isFinished() + " " + in.markSupported();
                }),
                undecided(
                        "half of it",
                        request -> Answer.text(request.getInputStream().readNBytes(50))),
                undecided("part of it skipped", request -> {
                    ServletInputStream in = request.getInputStream();
                    return in.read() + " " + in.skip(5) + " " + body(in);
                }),
                undecided("closed before its end", request -> {
                    ServletInputStream in = request.getInputStream();
                    String start = Answer.text(in.readNBytes(50));
                    in.close();
                    return start;
                }),
                passedPlay(
                                "request: read when the answer was closed",
                                play -> play.login((request, response) -> {
                                    json(response, LOGIN);
                                    response.getOutputStream().close();
                                    play.noteEnd("read", () -> body(request));
                                }))
                        .byRequest(),
                rewrittenPlay(
                                "request: read when the answer has begun",
                                play -> play.login((request, response) -> {
                                    json(response, LOGIN.substring(0, 20));
                                    play.note("read", body(request));
                                    json(response, LOGIN.substring(20));
                                }))
                        .byRequest(),
                rewrittenPlay(
                                "request: read after a flush",
                                play -> play.login((request, response) -> {
                                    json(response, LOGIN.substring(0, 20));
                                    response.flushBuffer();
                                    play.note("read", body(request));
                                    json(response, LOGIN.substring(20));
                                }))
                        .byRequest(),
                rewrittenPlay(
                                "request: read after the answer",
                                play -> play.login((request, response) -> {
                                    json(response, LOGIN);
                                    play.note("read", body(request));
                                }))
                        .byRequest(),
                rewrittenPlay(
                                "request: read before what is taken back",
                                play -> play.login((request, response) -> {
                                    response.setStatus(401);
                                    json(response, "{\"errcode\":\"M_FORBIDDEN\"}");
                                    play.note("read", body(request));
                                    response.reset();
                                    json(response, LOGIN);
                                }))
                        .byRequest());
    }

    private static List<Scenario> framings() {
        return List.of(
                decided("chunked", RequestScenarios::body).chunked(1000),
                decided("small chunks", RequestScenarios::body).chunked(3),
                decided("chunked, without its end", request -> {
                            byte[] body = new byte[FULL_REQUEST.length()];
                            return request.getInputStream().readNBytes(body, 0, body.length) + Answer.text(body);
                        })
                        .chunked(40),
                decided("Expect: 100-continue", RequestScenarios::body).header("Expect: 100-continue"),
                undecided("Expect: 100-continue, unread", request -> "nothing").header("Expect: 100-continue"),
                decided("HTTP/1.0", RequestScenarios::body).version("HTTP/1.0"),
                decided("another content type", RequestScenarios::body).contentType("text/plain;charset=ISO-8859-1"),
                undecided("empty", RequestScenarios::body).body(bytes("")));
    }

    /** What is held of the response is limited by the same number, and shorter. */
    private static List<Scenario> limits() {
        return List.of(
                decided("60 kB", RequestScenarios::body).body(request(60_000)),
                decided("60 kB in chunks", RequestScenarios::body)
                        .body(request(60_000))
                        .chunked(9_000),
                decided("64 KiB, the limit", RequestScenarios::body).body(request(1 << 16)),
                undecided("64 KiB and a byte", RequestScenarios::body).body(request((1 << 16) + 1)),
                decided("at the limit", RequestScenarios::body)
                        .body(request(150))
                        .options("\"max_body\": 150,"),
                undecided("over the limit", RequestScenarios::body)
                        .body(request(151))
                        .options("\"max_body\": 150,"),
                undecided("over the limit by the last byte", request -> {
                            ServletInputStream in = request.getInputStream();
                            return Answer.text(in.readNBytes(150)) + in.read() + in.read();
                        })
                        .body(request(151))
                        .options("\"max_body\": 150,"),
                undecided(
                                "over the limit, then a whole one",
                                request -> body(request).length())
                        .body(bytes("x".repeat(150) + FULL_REQUEST))
                        .options("\"max_body\": 150,"));
    }

    private static List<Scenario> contents() {
        return List.of(
                undecided("no JSON", RequestScenarios::body).body(bytes("type=m.login.password&user=ada")),
                undecided("two objects", RequestScenarios::body).body(bytes(FULL_REQUEST + FULL_REQUEST)),
                decided(
                                "two objects, of which one is read",
                                request -> Answer.text(request.getInputStream().readNBytes(FULL_REQUEST.length())))
                        .body(bytes(FULL_REQUEST + FULL_REQUEST)),
                undecided("two users", RequestScenarios::body)
                        .body(bytes(FULL_REQUEST.replace("\"user\":", "\"user\":\"eve\",\"user\":"))),
                undecided("ISO-8859-1 as bytes", RequestScenarios::body)
                        .body(FULL_REQUEST.replace("secret", "s\u00e9cret").getBytes(StandardCharsets.ISO_8859_1)),
                undecided("gzip", request -> body(new GZIPInputStream(request.getInputStream())))
                        .body(BodyScenarios.gzip(bytes(FULL_REQUEST)))
                        .header("Content-Encoding: gzip"),
                decided("parameters of the query", request -> request.getParameter("user") + body(request))
                        .path(Scenario.LOGIN_PATH + "?user=eve"),
                undecided("parameters of a form", request -> request.getParameter("user") + body(request))
                        .body(bytes("user=ada&type=m.login.password"))
                        .contentType("application/x-www-form-urlencoded"),
                decided(
                                "a form that is read, then its parameters",
                                request -> body(request) + request.getParameter("x"))
                        .contentType("application/x-www-form-urlencoded"),
                decided("another reader of the same bytes", request -> {
                    byte[] body = request.getInputStream().readAllBytes();
                    return body(new ByteArrayInputStream(body));
                }));
    }
}
