// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of a test's own, made by the JDK's keytool. */
final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;

    /** Makes a new one; the name is that of its files, too. */
    Authority(Path folder, String name) throws IOException, InterruptedException {
        this.folder = folder;
        this.name = name;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c", store(name));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", certificate().toString(), store(name));
    }

    /** Its certificate, as PEM. */
    Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** A server's key and certificate, as PKCS #12. The names are as keytool has them: {@code dns:localhost,ip:127.0.0.1}. */
    KeyStore issue(String server, String names) throws IOException, InterruptedException, GeneralSecurityException {
        String request = folder.resolve(server + ".csr").toString();
        String issued = folder.resolve(server + ".crt").toString();
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=" + server, store(server));
        keytool("-certreq", "-alias", "server", "-file", request, store(server));
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=" + names,
                "-infile",
                request,
                "-outfile",
                issued,
                store(name));
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                certificate().toString(),
                store(server));
        keytool("-importcert", "-noprompt", "-alias", "server", "-file", issued, store(server));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve(server + ".p12"))), PASSWORD.toCharArray());
        return keys;
    }

    /** What a server in this JVM speaks TLS with. */
    static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Writes a server's certificate and key as PEM, as servers outside of this JVM want them. */
    static void writePem(KeyStore keys, Path certificate, Path key) throws IOException, GeneralSecurityException {
        StringBuilder chain = new StringBuilder();
        for (Certificate one : keys.getCertificateChain("server")) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        Files.writeString(certificate, chain);
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String type, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private String store(String of) {
        return folder.resolve(of + ".p12").toString();
    }

    /** The last argument is the key store. */
    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments).subList(0, arguments.length - 1));
        command.addAll(List.of("-keystore", arguments[arguments.length - 1], "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-J-Duser.language=en"));
        if (arguments[0].equals("-genkeypair")) {
            // GnuTLS, which OpenLDAP on Debian uses, cannot read elliptic curve keys as the JDK writes them.
            command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "30"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments[0] + ": " + said);
            }
        }
    }
}
