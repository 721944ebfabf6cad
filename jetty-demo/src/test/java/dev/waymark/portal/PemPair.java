// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A certificate with its key, made by the JDK's keytool, for {@code localhost} and {@code portal.example}. */
final class PemPair {

    static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");
    static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    static final List<String> ED25519 = List.of("-keyalg", "Ed25519");

    private static final String PASSWORD = "changeit";
    private static final List<String> NAMES = List.of("-ext", "san=dns:localhost,dns:portal.example");

    private final Path store;

    private PemPair(Path store) {
        this.store = store;
    }

    /** A self-signed one. */
    static PemPair of(Path folder, String name, List<String> algorithm, String... more) {
        PemPair pair = new PemPair(folder.resolve(name + ".p12"));
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-dname", "CN=" + name));
        arguments.addAll(algorithm);
        arguments.addAll(NAMES);
        arguments.addAll(more.length == 0 ? List.of("-validity", "30") : Arrays.asList(more));
        pair.keytool(arguments);
        return pair;
    }

    /** Has this one's certificate issued by another. */
    PemPair issuedBy(PemPair issuer) {
        Path request = Path.of(store + ".csr");
        Path issued = Path.of(store + ".crt");
        keytool(List.of("-certreq", "-alias", "server", "-file", request.toString()));
        List<String> arguments = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "server", "-validity", "30"));
        arguments.addAll(NAMES);
        arguments.addAll(List.of("-infile", request.toString(), "-outfile", issued.toString()));
        issuer.keytool(arguments);
        try {
            Files.writeString(issued, issuer.certificate(), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        keytool(List.of("-importcert", "-noprompt", "-trustcacerts", "-alias", "server", "-file", issued.toString()));
        return this;
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), PASSWORD.toCharArray());
        return keys;
    }

    X509Certificate x509() {
        try {
            return (X509Certificate) keys().getCertificate("server");
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The chain, in PEM. */
    String certificate() {
        try {
            StringBuilder chain = new StringBuilder();
            for (Certificate one : keys().getCertificateChain("server")) {
                chain.append(pem("CERTIFICATE", one.getEncoded()));
            }
            return chain.toString();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The key, in PEM. */
    String key() {
        return pem("PRIVATE KEY", keyBytes());
    }

    byte[] keyBytes() {
        try {
            return keys().getKey("server", PASSWORD.toCharArray()).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes both, one after the other. */
    PortalConfig.Tls writeTo(Path folder) throws IOException {
        PortalConfig.Tls files = new PortalConfig.Tls(folder.resolve("portal.crt"), folder.resolve("portal.key"));
        Files.writeString(files.certificate(), certificate());
        Files.writeString(files.key(), key());
        return files;
    }

    static String pem(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private void keytool(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-J-Duser.language=en", "-J-XX:TieredStopAtLevel=1"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (InputStream out = process.getInputStream()) {
                String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError("keytool " + arguments + ": " + said);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
