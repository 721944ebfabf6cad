// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.spi.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The setting {@code certificate}: whose certificates a TLS connection trusts, instead of the authorities that the JVM does. */
final class TrustedCertificates {

    /** The largest file that is read, in bytes: some thousand times a certificate. */
    private static final int MAX_BYTES = 1 << 20;

    private static final String KEY = "certificate";

    private TrustedCertificates() {}

    /** What the setting says, or null where it is missing or, reported then, wrong. */
    static @Nullable SSLContext read(Settings settings) {
        if (!settings.has(KEY)) {
            return null;
        }
        Path file = settings.file(KEY);
        try {
            return context(certificates(file));
        } catch (NoSuchFileException e) {
            settings.problem(KEY, "there is no such file; expected one of certificates in PEM form");
        } catch (CertificateException e) {
            settings.problem(KEY, "the file holds no certificates, or broken ones; expected certificates in PEM form");
        } catch (IOException | GeneralSecurityException e) {
            settings.problem(
                    KEY,
                    "the file cannot be read (" + e.getClass().getSimpleName()
                            + "); expected one of certificates in PEM form");
        }
        return null;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new CertificateException("larger than " + MAX_BYTES + " bytes");
        }
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        if (certificates.isEmpty()) {
            throw new CertificateException("none");
        }
        return certificates;
    }

    private static SSLContext context(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            trusted.setCertificateEntry(Integer.toString(number++), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The context, or the JVM's where there is none. */
    static SSLContext orDefault(@Nullable SSLContext context) throws IOException {
        try {
            return context == null ? SSLContext.getDefault() : context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the JVM has no usable TLS (" + e.getClass().getSimpleName() + ")");
        }
    }
}
