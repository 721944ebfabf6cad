// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Where the text of a rules file comes from. Implementations are safe for use by many threads. */
public interface RuleSource {

    /** The largest rules file that is read, in bytes: 64 MiB, some hundreds of thousands of rules. */
    int MAX_BYTES = 64 << 20;

    /** How long a rules file's server may take to accept a connection, and each time to send something. */
    Duration TIMEOUT = Duration.ofSeconds(10);

    /** What messages call it: a path or a URL. */
    String name();

    /**
     * The text as it is now.
     *
     * @throws IOException where it cannot be had; the message names the source and says why
     */
    String read() throws IOException;

    /** Opens the bytes of a source; for {@link RuleSource#of(String, Opener)}. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /** A source of bytes in UTF-8. */
    static RuleSource of(String name, Opener opener) {
        return new RuleSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String read() throws IOException {
                try (InputStream in = opener.open()) {
                    return utf8(in);
                } catch (IOException e) {
                    throw new IOException("the rules file " + name + " cannot be read: " + reason(e), e);
                }
            }
        };
    }

    /** A file. */
    static RuleSource file(Path path) {
        return of(path.toString(), () -> Files.newInputStream(path));
    }

    /** A text in memory. */
    static RuleSource text(String name, String json) {
        return new RuleSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String read() {
                return json;
            }
        };
    }

    /**
     * An http or https URL. It is asked anew at every reading, and no connection is kept. Its query may be a secret, so
     * its name leaves that out. User info is not sent.
     *
     * @throws IllegalArgumentException where it is another kind of URL
     */
    static RuleSource url(URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("expected an http or https URL");
        }
        // Not the host: that is null for a name with an underscore, which containers have.
        String authority = String.valueOf(url.getRawAuthority());
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        String name = url.getScheme() + "://" + hostAndPort + url.getRawPath();
        return of(name, () -> {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            // A kept connection would keep a thread of the JVM's that outlives the web application.
            connection.setRequestProperty("Connection", "close");
            connection.setUseCaches(false);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("its server answered " + connection.getResponseCode() + "; expected 200");
            }
            return connection.getInputStream();
        });
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String utf8(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
    }
}
