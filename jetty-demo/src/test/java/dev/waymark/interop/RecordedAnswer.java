// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * An answer in chunks, as it came over a connection.
 *
 * @param head status line and headers with their line ends, a character a byte, to the empty line behind them
 * @param chunks what was in each chunk, a character a byte, without the last, which is empty
 */
record RecordedAnswer(String head, List<String> chunks) {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String LINE_END = "\r\n";

    /** Posts JSON to a server, on a connection that stays open, and reads its answer. */
    static RecordedAnswer post(String url, String json, String... headerLines) throws IOException {
        URI uri = URI.create(url);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        lines.add("POST " + uri.getPath() + " HTTP/1.1");
        lines.add("Host: " + uri.getAuthority());
        lines.add("Content-Type: application/json");
        lines.add("Content-Length: " + body.length);
        lines.addAll(List.of(headerLines));
        try (Socket socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(
                    (String.join(LINE_END, lines) + LINE_END + LINE_END).getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            return read(socket.getInputStream());
        }
    }

    private static RecordedAnswer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(in); !line.equals(LINE_END); line = line(in)) {
            head.append(line);
        }
        assertThat(head.toString()).containsIgnoringCase("\r\nTransfer-Encoding: chunked\r\n");
        List<String> chunks = new ArrayList<>();
        for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
            chunks.add(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            assertThat(line(in)).isEqualTo(LINE_END);
        }
        assertThat(line(in)).as("no trailers").isEqualTo(LINE_END);
        return new RecordedAnswer(head.toString(), List.copyOf(chunks));
    }

    private static int chunkLength(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith(LINE_END)) {
            int next = in.read();
            assertThat(next).as("the end of a line that begins with %s", line).isNotNegative();
            line.append((char) next);
        }
        return line.toString();
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The body as text, decoded where it is in gzip. */
    String body() {
        byte[] bytes = String.join("", chunks).getBytes(StandardCharsets.ISO_8859_1);
        if (!isGzip()) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isGzip() {
        return head.toLowerCase(Locale.ROOT).contains("\r\ncontent-encoding: gzip\r\n");
    }

    /** A homeserver that gives this answer to everything: the same headers in the same order, and each chunk as it was. */
    HttpServlet replay() {
        return new Replay(this);
    }

    private static final class Replay extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient RecordedAnswer answer;

        Replay(RecordedAnswer answer) {
            this.answer = answer;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            response.setStatus(answer.status());
            answer.head.lines().skip(1).forEach(line -> {
                String[] header = line.split(": ", 2);
                if (!header[0].equalsIgnoreCase("Transfer-Encoding")) {
                    response.addHeader(header[0], header[1]);
                }
            });
            for (String chunk : answer.chunks) {
                response.getOutputStream().write(chunk.getBytes(StandardCharsets.ISO_8859_1));
                // Which makes it a chunk of its own.
                response.flushBuffer();
            }
        }
    }
}
