// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.Scenario.LOGIN;
import static dev.waymark.servlet.contract.Scenario.passed;
import static dev.waymark.servlet.contract.Scenario.rewritten;
import static dev.waymark.servlet.contract.StreamScenarios.json;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What homeservers answer besides a plain login response: other statuses, other bodies, compressed ones. */
final class BodyScenarios {

    private static final String OPEN = LOGIN.substring(0, LOGIN.length() - 1);

    private BodyScenarios() {}

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static List<Scenario> all() {
        return Stream.of(statuses(), bodies(), encodings(), digests(), trailers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> statuses() {
        List<Scenario> all = new ArrayList<>();
        for (int status : new int[] {201, 202, 206, 400, 401, 403, 404, 429, 500, 503}) {
            all.add(passed("status " + status, (request, response) -> {
                response.setStatus(status);
                json(response, LOGIN);
            }));
            all.add(passed("status " + status + " after writing", (request, response) -> {
                json(response, LOGIN);
                response.setStatus(status);
            }));
        }
        for (int status : new int[] {204, 304}) {
            all.add(passed("status " + status, (request, response) -> response.setStatus(status)));
            all.add(passed("status " + status + " with a body", (request, response) -> {
                response.setStatus(status);
                json(response, LOGIN);
            }));
        }
        all.add(rewritten("status 401, then 200", (request, response) -> {
            response.setStatus(401);
            response.setStatus(200);
            json(response, LOGIN);
        }));
        all.add(passed("retry later", (request, response) -> {
            response.setStatus(429);
            response.setHeader("Retry-After", "1");
            response.getWriter().print("{\"errcode\":\"M_LIMIT_EXCEEDED\"}");
        }));
        all.add(passed("nothing at all", (request, response) -> {}));
        return all;
    }

    private static List<Scenario> bodies() {
        String noToken = LOGIN.replace("access_token", "no_token");
        List<Scenario> all = new ArrayList<>();
        Map.ofEntries(
                        Map.entry("text", "Hello"),
                        Map.entry("HTML", "<html>" + LOGIN + "</html>"),
                        Map.entry("array", "[" + LOGIN + "]"),
                        Map.entry("string", "\"" + LOGIN.replace("\"", "\\\"") + "\""),
                        Map.entry("number", "7"),
                        Map.entry("empty object", "{}"),
                        Map.entry("spaces", "   \n"),
                        Map.entry("no access token", noToken),
                        Map.entry("no user ID", LOGIN.replace("user_id", "user")),
                        Map.entry("user ID is a number", LOGIN.replace("\"@ada:ac.example\"", "7")),
                        Map.entry("access token is null", LOGIN.replace("\"syt_secret\"", "null")),
                        Map.entry("two objects", LOGIN + LOGIN),
                        Map.entry("text behind the object", LOGIN + "x"),
                        Map.entry("user ID twice", OPEN + ",\"user_id\":\"@bob:ac.example\"}"),
                        Map.entry("not finished", OPEN),
                        Map.entry("single quotes", LOGIN.replace('"', '\'')),
                        Map.entry("comment", "/* hello */" + LOGIN),
                        Map.entry("comment inside", OPEN + "/* hello */}"),
                        Map.entry("comma too many", OPEN + ",}"),
                        Map.entry("NaN", OPEN + ",\"n\":NaN}"),
                        Map.entry("NUL behind", LOGIN + "\0"),
                        Map.entry("control character", OPEN + ",\"a\":\"\u0001\"}"),
                        Map.entry("too deep", OPEN + ",\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}"),
                        Map.entry("nested login", "{\"login\":" + LOGIN + "}"))
                .forEach((name, body) -> {
                    all.add(passed("body: " + name, (request, response) -> json(response, body)));
                    all.add(passed(
                            "body of a writer: " + name,
                            (request, response) ->
                                    WriterScenarios.writer(response).write(body)));
                });
        all.add(rewritten("body: spaces around", (request, response) -> json(response, "\r\n\t " + LOGIN + " \n")));
        all.add(
                rewritten(
                        "body: odd but legal",
                        (request, response) -> json(
                                response,
                                OPEN.replace("\":", "\" :\t")
                                        + ", \"\\u0061\": [1e3, -0.0, 1.10, {\"user_id\": 7}], \"b\": \"\\/\\ud83d\\ude00\" , \"c\":{}}")));
        all.add(passed("body: invalid UTF-8", (request, response) -> {
            byte[] body = StreamScenarios.bytes(OPEN + ",\"a\":\"?\"}");
            body[body.length - 3] = (byte) 0xff;
            response.getOutputStream().write(body);
        }));
        all.add(rewritten("body: byte order mark", (request, response) -> json(response, "\ufeff" + LOGIN)));
        all.add(passed(
                "body of a writer: byte order mark",
                (request, response) -> WriterScenarios.writer(response).write("\ufeff" + LOGIN)));
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            all.add(passed("bytes in " + charset, (request, response) -> {
                response.setContentType("application/json;charset=" + charset);
                response.getOutputStream().write(LOGIN.getBytes(charset));
            }));
        }
        return all;
    }

    private static List<Scenario> encodings() {
        byte[] zipped = gzip(StreamScenarios.bytes(LOGIN));
        byte[] cut = java.util.Arrays.copyOf(zipped, zipped.length - 4);
        byte[] bomb = gzip(new byte[2_000_000]);
        return List.of(
                rewritten("gzip", (request, response) -> encoded(response, "gzip", zipped))
                        .gzip(),
                rewritten("gzip with a length", (request, response) -> {
                            response.setContentLength(zipped.length);
                            encoded(response, "x-gzip", zipped);
                        })
                        .gzip(),
                rewritten("gzip through a stream that is closed", (request, response) -> {
                            response.setContentType("application/json");
                            response.setHeader("Content-Encoding", "gzip");
                            response.addHeader("Vary", "Accept-Encoding");
                            try (GZIPOutputStream out = new GZIPOutputStream(response.getOutputStream())) {
                                out.write(StreamScenarios.bytes(LOGIN));
                            }
                        })
                        .gzip(),
                rewritten("gzip through a writer that is flushed and closed", (request, response) -> {
                            response.setHeader("Content-Encoding", "gzip");
                            try (Writer writer = new OutputStreamWriter(
                                    new GZIPOutputStream(response.getOutputStream(), true), StandardCharsets.UTF_8)) {
                                writer.write(LOGIN.substring(0, 20));
                                writer.flush();
                                writer.write(LOGIN.substring(20));
                            }
                        })
                        .gzip(),
                passed(
                        "gzip of garbage",
                        (request, response) ->
                                encoded(response, "gzip", "{garbage}".getBytes(StandardCharsets.US_ASCII))),
                passed(
                        "gzip of other than JSON",
                        (request, response) -> encoded(response, "gzip", gzip(new byte[] {1, 2, 3}))),
                passed("gzip cut off", (request, response) -> encoded(response, "gzip", cut)),
                passed("gzip bomb", (request, response) -> encoded(response, "gzip", bomb)),
                passed(
                        "gzip without saying so",
                        (request, response) -> response.getOutputStream().write(zipped)),
                passed(
                        "plain that says gzip",
                        (request, response) -> encoded(response, "gzip", StreamScenarios.bytes(LOGIN))),
                passed("plain of a writer that says gzip", (request, response) -> {
                    response.setHeader("Content-Encoding", "gzip");
                    response.getWriter().write(LOGIN);
                }),
                passed("brotli", (request, response) -> encoded(response, "br", StreamScenarios.bytes(LOGIN))),
                passed("gzip twice", (request, response) -> encoded(response, "gzip, gzip", gzip(zipped))),
                passed("gzip twice in two headers", (request, response) -> {
                    response.addHeader("Content-Encoding", "gzip");
                    response.addHeader("Content-Encoding", "br");
                    response.getOutputStream().write(zipped);
                }),
                rewritten(
                        "identity",
                        (request, response) -> encoded(response, "identity", StreamScenarios.bytes(LOGIN))));
    }

    private static void encoded(HttpServletResponse response, String encoding, byte[] body) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Content-Encoding", encoding);
        response.getOutputStream().write(body);
    }

