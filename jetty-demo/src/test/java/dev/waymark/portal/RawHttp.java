// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** HTTP by hand, for requests that no client would send and answers that no client would show. */
final class RawHttp {

    private static final int TIMEOUT_MILLIS = 20_000;

    /**
     * What came back until the connection ended.
     *
     * @param head status line and headers
     * @param latin1 what is behind, a character a byte, with the chunks' own lines where it is chunked
     */
    record Answer(String head, String latin1) {

        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** All values of a header. */
        List<String> all(String header) {
            return head.lines()
                    .skip(1)
                    .map(line -> line.split(": ?", 2))
                    .filter(field -> field[0].equalsIgnoreCase(header))
                    .map(field -> field[1])
                    .toList();
        }

        Stream<String> headerNames() {
            return head.lines().skip(1).map(line -> line.split(":", 2)[0]);
        }

        String text() {
            return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        /** Whether a client can tell that the body is all there. */
        boolean isWhole() {
            List<String> length = all("Content-Length");
            if (!length.isEmpty()) {
                return latin1.length() == Long.parseLong(length.get(0));
            }
            return !all("Transfer-Encoding").isEmpty() && latin1.endsWith("0\r\n\r\n");
        }
    }

    private RawHttp() {}

    /** Sends it, which should ask for the connection to be closed, and reads to the end. */
    static Answer exchange(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Answer exchange(int port, byte[] request) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(request);
            return read(socket.getInputStream());
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** Reads one answer, to the end of the connection. */
    static Answer read(InputStream in) throws IOException {
        String head = readHead(in);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            in.transferTo(body);
        } catch (IOException e) {
            // Reset: what was read until then is what a client has.
            if (head.isEmpty()) {
                throw e;
            }
        }
        return new Answer(head, body.toString(StandardCharsets.ISO_8859_1));
    }

    /** Reads the head of an answer, with the empty line behind it. */
    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = in.read();
        while (next >= 0) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString().strip();
            }
            next = in.read();
        }
        throw new IOException("the connection ended in the head of an answer: " + head);
    }
}
