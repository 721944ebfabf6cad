// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import static dev.waymark.servlet.contract.RequestScenarios.LINES;
import static dev.waymark.servlet.contract.RequestScenarios.decided;
import static dev.waymark.servlet.contract.RequestScenarios.request;
import static dev.waymark.servlet.contract.RequestScenarios.undecided;
import static dev.waymark.servlet.contract.Scenario.FULL_REQUEST;
import static dev.waymark.servlet.contract.StreamScenarios.bytes;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Homeservers that read the request as characters, where what they read decides. */
final class RequestReaderScenarios {

    private static final String ACCENTS = FULL_REQUEST.replace("ada", "ad\u00e9");
    private static final String BY_ACCENTS = "[{\"identifier\": \"ad\u00e9\", \"target\": \"hist\"}]";

    private RequestReaderScenarios() {}

    private static String all(HttpServletRequest request) throws IOException {
        return all(request.getReader());
    }

    private static String all(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    static List<Scenario> all() {
        return Stream.of(readings(), charsets()).flatMap(List::stream).toList();
    }

    private static List<Scenario> readings() {
        return List.of(
                decided("reader: all", request -> all(request)),
                decided("reader: characters one by one", request -> {
                    BufferedReader reader = request.getReader();
                    StringBuilder text = new StringBuilder();
                    for (int c = reader.read(); c >= 0; c = reader.read()) {
                        text.append((char) c);
                    }
                    return text + " " + reader.read();
                }),
                decided("reader: arrays", request -> {
                    BufferedReader reader = request.getReader();
                    char[] piece = new char[7];
                    StringBuilder text = new StringBuilder();
                    for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                        text.append(piece, 0, read);
                    }
                    return text;
                }),
                decided("reader: parts of a larger array", request -> {
                    BufferedReader reader = request.getReader();
                    char[] larger = new char[1000];
                    int size = 3;
                    for (int read = 0; read >= 0; read = reader.read(larger, size, 11)) {
                        size += read;
                    }
                    return new String(larger, 0, size);
                }),
                decided("reader: buffers", request -> {
                    BufferedReader reader = request.getReader();
                    CharBuffer buffer = CharBuffer.allocate(1000);
                    int read;
                    do {
                        read = reader.read(buffer);
                    } while (read >= 0);
                    return buffer.flip().toString();
                }),
                decided("reader: readLine", request -> {
                            BufferedReader reader = request.getReader();
                            StringBuilder text = new StringBuilder();
                            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                                text.append(line).append('|');
                            }
                            return text;
                        })
                        .body(LINES),
                decided("reader: lines", request -> request.getReader().lines().collect(Collectors.joining("|")))
                        .body(LINES),
                decided("reader: a line, then the rest", request -> {
                            BufferedReader reader = request.getReader();
                            return reader.readLine() + "|" + all(reader);
                        })
                        .body(LINES),
                decided("reader: mark and reset", request -> {
                    BufferedReader reader = request.getReader();
                    String text = String.valueOf(reader.markSupported()) + reader.read();
                    reader.mark(50);
                    text += reader.read(new char[20]);
                    reader.reset();
                    return text + all(reader);
                }),
                decided(
                        "reader: asked for twice",
                        request -> request.getReader().read() + all(request)),
                decided("reader: closed", request -> {
                    try (BufferedReader reader = request.getReader()) {
                        return all(reader);
                    }
                }),
                decided("reader: ready", request -> request.getReader().ready() + all(request)),
                undecided("reader: half of it", request -> request.getReader().read(new char[50])),
                undecided("reader: part of it skipped", request -> {
                    BufferedReader reader = request.getReader();
                    return reader.read() + " " + reader.skip(5) + " " + all(reader);
                }),
                undecided("reader: not read, but asked for", request -> {
                    request.getReader();
                    return "nothing";
                }),
                decided("reader: chunked", request -> all(request)).chunked(10),
                decided("reader: 60 kB", request -> all(request)).body(request(60_000)),
                decided("reader: at the limit", request -> all(request))
                        .body(request(150))
                        .options("\"max_body\": 150,"),
                undecided("reader: over the limit", request -> all(request))
                        .body(request(151))
                        .options("\"max_body\": 150,"),
                decided("reader: behind a stream", request -> {
                    String text = RequestScenarios.body(request);
                    try {
                        return text + all(request);
                    } catch (IllegalStateException e) {
                        return text + " refused";
                    }
                }),
                decided("reader: before a stream", request -> {
                    String text = all(request);
                    try {
                        return text + RequestScenarios.body(request);
                    } catch (IllegalStateException e) {
                        return text + " refused";
                    }
                }));
    }

    private static List<Scenario> charsets() {
        return List.of(
                charset(StandardCharsets.UTF_8),
                charset(StandardCharsets.ISO_8859_1),
                charset(StandardCharsets.UTF_16LE),
                decided("reader: charset set before", request -> {
                            request.setCharacterEncoding("UTF-8");
                            return all(request) + request.getCharacterEncoding();
                        })
                        .body(bytes(ACCENTS))
                        .rules(BY_ACCENTS),
                decided("reader: charset set too late", request -> {
                    BufferedReader reader = request.getReader();
                    request.setCharacterEncoding("UTF-16");
                    return all(reader) + request.getCharacterEncoding();
                }),
                undecided("reader: a charset that there is not", request -> {
                            try {
                                return all(request);
                            } catch (IOException | RuntimeException e) {
                                return "refused";
                            }
                        })
                        .contentType("application/json;charset=x-unheard-of"));
    }

    private static Scenario charset(Charset charset) {
        return decided("reader: " + charset, request -> all(request) + request.getCharacterEncoding())
                .contentType("application/json;charset=" + charset)
                .body(ACCENTS.getBytes(charset))
                .rules(BY_ACCENTS);
    }
}
