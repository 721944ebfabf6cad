// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that follow a file. */
class LiveRulesFileTest {

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = Files.writeString(folder.resolve("waymark.json"), Followed.to("one"));
    }

    @Test
    void start_fails_fileIsMissing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LiveRules.start(RuleSource.file(folder.resolve("nowhere.json"))))
                .withMessage(
                        "the rules file " + folder.resolve("nowhere.json") + " cannot be read: there is no such file");
    }

    @Test
    void start_fails_fileIsBad() throws Exception {
        Files.writeString(path, Followed.BAD);

        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> LiveRules.start(RuleSource.file(path)))
                .withMessageContaining("nowhere");
    }

    @Test
    void change_comesIntoForce() throws Exception {
        try (Followed followed = new Followed(path)) {
            Instant first = followed.rules.status().lastLoad();
            RulesFile before = followed.rules.current();
            followed.check();
            assertThat(followed.rules.current()).isSameAs(before);

            Files.writeString(path, Followed.to("two"));
            followed.check();

            assertThat(followed.target()).isEqualTo("two");
            LiveRules.Status status = followed.rules.status();
            assertThat(status.source()).isEqualTo(path.toString());
            assertThat(status.loads()).isEqualTo(2);
            assertThat(status.failures()).isZero();
            assertThat(status.lastProblem()).isNull();
            assertThat(status.lastLoad()).isEqualTo(first.plusSeconds(10)).isEqualTo(status.lastAttempt());
            assertThat(followed.log.all())
                    .containsExactly("INFO the rules of " + path + " have changed: 1 rules and 1 targets are in force");
        }
    }

    @Test
    void sameContent_isNotLoadedAgain() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.to("one"));
            followed.check();

            assertThat(followed.rules.status().loads()).isEqualTo(1);
        }
    }

    @Test
    void badVersion_staysOut_andIsToldOnceWithAllProblems() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, "{\"colour\": 1, \"rules\": [{\"target\": \"nowhere\"}]}");
            for (int i = 0; i < 20; i++) {
                followed.check();
            }

            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.log.all())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING the new version of " + path + " cannot be used, and what was read before")
                    .contains("2 problems", ":1:2: /colour", ":1:", "/rules/0/target", "nowhere");
            LiveRules.Status status = followed.rules.status();
            assertThat(status.failures()).isEqualTo(1);
            assertThat(status.loads()).isEqualTo(1);
            assertThat(status.lastProblem()).contains("/colour", "nowhere");
            assertThat(status.lastAttempt()).isEqualTo(followed.time.instant());
        }
    }

    @Test
    void nextBadVersion_isToldToo_thoughItHasTheSameProblem() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.BAD);
            followed.check();
            Files.writeString(path, Followed.BAD + "\n");
            followed.check();

            assertThat(followed.rules.status().failures()).isEqualTo(2);
            assertThat(followed.log.warnings()).hasSize(2);
        }
    }

    @Test
    void goodVersion_afterBadOne_comesIntoForce() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.BAD);
            followed.check();
            Files.writeString(path, Followed.to("two"));
            followed.check();

            assertThat(followed.target()).isEqualTo("two");
            assertThat(followed.rules.status().lastProblem()).isNull();
            assertThat(followed.rules.status().failures()).isEqualTo(1);
        }
    }

    @Test
    void versionInForce_afterBadOne_isGood() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.BAD);
            followed.check();
            Files.writeString(path, Followed.to("one"));
            followed.check();

            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().lastProblem()).isNull();
        }
    }

    @Test
    void deletedFile_leavesTheLastGoodRules_andMayComeBack() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.delete(path);
            followed.check();
            followed.check();
            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().failures()).isEqualTo(1);
            assertThat(followed.rules.status().lastProblem()).endsWith("there is no such file");
            assertThat(followed.log.warnings()).singleElement().asString().endsWith("there is no such file");

            Files.writeString(path, Followed.to("one"));
            followed.check();
            assertThat(followed.rules.status().lastProblem()).isNull();
            assertThat(followed.log.all()).last().isEqualTo("INFO the rules file " + path + " can be read again");

            Files.delete(path);
            followed.check();
            assertThat(followed.rules.status().failures()).isEqualTo(2);
            Files.writeString(path, Followed.to("two"));
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void emptiedFile_staysOut(String nothing) throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, nothing);
            followed.check();

            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().lastProblem()).contains("the file is empty");
        }
    }

    @Test
    void halfFile_staysOut_atAnyLength() throws Exception {
        String whole = Followed.to("two");
        try (Followed followed = new Followed(path)) {
            for (int length = 0; length < whole.length(); length++) {
                Files.writeString(path, whole.substring(0, length));
                followed.check();
                assertThat(followed.target()).as("%d characters", length).isEqualTo("one");
            }
            Files.writeString(path, whole);
            followed.check();

            assertThat(followed.target()).isEqualTo("two");
        }
    }

    @Test
    void fileThatIsBeingWritten_isNotTaken_thoughItWouldBeGood() throws Exception {
        Path yaml = Files.writeString(folder.resolve("waymark.yaml"), Followed.to("one"));
        String half = "targets: {two: {base_cs_url: 'https://two.example'}}\nrules:\n- {leave: true, localpart: bot}\n";
        try (Followed followed = new Followed(yaml)) {
            writeNow(followed, yaml, half);
            followed.rules.check();
            followed.after(Duration.ofMillis(500));
            writeNow(followed, yaml, half + "- {target: two}\n");
            followed.after(Duration.ofMillis(900));
            assertThat(followed.rules.status().loads()).isEqualTo(1);

            followed.after(Duration.ofMillis(200));
            assertThat(followed.rules.status().loads()).isEqualTo(2);
            assertThat(followed.target()).isEqualTo("two");
        }
    }

    @Test
    void fileOfAnotherMachinesTime_isTaken_whenItHasRested() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.to("two"));
            Files.setLastModifiedTime(
                    path, FileTime.from(followed.time.instant().plus(Duration.ofDays(400))));
            followed.rules.check();
            assertThat(followed.target()).isEqualTo("one");

            followed.after(Duration.ofSeconds(1));
            assertThat(followed.target()).isEqualTo("two");
        }
    }

    @Test
    void settlingFile_isLookedAtSoon() throws Exception {
        Files.writeString(path, "{\"reload\": \"1h\"," + Followed.to("one").substring(1));
        try (Followed followed = new Followed(path)) {
            writeNow(followed, path, Followed.to("two"));
            followed.rules.check();
            followed.time.pass(WatchedFile.REST);
            followed.rules.tick();

            assertThat(followed.target()).isEqualTo("two");
        }
    }

    private static void writeNow(Followed followed, Path path, String content) throws IOException {
        Files.writeString(path, content);
        Files.setLastModifiedTime(path, FileTime.from(followed.time.instant()));
    }

    @Test
    void changeOfEqualSizeAndTime_isSeen() throws Exception {
        FileTime then = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(path, then);
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.to("two"));
            Files.setLastModifiedTime(path, then);
            followed.check();
            assertThat(followed.target()).isEqualTo("two");

            Path other = Files.writeString(folder.resolve("other.json"), Followed.to("six"));
            Files.setLastModifiedTime(other, then);
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            followed.check();
            assertThat(followed.target()).isEqualTo("six");
        }
    }

    @Test
    void symbolicLinks_swappedAsKubernetesDoes_areFollowed() throws Exception {
        FileTime then = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Path link = mount.resolve("rules.json");
        swap(mount, "..2026_01", "one", then);
        Files.createSymbolicLink(link, Path.of("..data", "rules.json"));
        try (Followed followed = new Followed(link)) {
            swap(mount, "..2026_02", "two", then);
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
            assertThat(followed.rules.status().failures()).isZero();

            swap(mount, "..2026_03", "six", then);
            deleteFolder(mount.resolve("..2026_01"));
            deleteFolder(mount.resolve("..2026_02"));
            followed.check();
            assertThat(followed.target()).isEqualTo("six");
        }
    }

    /** A new folder, and a link to it that takes the place of the one before by a rename. */
    private static void swap(Path mount, String version, String target, FileTime time) throws IOException {
        Path next = Files.createDirectory(mount.resolve(version));
        Files.setLastModifiedTime(Files.writeString(next.resolve("rules.json"), Followed.to(target)), time);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void deleteFolder(Path version) throws IOException {
        Files.delete(version.resolve("rules.json"));
        Files.delete(version);
    }

    @Test
    void fileThatIsNotUtf8_staysOut_andIsToldOnce() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.write(path, new byte[] {(byte) 0xff});
            followed.check();
            followed.check();
            assertThat(followed.rules.status().lastProblem()).endsWith("it is not UTF-8");
            assertThat(followed.rules.status().failures()).isEqualTo(1);

            Files.writeString(path, Followed.to("two"));
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
            assertThat(followed.rules.status().lastProblem()).isNull();
        }
    }

    @Test
    void secretThatChanges_changesTheRules() throws Exception {
        Path secret = Files.writeString(folder.resolve("host"), "one.example\n");
        Files.writeString(
                path,
                "{\"targets\": {\"t\": {\"base_cs_url\": \"https://${file:host}\"}}, \"rules\": [{\"target\": \"t\"}]}");
        try (Followed followed = new Followed(path)) {
            Files.writeString(secret, "two.example\n");
            followed.check();

            assertThat(followed.rules.current().rules().target("t"))
                    .extracting(target -> target.baseUrl().toString())
                    .isEqualTo("https://two.example");
        }
    }

    @Test
    void badVersion_isTriedAgain_whereWhatIsWrongIsInAnotherFile() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.writeString(
                    path,
                    "{\"targets\": {\"t\": {\"base_cs_url\": \"https://${file:host}\"}}, \"rules\": [{\"target\": \"t\"}]}");
            followed.check();
            assertThat(followed.rules.status().failures()).isEqualTo(1);

            Files.writeString(folder.resolve("host"), "two.example");
            followed.after(LiveRules.RETRY);
            assertThat(followed.target()).isEqualTo("t");
            assertThat(followed.rules.status().lastProblem()).isNull();
        }
    }

    @Test
    void versionThatCannotBePrepared_staysOut() throws Exception {
        try (Followed followed = new Followed(RuleSource.file(path), file -> {
            if (file.rules().target("two") != null) {
                throw new IllegalStateException("s3cret");
            }
        })) {
            Files.writeString(path, Followed.to("two"));
            followed.check();

            assertThat(followed.target()).isEqualTo("one");
            assertThat(followed.rules.status().lastProblem())
                    .startsWith("a bug in Waymark: java.lang.IllegalStateException at ")
                    .doesNotContain("s3cret");
            assertThat(followed.log.all().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void reload_saysHowOften() throws Exception {
        Files.writeString(path, "{\"reload\": \"1m\"," + Followed.to("one").substring(1));
        try (Followed followed = new Followed(path)) {
            Files.writeString(path, Followed.to("two"));
            followed.time.pass(Duration.ofSeconds(59));
            followed.rules.tick();
            assertThat(followed.target()).isEqualTo("one");

            followed.time.pass(Duration.ofSeconds(1));
            followed.rules.tick();
            assertThat(followed.target()).isEqualTo("two");

            Files.writeString(path, Followed.to("six"));
            followed.time.pass(RuleSource.FILE_INTERVAL);
            followed.rules.tick();
            assertThat(followed.target()).isEqualTo("six");
        }
    }

    @Test
    void closed_changesNothingAnyMore() throws Exception {
        Followed followed = new Followed(path);
        followed.close();
        Files.writeString(path, Followed.to("two"));
        followed.check();

        assertThat(followed.target()).isEqualTo("one");
    }
}
