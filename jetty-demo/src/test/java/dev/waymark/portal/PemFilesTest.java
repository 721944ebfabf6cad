// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.PortalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of PEM files, and what is said of those that are no good. */
@Timeout(120)
class PemFilesTest {

    private static PemPair ec;
    private static PemPair rsa;

    @TempDir
    static Path stores;

    @TempDir
    Path folder;

    private PortalConfig.Tls files;

    @BeforeAll
    static void makeKeys() {
        ec = PemPair.of(stores, "ec", PemPair.EC);
        rsa = PemPair.of(stores, "rsa", PemPair.RSA);
    }

    @BeforeEach
    void writePair() throws IOException {
        files = ec.writeTo(folder);
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                Arguments.of("RSA", PemPair.RSA),
                Arguments.of("EC", PemPair.EC),
                Arguments.of("P-384", List.of("-keyalg", "EC", "-groupname", "secp384r1")),
                Arguments.of("Ed25519", PemPair.ED25519));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void pair_isRead(String name, List<String> algorithm) throws IOException {
        PemPair pair = PemPair.of(folder, name, algorithm);
        pair.writeTo(folder);

        Certified read = PemFiles.read(files).certified();

        assertThat(read.chain()).containsExactly(pair.x509());
        assertThat(read.key().getEncoded()).isEqualTo(pair.keyBytes());
        assertThat(read.end()).isEqualTo(pair.x509().getNotAfter().toInstant());
        assertThat(read.toString()).doesNotContain("key");
    }

    @Test
    void chain_isInItsOrder_andOthersAreLeftOut() throws IOException {
        PemPair root = PemPair.of(folder, "root", PemPair.EC, "-ext", "bc:c", "-validity", "10");
        PemPair issuer = PemPair.of(folder, "issuer", PemPair.EC).issuedBy(root);
        PemPair leaf = PemPair.of(folder, "leaf", PemPair.EC).issuedBy(issuer);
        String[] chain = leaf.certificate().split("(?<=-----END CERTIFICATE-----\n)");
        assertThat(chain).hasSize(3);
        Files.writeString(files.certificate(), chain[0] + rsa.certificate() + chain[2] + chain[1]);
        Files.writeString(files.key(), leaf.key());

        Certified read = PemFiles.read(files).certified();

        assertThat(read.chain()).containsExactly(leaf.x509(), issuer.x509(), root.x509());
        assertThat(read.unused()).isEqualTo(1);
        assertThat(read.end()).isEqualTo(root.x509().getNotAfter().toInstant());
    }

    @Test
    void bothMayBeInOneFile_withTextAround() throws IOException {
        Files.writeString(
                files.certificate(), "Bag Attributes\n  friendlyName: portal\r\n" + ec.key() + ec.certificate());
        PortalConfig.Tls both = new PortalConfig.Tls(files.certificate(), files.certificate());

        assertThat(PemFiles.read(both).certified().chain()).containsExactly(ec.x509());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"})
    void otherFormOfKey_isNamed_withWhatConvertsIt(String form) throws IOException {
        Files.writeString(files.key(), PemPair.pem("EC PARAMETERS", new byte[10]) + PemPair.pem(form, ec.keyBytes()));

        assertRefused("line 4", form, "PKCS #8", "openssl pkey -in " + files.key() + " -out NEW_FILE");
    }

    @Test
    void encryptedKey_isNamed_withWhatConvertsIt() throws IOException {
        Files.writeString(files.key(), PemPair.pem("ENCRYPTED PRIVATE KEY", ec.keyBytes()));

        assertRefused("is encrypted", "openssl pkey -in " + files.key() + " -out NEW_FILE");
    }

    @Test
    void keyThatIsEncryptedInTheOldWay_isNamed_withWhatConvertsIt() throws IOException {
        Files.writeString(
                files.key(),
                PemPair.pem("RSA PRIVATE KEY", rsa.keyBytes())
                        .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123\n\n"));

        assertRefused("is encrypted", "openssl pkey -in " + files.key() + " -out NEW_FILE");
    }

    @Test
    void keyOfAnotherCertificate_isRefused() throws IOException {
        Files.writeString(files.key(), rsa.key());
        assertRefused(files.certificate().toString(), files.key().toString(), "do not belong together");

        PemPair.of(folder, "other", PemPair.EC).writeTo(folder);
        Files.writeString(files.certificate(), ec.certificate());
        assertRefused("do not belong together");
    }

    @Test
    void certificateThatIsNotTheFirst_isNamed() throws IOException {
        Files.writeString(files.certificate(), rsa.certificate() + ec.certificate());

        assertRefused("begins with another certificate", "number 2 in it");
    }

    @Test
    void fileThatIsMissing_isNamed() throws IOException {
        Files.delete(files.certificate());
        assertRefused("the certificate file " + files.certificate() + " does not exist");

        Files.delete(files.key());
        assertRefused(
                "the certificate file " + files.certificate() + " does not exist",
                "the key file " + files.key() + " does not exist");
    }

    @Test
    void folder_isNoFile() throws IOException {
        Files.delete(files.key());
        Files.createDirectory(files.key());

        assertRefused("the key file " + files.key() + " cannot be read");
    }

    @Test
    void hugeFile_isRefused() throws IOException {
        Files.writeString(files.key(), "x".repeat(PemFiles.MAX_FILE + 1));

        assertRefused("the key file " + files.key() + " is larger than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "-----BEGIN PRIVATE KEY-----\ns3cret\n",
                "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\n*s3cret*\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\ns3cretAA\n-----END PRIVATE KEY-----\n",
                "-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\ns3cretAA\n-----END CERTIFICATE-----\n"
            })
    void fileOfSomethingElse_isRefused_withoutWhatItHolds(String text) throws IOException {
        Files.writeString(files.key(), text);
        assertRefused("the key file " + files.key());

        Files.writeString(files.certificate(), text);
        assertRefused("the certificate file " + files.certificate());
    }

    @Test
    void brokenKey_isRefused() throws IOException {
        byte[] half = Arrays.copyOf(ec.keyBytes(), 40);
        Files.writeString(files.key(), PemPair.pem("PRIVATE KEY", half));

        assertRefused("the key file " + files.key(), "line 1", "RSA, EC (P-256, P-384, P-521) or Ed25519");
    }

    @Test
    void otherAlgorithm_isNamed() throws IOException {
        PemPair dsa = PemPair.of(folder, "dsa", List.of("-keyalg", "DSA", "-keysize", "2048"));
        Files.writeString(files.certificate(), dsa.certificate());
        assertRefused(
                "the certificate file " + files.certificate(),
                "DSA",
                "expected RSA, EC (P-256, P-384, P-521) or Ed25519");

        Files.writeString(files.key(), dsa.key());
        assertRefused("the key file " + files.key(), "RSA, EC (P-256, P-384, P-521) or Ed25519");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> PemFiles.read(files).certified())
                .isInstanceOf(IOException.class)
                .satisfies(failure -> {
                    assertThat(failure.getMessage()).contains(parts).doesNotContain("s3cret");
                    String key = Base64.getEncoder().encodeToString(ec.keyBytes());
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause)).doesNotContain("s3cret", key.substring(20, 40));
                    }
                });
    }
}
