// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Callable;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of LDAP connections. JNDI takes a socket factory by the name of its class only: it must be public, and
 * what belongs to one connection is handed over by the thread. Not for use by others.
 *
 * <p>It makes one socket for one connection, and only while that is being opened. JNDI opens a broken connection again
 * when it is used next: without the TLS that StartTLS had made, but with the password.
 */
public final class LdapSocketFactory {

    private static final ThreadLocal<One> CURRENT = new ThreadLocal<>();

    private LdapSocketFactory() {}

    /**
     * Called by JNDI.
     *
     * @throws IllegalStateException where no connection is being opened in this thread
     */
    public static SocketFactory getDefault() {
        One current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("a connection is opened once only");
        }
        return current;
    }

    /** The factory of one socket. Safe for use by many threads. */
    static final class One extends SocketFactory implements Closeable {

        private final @Nullable SSLContext tls;
        private @Nullable Socket socket;
        private boolean closed;

        /** With a context, a socket whose TLS checks the host's name; otherwise a plain one. */
        One(@Nullable SSLContext tls) {
            this.tls = tls;
        }

        /** Calls what opens a connection, with this as JNDI's factory. */
        <T> T opening(Callable<T> opens) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader loader = thread.getContextClassLoader();
            // By which JNDI looks for the class.
            thread.setContextClassLoader(LdapSocketFactory.class.getClassLoader());
            CURRENT.set(this);
            try {
                return opens.call();
            } finally {
                CURRENT.remove();
                thread.setContextClassLoader(loader);
            }
        }

        @Override
        public synchronized Socket createSocket() throws IOException {
            if (socket != null || closed) {
                throw new SocketException("a connection is opened once only");
            }
            Socket made = tls == null ? new Socket() : tls.getSocketFactory().createSocket();
            if (made instanceof SSLSocket tlsSocket) {
                SSLParameters parameters = tlsSocket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("LDAPS");
                tlsSocket.setSSLParameters(parameters);
            }
            socket = made;
            return made;
        }

        /** Limits each wait for data, until it is set to 0. */
        synchronized void setTimeout(int millis) throws SocketException {
            if (socket != null) {
                socket.setSoTimeout(millis);
            }
        }

        /** Closes the socket, so that who waits for it, in any thread, waits no longer. */
        @Override
        public void close() {
            Socket made;
            synchronized (this) {
                closed = true;
                made = socket;
            }
            try {
                if (made != null) {
                    made.close();
                }
            } catch (IOException e) {
                // It is of no more use either way.
            }
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new SocketException("a connection needs a time-out");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }
    }
}
