// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a server, passes all on, and notes what clients send. */
final class Wiretap implements AutoCloseable {

    final AtomicInteger connections = new AtomicInteger();

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ServerSocket listener;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    Wiretap(int port) throws IOException {
        this.port = port;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What clients sent, as Latin-1. */
    String sent() {
        synchronized (sent) {
            return sent.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Ends all connections. */
    void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    /** What may end by the end of a connection. */
    private interface Task {
        void run() throws IOException;
    }

    private void inThread(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The end of a connection.
                    }
                },
                "wiretap");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            connections.incrementAndGet();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            open.addAll(List.of(client, server));
            inThread(() -> pass(client, server, true));
            inThread(() -> pass(server, client, false));
        }
    }

    private void pass(Socket from, Socket to, boolean noted) throws IOException {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (noted) {
                    synchronized (sent) {
                        sent.write(buffer, 0, read);
                    }
                }
                out.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