    private static List<Scenario> digests() {
        List<Scenario> all = new ArrayList<>();
        for (String name : List.of("ETag", "etag", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest")) {
            all.add(Scenario.rewrittenPlay(
                    "digest by " + name,
                    play -> play.login((request, response) -> {
                        response.setContentType("application/json");
                        response.setHeader(name, "\"first\"");
                        response.addHeader(name, "\"second\"");
                        play.note("has it", response.containsHeader(name));
                        play.note("value", response.getHeader(name));
                        play.note("values", List.copyOf(response.getHeaders(name)));
                        // Some containers name a header once for each value.
                        play.note("names", new TreeSet<>(response.getHeaderNames()));
                        json(response, LOGIN);
                    })));
        }
        all.add(rewritten("digest taken back", (request, response) -> {
            response.setHeader("ETag", "\"1\"");
            response.setHeader("etag", null);
            json(response, LOGIN);
        }));
        all.add(rewritten("digest as a number", (request, response) -> {
            response.setContentType("application/json");
            response.setIntHeader("ETag", 1);
            response.addIntHeader("Digest", 2);
            json(response, LOGIN);
        }));
        all.add(rewritten("digest among other headers", (request, response) -> {
            response.setHeader("X-Before", "yes");
            response.setHeader("ETag", "\"1\"");
            response.setHeader("X-After", "yes");
            json(response, LOGIN);
        }));
        all.add(passed("digest of an error", (request, response) -> {
            response.setStatus(400);
            response.setHeader("X-Before", "yes");
            response.setHeader("ETag", "\"1\"");
            json(response, LOGIN);
        }));
        all.add(passed("digest of an error that is none", (request, response) -> {
            response.setStatus(400);
            response.setHeader("ETag", "\"1\"");
            response.setStatus(200);
            json(response, LOGIN);
        }));
        all.add(rewritten("digest that is flushed", (request, response) -> {
            response.setContentType("application/json");
            response.setHeader("ETag", "\"1\"");
            response.flushBuffer();
            response.setHeader("ETag", "\"2\"");
            json(response, LOGIN);
        }));
        return all;
    }

    private static List<Scenario> trailers() {
        return Stream.of(
                        rewritten("trailers", (request, response) -> {
                            response.setTrailerFields(() -> Map.of("X-Checksum", "1"));
                            json(response, LOGIN);
                        }),
                        rewritten("trailers of a writer that is flushed", (request, response) -> {
                            response.setHeader("Trailer", "X-Checksum");
                            response.setTrailerFields(() -> Map.of("X-Checksum", "1"));
                            WriterScenarios.writer(response).write(LOGIN);
                            response.flushBuffer();
                        }),
                        Scenario.passedPlay(
                                "trailers after a flush",
                                play -> play.login((request, response) -> {
                                    json(response, LOGIN);
                                    response.flushBuffer();
                                    play.noteEnd("setTrailerFields", () -> response.setTrailerFields(Map::of));
                                    play.note("trailers", response.getTrailerFields());
                                })),
                        passed("trailers of an error", (request, response) -> {
                            response.setStatus(400);
                            response.setTrailerFields(() -> Map.of("X-Checksum", "1"));
                            json(response, LOGIN);
                        }))
                .map(scenario -> scenario.needs("setTrailerFields", Supplier.class))
                .toList();
    }
}
