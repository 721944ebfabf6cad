// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS with a certificate that follows its files. Another pair comes into force for new connections when both files have been the same at two
 * looks, so that none is taken while they are being replaced; how they are replaced does not matter (written to, renamed, a symbolic link that
 * points elsewhere). A pair that cannot be used is logged once, and what was in force stays. Connections that there are go on.
 *
 * <p>Safe for use by many threads.
 */
final class LiveCertificate {

    /** How often the files are looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** The key store is in memory, and Jetty wants a password for it. */
    private static final String PASSWORD = "in memory";

    /** Those of TLS 1.3, and of TLS 1.2 those with forward secrecy and authenticated encryption. */
    private static final String[] CIPHERS = {
        "TLS_AES_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305)_.*"
    };

    private static final System.Logger LOG = System.getLogger(LiveCertificate.class.getName());

    private final PortalConfig.Tls files;
    private final Clock clock;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    private volatile Certified current;
    private volatile @Nullable String problem;
    private final AtomicLong loads = new AtomicLong(1);
    private final AtomicLong failures = new AtomicLong();

    // Guarded by this.
    private String inForce;
    private String seen;
    private @Nullable String refused;
    private @Nullable String told;

    /** @throws IOException where the files cannot be used; the message names the file and says why */
    LiveCertificate(PortalConfig.Tls files, Clock clock) throws IOException {
        this.files = files;
        this.clock = clock;
        PemFiles read = PemFiles.read(files);
        current = read.certified();
        inForce = read.digest();
        seen = inForce;
        configure();
        tellUnused();
        tellProblem();
    }

    private void configure() throws IOException {
        factory.setKeyStore(keyStore(current));
        factory.setKeyStorePassword(PASSWORD);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setIncludeCipherSuites(CIPHERS);
        factory.setCipherComparator(HTTP2Cipher.COMPARATOR);
        factory.setUseCipherSuitesOrder(true);
        factory.setRenegotiationAllowed(false);
        // Who comes by an address, or another name, gets the certificate and judges for itself.
        factory.setSniRequired(false);
    }

    private KeyStore keyStore(Certified certified) throws IOException {
        try {
            return certified.keyStore(PASSWORD);
        } catch (Exception e) {
            throw new IOException("the certificate " + files.certificate() + " with the key " + files.key()
                    + " cannot be used for TLS (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** What Jetty makes connections by; it stays the same. */
    SslContextFactory.Server factory() {
        return factory;
    }

    /** When clients do not accept the certificate in force any more. */
    Instant end() {
        return current.end();
    }

    /** What is wrong now, or null. */
    @Nullable
    String problem() {
        String files = problem;
        return files != null ? files : endProblem();
    }

    /** How often a pair came into force, the first time included. */
    long loads() {
        return loads.get();
    }

    /** How often a pair could not be used. */
    long failures() {
        return failures.get();
    }

    /** Looks whether the files have changed. */
    synchronized void look() {
        PemFiles read = PemFiles.read(files);
        String digest = read.digest();
        boolean isAtRest = digest.equals(seen);
        seen = digest;
        if (digest.equals(inForce)) {
            problem = null;
            refused = null;
        } else if (isAtRest && !digest.equals(refused)) {
            take(read, digest);
        }
        tellProblem();
    }

    private void take(PemFiles read, String digest) {
        try {
            Certified next = read.certified();
            putIntoForce(next);
            inForce = digest;
            refused = null;
            problem = null;
            loads.incrementAndGet();
            LOG.log(System.Logger.Level.INFO, "the certificate {0} is in force, until {1}", files.certificate(), end());
            tellUnused();
        } catch (IOException e) {
            refused = digest;
            problem = e.getMessage();
            failures.incrementAndGet();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the changed certificate cannot be used, and the one in force stays: {0}",
                    e.getMessage());
        }
    }

    private void putIntoForce(Certified next) throws IOException {
        KeyStore store = keyStore(next);
        KeyStore last = keyStore(current);
        try {
            factory.reload(changed -> changed.setKeyStore(store));
            current = next;
        } catch (Exception e) {
            restore(last);
            throw new IOException("the certificate " + files.certificate() + " with the key " + files.key()
                    + " cannot be used for TLS (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void restore(KeyStore last) {
        try {
            factory.reload(changed -> changed.setKeyStore(last));
        } catch (Exception e) {
            throw new IllegalStateException("the certificate in force cannot be put into force again", e);
        }
    }

    private @Nullable String endProblem() {
        String why = current.problemAt(clock.instant());
        return why == null ? null : "the certificate " + files.certificate() + " " + why;
    }

    private void tellUnused() {
        if (current.unused() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate file {0} holds {1} certificates that are not of the chain, and are not sent",
                    files.certificate(),
                    current.unused());
        }
    }

    /** Once for each that there is. */
    private void tellProblem() {
        String now = endProblem();
        if (now != null && !now.equals(told)) {
            LOG.log(System.Logger.Level.WARNING, "{0}: clients will not accept it", now);
        }
        told = now;
    }
}
