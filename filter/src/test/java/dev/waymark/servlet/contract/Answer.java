// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * One HTTP/1.1 response as it came over the wire; text is ISO-8859-1, so that characters are bytes.
 *
 * @param status the status line, before it those of any interim responses
 * @param headers the header lines, in order
 * @param framing how the end of the body was told
 * @param chunks the chunks of a chunked body; any other body is one
 * @param trailers the trailer lines
 * @param whole false where the connection ended before the body did
 */
record Answer(
        List<String> status,
        List<String> headers,
        Framing framing,
        List<String> chunks,
        List<String> trailers,
        boolean whole) {

    /** Stands for the date, which some containers always send. */
    static final String SOME_DATE = "some date";

    private static final List<String> LOGIN_FIELDS = List.of("user_id", "access_token");

    enum Framing {
        NO_BODY,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    String body() {
        return String.join("", chunks);
    }

    /** Whether another request can follow on the connection. */
    boolean keepsConnection() {
        return whole
                && framing != Framing.CLOSE
                && headers.stream().noneMatch(header -> header.equalsIgnoreCase("Connection: close"));
    }

    /** Whether it is what a filter may change: a whole 200 that holds a login. */
    boolean isLogin(boolean gzip) throws IOException {
        if (!whole || !status.get(status.size() - 1).contains(" 200")) {
            return false;
        }
        String text = gzip ? unzipped() : body();
        return text.contains("{") && LOGIN_FIELDS.stream().allMatch(text.replace("\0", "")::contains);
    }

    String unzipped() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(body())))) {
            return text(in.readAllBytes());
        }
    }

    /** Reads a response; null where the connection ended before its head. */
    static Answer read(InputStream in) throws IOException {
        List<String> status = new ArrayList<>();
        List<String> headers;
        String line;
        do {
            line = line(in);
            if (line == null) {
                return null;
            }
            status.add(line);
            headers = lines(in);
        } while (line.startsWith("HTTP/1.1 1"));
        if (line.startsWith("HTTP/1.1 204") || line.startsWith("HTTP/1.1 304")) {
            return new Answer(status, headers, Framing.NO_BODY, List.of(), List.of(), true);
        }
        String length = value(headers, "content-length");
        if (length != null) {
            int expected = Integer.parseInt(length);
            byte[] body = in.readNBytes(expected);
            return new Answer(status, headers, Framing.LENGTH, List.of(text(body)), List.of(), body.length == expected);
        }
        if ("chunked".equalsIgnoreCase(value(headers, "transfer-encoding"))) {
            return chunked(in, status, headers);
        }
        return new Answer(status, headers, Framing.CLOSE, List.of(text(in.readAllBytes())), List.of(), true);
    }

    private static Answer chunked(InputStream in, List<String> status, List<String> headers) throws IOException {
        List<String> chunks = new ArrayList<>();
        for (String size = line(in); size != null; size = line(in)) {
            int expected = Integer.parseInt(size, 16);
            if (expected == 0) {
                return new Answer(status, headers, Framing.CHUNKED, chunks, lines(in), true);
            }
            chunks.add(text(in.readNBytes(expected)));
            line(in);
        }
        return new Answer(status, headers, Framing.CHUNKED, chunks, List.of(), false);
    }

    static String value(List<String> headers, String name) {
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            lines.add(line.startsWith("Date: ") ? "Date: " + SOME_DATE : line);
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return text(line.toByteArray()).stripTrailing();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
