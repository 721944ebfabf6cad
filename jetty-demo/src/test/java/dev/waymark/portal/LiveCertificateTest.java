// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while a portal runs. */
@Timeout(120)
class LiveCertificateTest {

    private static PemPair one;
    private static PemPair two;

    @TempDir
    static Path stores;

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();
    private PortalConfig.Tls files;
    private LiveCertificate certificate;

    @BeforeAll
    static void makeKeys() {
        one = PemPair.of(stores, "one", PemPair.EC);
        two = PemPair.of(stores, "two", PemPair.RSA);
    }

    @BeforeEach
    void start() throws Exception {
        log.open();
        files = one.writeTo(folder);
        certificate = new LiveCertificate(files, Clock.systemUTC());
        certificate.factory().start();
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
        certificate.factory().stop();
    }

    @Test
    void changedPair_comesIntoForce_whenItIsAtRest() throws Exception {
        two.writeTo(folder);

        certificate.look();
        assertThat(inForce()).isEqualTo(one.x509());
        certificate.look();
        assertThat(inForce()).isEqualTo(two.x509());

        certificate.look();
        assertThat(certificate.loads()).isEqualTo(2);
        assertThat(certificate.failures()).isZero();
        assertThat(certificate.end()).isEqualTo(two.x509().getNotAfter().toInstant());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void pairThatIsHalfReplaced_isNotTaken() throws Exception {
        Files.writeString(files.certificate(), two.certificate());
        certificate.look();
        Files.writeString(files.key(), two.key());
        certificate.look();
        assertThat(certificate.failures()).isZero();

        certificate.look();

        assertThat(inForce()).isEqualTo(two.x509());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void badPair_isLoggedOnce_andTheOldOneStays() throws Exception {
        Files.writeString(files.certificate(), two.certificate());

        for (int i = 0; i < 5; i++) {
            certificate.look();
        }

        assertThat(inForce()).isEqualTo(one.x509());
        assertThat(log.warnings()).singleElement().asString().contains("do not belong together");
        assertThat(certificate.failures()).isEqualTo(1);
        assertThat(certificate.problem()).contains("do not belong together");

        Files.writeString(files.key(), two.key());
        certificate.look();
        certificate.look();
        assertThat(inForce()).isEqualTo(two.x509());
        assertThat(certificate.problem()).isNull();
    }

    @Test
    void missingFile_isLoggedOnce_andIsNoProblemAnyMoreWhenItIsBack() throws Exception {
        String key = Files.readString(files.key());
        Files.delete(files.key());
        for (int i = 0; i < 3; i++) {
            certificate.look();
        }
        assertThat(certificate.problem()).contains(files.key() + " does not exist");
        assertThat(log.warnings()).hasSize(1);

        Files.writeString(files.key(), key);
        certificate.look();

        assertThat(certificate.problem()).isNull();
        assertThat(certificate.loads()).isEqualTo(1);
    }

    @Test
    void symbolicLinkThatPointsElsewhere_isFollowed() throws Exception {
        // As Kubernetes has its secrets: portal.crt -> ..data/portal.crt, and ..data is swapped.
        Path data = folder.resolve("..data");
        one.writeTo(Files.createDirectory(folder.resolve("first")));
        two.writeTo(Files.createDirectory(folder.resolve("second")));
        Files.createSymbolicLink(data, Path.of("first"));
        for (Path file : new Path[] {files.certificate(), files.key()}) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        }
        certificate.look();
        certificate.look();
        assertThat(certificate.loads()).isEqualTo(1);

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("second"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        certificate.look();
        certificate.look();

        assertThat(inForce()).isEqualTo(two.x509());
    }

    @Test
    void expiredCertificate_isUsed_andTold() throws Exception {
        Instant later = one.x509().getNotAfter().toInstant().plus(Duration.ofSeconds(1));

        LiveCertificate expired = new LiveCertificate(files, Clock.fixed(later, ZoneOffset.UTC));
        expired.look();
        expired.look();

        assertThat(log.warnings()).singleElement().asString().contains(files.certificate() + " has expired on ");
        assertThat(expired.problem()).contains("has expired on");
    }

    @Test
    void certificateOfTomorrow_isUsed_andTold() throws IOException {
        Instant before = one.x509().getNotBefore().toInstant().minus(Duration.ofDays(1));

        LiveCertificate early = new LiveCertificate(files, Clock.fixed(before, ZoneOffset.UTC));

        assertThat(log.warnings()).singleElement().asString().contains("is not valid before ");
        assertThat(early.problem()).contains("is not valid before ");
    }

    @Test
    void certificatesThatAreNotSent_areTold() throws IOException {
        Files.writeString(files.certificate(), one.certificate() + two.certificate());

        LiveCertificate more = new LiveCertificate(files, Clock.systemUTC());

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("holds 1 certificates that are not of the chain");
        assertThat(more.problem()).isNull();
    }

    private X509Certificate inForce() throws Exception {
        return (X509Certificate) certificate.factory().getKeyStore().getCertificate("portal");
    }
}
