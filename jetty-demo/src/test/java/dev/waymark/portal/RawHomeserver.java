// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A homeserver that answers with bytes, however wrong, and then closes the connection. */
final class RawHomeserver implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    /** The status line of an answer that is not an interim one. */
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [2-5][0-9]{2}[^\r\n]*\r\n");

    /** To probes it answers as it should. */
    private static final String VERSIONS =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 22\r\n\r\n{\"versions\":[\"v1.11\"]}";

    /** What to answer; the connection is closed when it returns. */
    @FunctionalInterface
    interface Script {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Script script = out -> {};
    private volatile boolean probesToo;

    RawHomeserver() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            boolean probe = readRequest(socket.getInputStream()).contains(TargetProbes.VERSIONS);
            if (probe && !probesToo) {
                socket.getOutputStream().write(VERSIONS.getBytes(StandardCharsets.US_ASCII));
            } else {
                script.answer(socket.getOutputStream());
            }
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The portal went away first, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the head. */
    private static String readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(StandardCharsets.US_ASCII);
            }
            head.write(next);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return head.toString(StandardCharsets.US_ASCII);
    }

    void answers(Script how) {
        script = how;
    }

    /** With word that the connection ends, which it does: the portal might take it for the next login otherwise. */
    void answers(String bytes) {
        String last = STATUS.matcher(bytes).replaceFirst("$0Connection: close\r\n");
        script = out -> out.write(last.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** To probes, too, it gives the answer that it was told. */
    void answersProbesToo() {
        probesToo = true;
    }

    String baseUrl() {
        return "http://localhost:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
