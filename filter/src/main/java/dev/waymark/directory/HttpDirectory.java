// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Looks users up at an HTTP endpoint that answers with JSON. Safe for use by many threads.
 *
 * <p>Servers are asked to close the connection after each answer. One that does not say that it will, may have it kept by
 * the JVM for some seconds, with a thread of the JVM's that knows nothing of us. No redirect is followed: headers, and who
 * is looked up, are for the server that was set. A look-up ends in time: to connect and to get the headers within the time
 * limit, the body within twice that; save that a server that sends its body in chunks, and their framing character by
 * character, can draw it out until the JVM's own limits.
 */
final class HttpDirectory implements Directory {

    /** The largest answer that is read, in bytes: some hundred times one. */
    static final int MAX_ANSWER = 64 << 10;

    private static final String LARGE = "the answer of its server is larger than " + MAX_ANSWER + " bytes";

    private final Set<Fact> facts;
    private final HttpSettings settings;
    private final HttpCutter cutter = new HttpCutter();
    private final ProxyCredentials credentials = new ProxyCredentials();

    HttpDirectory(Set<Fact> facts, HttpSettings settings) {
        this.facts = EnumSet.copyOf(facts);
        this.settings = settings;
    }

    @Override
    public Set<Fact> facts() {
        return EnumSet.copyOf(facts);
    }

    @Override
    public @Nullable String find(Login login) throws IOException, InterruptedException {
        URI url = settings.question().fill(login);
        byte[] body = settings.body() == null ? null : settings.body().fill(login);
        if (url == null || (body == null && settings.body() != null)) {
            return null;
        }
        byte[] answer = ask(url, body);
        return answer == null ? null : Prefix.before(settings.answer().in(answer), settings.prefix());
    }

    /** The body of the answer, or null where the server does not know the user. */
    private byte @Nullable [] ask(URI url, byte @Nullable [] body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        HttpURLConnection connection = connection(url);
        try {
            int status = status(connection, body);
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                return null;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new UnexpectedAnswer("its server answered " + status + "; expected 200 or 404");
            }
            return answer(connection, deadline);
        } catch (UnexpectedAnswer e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("of its server, " + Trouble.of(e));
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connection(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        int timeout = (int) settings.timeout().toMillis();
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setAuthenticator(credentials);
        if (connection instanceof HttpsURLConnection https) {
            // Not the application's own, which may have been set to trust anybody.
            https.setSSLSocketFactory(
                    TrustedCertificates.orDefault(settings.trust()).getSocketFactory());
            // Asked only where the certificate is for another name.
            https.setHostnameVerifier((host, session) -> false);
        }
        settings.headers().forEach(connection::setRequestProperty);
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    private int status(HttpURLConnection connection, byte @Nullable [] body) throws IOException, InterruptedException {
        try (HttpCutter.Watch watch =
                cutter.watch(connection, settings.timeout().toNanos())) {
            try {
                int status = exchange(connection, body);
                if (!watch.isCut()) {
                    return status;
                }
            } catch (IOException | RuntimeException e) {
                // Which one it is when it was cut, depends on where it was then.
                if (!watch.isCut()) {
                    throw e;
                }
            }
            throwIfInterrupted();
            throw late();
        } catch (RejectedExecutionException e) {
            throw new UnexpectedAnswer("the directory is closed");
        }
    }

    private static int exchange(HttpURLConnection connection, byte @Nullable [] body) throws IOException {
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestMethod("POST");
            if (connection.getRequestProperty("Content-Type") == null) {
                connection.setRequestProperty("Content-Type", "application/json");
            }
            connection.connect();
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new UnexpectedAnswer("its server answered something that is not HTTP");
        }
        return status;
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private byte[] answer(HttpURLConnection connection, long deadline) throws IOException, InterruptedException {
        if (connection.getContentLengthLong() > MAX_ANSWER) {
            throw new UnexpectedAnswer(LARGE);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (InputStream in = connection.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
                if (answer.size() > MAX_ANSWER) {
                    throw new UnexpectedAnswer(LARGE);
                }
                throwIfInterrupted();
                if (System.nanoTime() - deadline >= 0) {
                    throw late();
                }
            }
        }
        return answer.toByteArray();
    }

    private UnexpectedAnswer late() {
        return new UnexpectedAnswer("its server did not answer within "
                + TimeUnit.NANOSECONDS.toMillis(settings.timeout().toNanos()) + " ms");
    }

    @Override
    public void close() {
        cutter.close();
    }

    /** With a message that says all, and nothing that is secret. */
    private static final class UnexpectedAnswer extends IOException {

        private static final long serialVersionUID = 1L;

        UnexpectedAnswer(String message) {
            super(message);
        }
    }
}
