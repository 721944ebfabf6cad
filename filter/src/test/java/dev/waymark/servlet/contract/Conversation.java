// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A login and, where the connection lasts, a second request on it, which gets its answer only if the first one was framed
 * right.
 *
 * @param login the answer to the login, or null where there was none
 * @param raw all that came over the wire, except what date it was
 * @param probe what of it came behind the answer to the login
 */
record Conversation(@Nullable Answer login, String raw, String probe) {

    static final Conversation NONE = new Conversation(null, "", "");

    private static final Pattern DATE = Pattern.compile("(\r\nDate: )[^\r\n]+");

    /** How an answer ends whose connection or stream did before it. */
    static final String BROKEN_OFF = "(broken off)";

    /** How an answer ends for which the client waited in vain. */
    static final String NOT_IN_TIME = "(no end in time)";

    private static final int SLOW_CLIENT_BUFFER = 4096;
    /** Tomcat looks for async requests that are over their time once a second. */
    private static final int SILENCE_MILLIS = 4000;

    boolean isInTime() {
        return !raw.endsWith(NOT_IN_TIME);
    }

    /** @param probePath of the second request; null if the client says with the first that it sends no more */
    static Conversation hold(int port, String request, @Nullable String probePath, Play play) throws Exception {
        try (Socket socket = new Socket()) {
            if (play.clientIsSlow()) {
                socket.setReceiveBufferSize(SLOW_CLIENT_BUFFER);
            }
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Play.DEADLINE_SECONDS));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(Answer.bytes(request));
            if (probePath == null) {
                socket.shutdownOutput();
            }
            play.awaitClientReads();
            Recorder in = new Recorder(socket, play.clientGivesUp());
            Answer login = Answer.read(in);
            int end = in.seen.size();
            if (login != null && probePath != null && login.keepsConnection()) {
                socket.getOutputStream()
                        .write(Answer.bytes(
                                "GET " + probePath + " HTTP/1.1\r\nHost: homeserver\r\nConnection: close\r\n\r\n"));
                in.readAllBytes();
            }
            byte[] raw = in.seen.toByteArray();
            return new Conversation(login, undated(raw), undated(Arrays.copyOfRange(raw, end, raw.length)));
        }
    }

    private static String undated(byte[] raw) {
        return DATE.matcher(Answer.text(raw)).replaceAll("$1" + Answer.SOME_DATE);
    }

    /** Keeps what is read; a connection that is reset reads as one that is closed, since which it is is up to timing. */
    private static final class Recorder extends FilterInputStream {

        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private final Socket socket;
        private final boolean givesUp;

        Recorder(Socket socket, boolean givesUp) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
            this.givesUp = givesUp;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int read = super.read(bytes, offset, length);
                if (read > 0) {
                    seen.write(bytes, offset, read);
                    if (givesUp) {
                        socket.setSoTimeout(SILENCE_MILLIS);
                    }
                }
                return read;
            } catch (SocketException e) {
                return -1;
            } catch (SocketTimeoutException e) {
                socket.close();
                seen.writeBytes(Answer.bytes(seen.size() > 0 && givesUp ? "(no end)" : NOT_IN_TIME));
                return -1;
            }
        }
    }
}
