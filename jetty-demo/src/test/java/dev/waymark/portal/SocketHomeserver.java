// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A homeserver that counts the requests that reach it, and does with each connection what a test wants. */
final class SocketHomeserver implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String VERSIONS =
            "HTTP/1.1 200 OK\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{\"versions\":[\"v1.1\"]}";
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    /** What to do with a connection, which is closed when it returns. */
    @FunctionalInterface
    interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    /** A connection from the portal. */
    final class Connection {

        private final Socket socket;
        private boolean isCounted;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** Waits for a request; false where none comes any more. */
        boolean awaitRequest() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                // A login; the portal's own questions do not count.
                if (head.size() == 0 && next == 'P') {
                    requests.incrementAndGet();
                    if (!isCounted) {
                        isCounted = true;
                        connections.incrementAndGet();
                    }
                }
                head.write(next);
            }
            if (head.toString(StandardCharsets.US_ASCII).startsWith("GET ")) {
                send(VERSIONS);
                throw new IOException("a probe, which is answered");
            }
            Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
            in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
            return true;
        }

        void send(String latin1) throws IOException {
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** The end of the connection is a reset, whatever is still on its way. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;

    SocketHomeserver(Script script) {
        this.script = script;
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
            script.serve(new Connection(socket));
        } catch (IOException e) {
            // The portal went away first, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many requests have begun to arrive. */
    int requests() {
        return requests.get();
    }

    /** How many connections logins came by. */
    int connections() {
        return connections.get();
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
