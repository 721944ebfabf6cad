// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key as they stand in PEM files, read at one moment. Every message names the file, and what was expected; none
 * holds anything of its content.
 */
final class PemFiles {

    /** The largest file that is read, in bytes: chains are of a few kilobytes. */
    static final int MAX_FILE = 1 << 20;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    /** Algorithms of keys, and how one signs with them. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final String SUPPORTED = "RSA, EC (P-256, P-384, P-521) or Ed25519";

    private final PortalConfig.Tls files;
    private final byte @Nullable [] certificate;
    private final byte @Nullable [] key;
    private final String unreadable;

    private PemFiles(PortalConfig.Tls files) {
        this.files = files;
        StringBuilder failures = new StringBuilder();
        certificate = bytes(files.certificate(), "certificate", failures);
        key = bytes(files.key(), "key", failures);
        unreadable = failures.toString();
    }

    /** Reads both files; what is wrong is told by {@link #certified}. */
    static PemFiles read(PortalConfig.Tls files) {
        return new PemFiles(files);
    }

    private static byte @Nullable [] bytes(Path file, String what, StringBuilder failures) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length <= MAX_FILE) {
                return bytes;
            }
            fail(failures, file, what, "is larger than " + MAX_FILE + " bytes");
        } catch (NoSuchFileException e) {
            fail(failures, file, what, "does not exist");
        } catch (AccessDeniedException e) {
            fail(failures, file, what, "may not be read by the user that the portal runs as");
        } catch (IOException e) {
            fail(failures, file, what, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return null;
    }

    private static void fail(StringBuilder failures, Path file, String what, String why) {
        failures.append(failures.isEmpty() ? "" : "; ")
                .append("the ")
                .append(what)
                .append(" file ");
        failures.append(file).append(' ').append(why);
    }

    /** Tells what was read from anything else. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : Arrays.asList(certificate, key)) {
                digest.update((byte) (part == null ? 0 : 1));
                if (part != null) {
                    digest.update(MessageDigest.getInstance("SHA-256").digest(part));
                }
            }
            return HexFormat.of().formatHex(digest.digest()) + unreadable;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    /** @throws IOException where they cannot be used; the message names the file, and says why and what was expected */
    Certified certified() throws IOException {
        if (certificate == null || key == null) {
            throw new IOException(unreadable);
        }
        List<X509Certificate> certificates = certificates(certificate);
        PrivateKey privateKey = privateKey(key);
        checkPair(certificates, privateKey);
        List<X509Certificate> chain = chain(certificates);
        return new Certified(chain, privateKey, certificates.size() - chain.size());
    }

    private List<X509Certificate> certificates(byte[] bytes) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : blocks(files.certificate(), "certificate", bytes)) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("the certificate file " + files.certificate()
                    + " holds no certificate; expected PEM with \"-----BEGIN CERTIFICATE-----\"");
        }
        return certificates;
    }

    private X509Certificate certificate(Pem.Block block) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            // Without its message, which may hold what stands there.
            throw new IOException("the certificate file " + files.certificate() + ", line " + block.line()
                    + ": this is not an X.509 certificate");
        }
    }

    private static List<Pem.Block> blocks(Path file, String what, byte[] bytes) throws IOException {
        try {
            return Pem.read(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException("the " + what + " file " + file + " is no good PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey(byte[] bytes) throws IOException {
        for (Pem.Block block : blocks(files.key(), "key", bytes)) {
            if (block.label().equals(PRIVATE_KEY)) {
                return privateKey(block);
            }
            if (block.label().endsWith(PRIVATE_KEY)) {
                boolean isEncrypted = block.label().startsWith("ENCRYPTED") || block.bytes().length == 0;
                throw new IOException("the key file " + files.key() + ", line " + block.line() + ": "
                        + (isEncrypted ? "the key is encrypted" : "the key is in the form \"" + block.label() + "\"")
                        + "; expected \"-----BEGIN PRIVATE KEY-----\" (PKCS #8, not encrypted), which this makes of it:"
                        + " openssl pkey -in " + files.key() + " -out NEW_FILE");
            }
        }
        throw new IOException("the key file " + files.key()
                + " holds no key; expected PEM with \"-----BEGIN PRIVATE KEY-----\" (PKCS #8, not encrypted)");
    }

    private PrivateKey privateKey(Pem.Block block) throws IOException {
        // Of whichever algorithm: that it is another than the certificate's is said later.
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
            } catch (InvalidKeySpecException e) {
                // Another algorithm's, or no key at all.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a JDK without " + algorithm, e);
            }
        }
        throw new IOException("the key file " + files.key() + ", line " + block.line()
                + ": this key cannot be read; expected " + SUPPORTED + ", in PKCS #8");
    }

    private void checkPair(List<X509Certificate> certificates, PrivateKey privateKey) throws IOException {
        String algorithm = certificates.get(0).getPublicKey().getAlgorithm();
        if (!SIGNATURES.containsKey(algorithm)) {
            throw new IOException("the certificate file " + files.certificate() + " is for a key of the algorithm "
                    + algorithm + "; expected " + SUPPORTED);
        }
        if (belong(privateKey, certificates.get(0).getPublicKey())) {
            return;
        }
        for (int i = 1; i < certificates.size(); i++) {
            if (belong(privateKey, certificates.get(i).getPublicKey())) {
                throw new IOException("the certificate file " + files.certificate() + " begins with another certificate"
                        + " than that of the key " + files.key() + ", which is number " + (i + 1)
                        + " in it; expected the certificate first, then those of its issuers");
            }
        }
        throw new IOException(
                "the certificate " + files.certificate() + " and the key " + files.key() + " do not belong together");
    }

    /** Whether what one has signed is verified by the other. */
    private static boolean belong(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = SIGNATURES.get(publicKey.getAlgorithm());
        if (algorithm == null) {
            return false;
        }
        try {
            byte[] text = "waymark".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The first certificate, and from it on each one's issuer, as far as they are there. */
    private static List<X509Certificate> chain(List<X509Certificate> certificates) {
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate next = left.remove(0);
        while (next != null) {
            chain.add(next);
            X509Certificate last = next;
            next = left.stream()
                    .filter(other -> isIssuer(other, last))
                    .findFirst()
                    .orElse(null);
            left.remove(next);
        }
        return chain;
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
