// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.rule.Login;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files that change. */
class CsvReloadTest {

    private static final String EAST = "user_id,target\n@ada:ac.cdl,east\n";
    private static final String WEST = "user_id,target\n@ada:ac.cdl,west\n";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private CsvFolder csv;

    @BeforeEach
    void write() {
        csv = new CsvFolder(folder).with(EAST);
    }

    @Test
    void unchanged_isNotReadAgain() throws IOException {
        CsvDirectory directory = csv.open();
        UserTable table = directory.table();

        assertThat(directory.refresh()).isFalse();
        assertThat(directory.refresh()).isFalse();
        assertThat(directory.table()).isSameAs(table);
    }

    @Test
    void changed_isReadAgain_once() throws IOException {
        CsvDirectory directory = csv.open();
        csv.with(WEST + "@bob:ac.cdl,east\n");

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
        assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("east");
        assertThat(directory.refresh()).isFalse();
    }

    @Test
    void changed_isSeen_withinOneTickOfTheClock() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(csv.file(), now);
        CsvDirectory directory = csv.open();
        csv.with(WEST);
        Files.setLastModifiedTime(csv.file(), now);

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
    }

    @Test
    void touched_isNotReadAgain() throws IOException {
        CsvDirectory directory = csv.open();
        UserTable table = directory.table();
        Files.setLastModifiedTime(csv.file(), LONG_AGO);

        assertThat(directory.refresh()).isFalse();
        assertThat(directory.table()).isSameAs(table);
    }

    @Test
    void changed_isSeen_byANanosecond() throws IOException {
        Files.setLastModifiedTime(csv.file(), LONG_AGO);
        CsvDirectory directory = csv.open();
        csv.with(WEST);
        Files.setLastModifiedTime(csv.file(), FileTime.from(LONG_AGO.toInstant().plusNanos(1)));

        assertThat(directory.refresh()).isTrue();
    }

    @Test
    void changed_isSeen_whereAnotherFileIsMovedThere() throws IOException {
        Files.setLastModifiedTime(csv.file(), LONG_AGO);
        CsvDirectory directory = csv.open();
        Path other = Files.writeString(folder.resolve("other.csv"), WEST);
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.move(other, csv.file(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
    }

    @Test
    void changed_isSeen_whereALinkToItsFolderIsSwapped() throws IOException {
        // As Kubernetes does it: users.csv -> ..data/users.csv, ..data -> a folder of a version.
        Files.delete(csv.file());
        Path first = version("..1", EAST);
        Path second = version("..2", WEST);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Files.createSymbolicLink(csv.file(), Path.of("..data", "users.csv"));
        CsvDirectory directory = csv.open();
        Path next = Files.createSymbolicLink(folder.resolve("..next"), second);
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
        assertThat(directory.refresh()).isFalse();
    }

    private Path version(String name, String text) throws IOException {
        Path version = Files.createDirectory(folder.resolve(name));
        Files.setLastModifiedTime(Files.writeString(version.resolve("users.csv"), text), LONG_AGO);
        return version;
    }

    @Test
    void badVersion_isTold_forAsLongAsItIsThere_andTheOldStays() throws IOException {
        CsvDirectory directory = csv.open();
        csv.with(WEST + "\n@bob:ac.cdl\n@ada:ac.cdl,west\n@cid:ac.cdl,north\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(directory::refresh)
                .withMessage(csv.file() + ":4:1: expected 2 fields, as in the header, found 1\n"
                        + csv.file() + ":5:1: the same user_id as in line 2; expected each in one row only\n"
                        + csv.file() + ":6:13: no target \"north\"; expected east or west");
        assertThat(ada(directory)).isEqualTo("east");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(directory::refresh)
                .withMessageStartingWith(csv.file() + ":4:1: expected 2 fields");
        assertThat(ada(directory)).isEqualTo("east");
        csv.with(EAST);
        assertThat(directory.refresh()).isTrue();
        assertThat(directory.refresh()).isFalse();
    }

    @Test
    void goodVersion_isRead_afterABadOne() throws IOException {
        CsvDirectory directory = csv.open();
        csv.with("user_id,target\n@ada:ac.cdl,north\n");
        assertThatExceptionOfType(IOException.class).isThrownBy(directory::refresh);
        csv.with("user_id,target\n@ada:ac.cdl,south\n");
        assertThatExceptionOfType(IOException.class).isThrownBy(directory::refresh);
        csv.with(WEST);

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
    }

    @Test
    void missing_isTold_forAsLongAsItIs_andTheOldStays() throws IOException {
        CsvDirectory directory = csv.open();
        Files.delete(csv.file());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(directory::refresh)
                .withMessage(csv.file() + ": there is no such file");
        assertThatExceptionOfType(IOException.class).isThrownBy(directory::refresh);
        assertThat(ada(directory)).isEqualTo("east");

        csv.with(EAST);
        assertThat(directory.refresh()).isFalse();
        Files.delete(csv.file());
        assertThatExceptionOfType(IOException.class).isThrownBy(directory::refresh);
        csv.with(WEST);
        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
    }

    @Test
    void keyColumn_staysTheSame() throws IOException {
        CsvDirectory directory = csv.open();
        csv.with("localpart,user_id,target\nbob,@ada:ac.cdl,west\n");
        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("west");
        csv.with("localpart,target\nbob,west\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(directory::refresh)
                .withMessage(csv.file() + ":1:1: the header has no column \"user_id\"");
    }

    @Test
    void fileThatChangesWhileItIsRead_isReadAgain() {
        AtomicInteger readings = new AtomicInteger();
        CsvFile file = new CsvFile(csv.file(), target -> {
            if (readings.incrementAndGet() == 1) {
                csv.with(WEST + "@bob:ac.cdl,east\n");
            }
            return null;
        });

        UserTable table = Objects.requireNonNull(read(file).table());
        assertThat(table.get("@ada:ac.cdl")).isEqualTo("west");
        assertThat(table.get("@bob:ac.cdl")).isEqualTo("east");
    }

    @Test
    void fileThatChangesAllTheTime_isRefused() {
        AtomicInteger readings = new AtomicInteger();
        CsvFile file = new CsvFile(csv.file(), target -> {
            csv.with(EAST + "\n".repeat(readings.incrementAndGet()));
            return null;
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> file.read(new CsvFormat(',', "target", null, false)))
                .withMessage("it changes while it is read");
        assertThat(readings).hasValue(3);
    }

    @Test
    void lookUps_goOn_whileItIsReadAgain() throws Exception {
        CsvDirectory directory = csv.open();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger wrong = new AtomicInteger();
        Thread user = new Thread(() -> {
            while (!done.get()) {
                String answer = ada(directory);
                if (!"east".equals(answer) && !"west".equals(answer)) {
                    wrong.incrementAndGet();
                }
            }
        });
        user.start();
        for (int i = 0; i < 50; i++) {
            csv.with((i % 2 == 0 ? WEST : EAST) + "\n".repeat(i));
            assertThat(directory.refresh()).isTrue();
        }
        done.set(true);
        user.join();

        assertThat(wrong).hasValue(0);
    }

    @Test
    void interrupt_endsTheReading_andTheOldStays() throws IOException {
        CsvDirectory directory = csv.open();
        csv.with(WEST + "@bob:ac.cdl,east\n");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(directory::refresh);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ada(directory)).isEqualTo("east");
        assertThat(directory.refresh()).isTrue();
    }

    @Test
    void targets_areThoseOfTheRulesFile_whenItIsReadAgain() throws IOException {
        CsvDirectory directory = csv.open(Map.of("ignore_case", true));
        csv.with("user_id,target\n@Ada:ac.cdl,https://any.example\n");

        assertThat(directory.refresh()).isTrue();
        assertThat(ada(directory)).isEqualTo("https://any.example");
    }

    private static @Nullable String ada(CsvDirectory directory) {
        return directory.find(Login.of("@ada:ac.cdl"));
    }

    private static CsvFile.Content read(CsvFile file) {
        try {
            return file.read(new CsvFormat(',', "target", null, false));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
