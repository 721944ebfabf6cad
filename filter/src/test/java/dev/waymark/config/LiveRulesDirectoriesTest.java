// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waymark.directory.ManagedDirectory;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of directories when rules change. */
class LiveRulesDirectoriesTest {

    private static final String NONE = "{\"rules\": []}";

    @TempDir
    Path folder;

    private URLClassLoader loader;
    private ClassLoader loaderBefore;
    private Path path;

    @BeforeEach
    void find() throws IOException {
        loader = DiaryProvider.loader(Files.createDirectory(folder.resolve("providers")));
        loaderBefore = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        path = folder.resolve("waymark.json");
        write(staff("one"));
    }

    @AfterEach
    void find_asBefore() throws IOException {
        Thread.currentThread().setContextClassLoader(loaderBefore);
        loader.close();
    }

    private void write(String rules) throws IOException {
        Files.writeString(path, rules);
    }

    private static String staff(String target) {
        return """
                {"targets": {"one": {"base_cs_url": "https://one.example"}, "two": {"base_cs_url": "https://two.example"}},
                 "directories": {"staff": {"type": "diary", "file": "diary.txt", "target": "%s"}},
                 "rules": [{"lookup": "staff"}]}
                """.formatted(target);
    }

    private List<String> diary() throws IOException {
        return Files.readAllLines(folder.resolve("diary.txt"));
    }

    @Test
    void directoryThatIsDefinedAsBefore_staysOpen_withItsCounts() throws Exception {
        try (Followed followed = new Followed(path)) {
            assertThat(followed.target()).isEqualTo("one");
            write(staff("one").replace("\"rules\":", "\"max_body\": 7, \"rules\":"));
            followed.check();
            followed.after(LiveRules.GRACE);
            assertThat(followed.rules.current().maxBody()).isEqualTo(7);
            assertThat(followed.target()).isEqualTo("one");

            ManagedDirectory staff = followed.rules.current().directories().get(0);
            assertThat(staff.counts().asked()).isEqualTo(2);
            assertThat(diary()).containsExactly("open one");
        }
        assertThat(diary()).containsExactly("open one", "close one");
    }

    @Test
    void directoryThatIsDefinedAnew_isOpenedAnew_andTheOldOneClosedWhenNobodyCanBeWaitingForIt() throws Exception {
        try (Followed followed = new Followed(path)) {
            RulesFile inFlight = followed.rules.current();
            write(staff("two"));
            followed.check();
            assertThat(followed.target()).isEqualTo("two");
            followed.after(LiveRules.GRACE.minusSeconds(1));
            assertThat(diary()).containsExactly("open one", "open two");
            assertThat(inFlight.directories().get(0).counts().asked()).isZero();

            followed.after(Duration.ofSeconds(1));
            assertThat(diary()).containsExactly("open one", "open two", "close one");
        }
        assertThat(diary()).containsExactly("open one", "open two", "close one", "close two");
    }

    @Test
    void directoryThatIsNoLongerNamed_isClosedAtOnce_whenTheRulesAre() throws Exception {
        try (Followed followed = new Followed(path)) {
            write(NONE);
            followed.check();
            assertThat(diary()).containsExactly("open one");
        }
        assertThat(diary()).containsExactly("open one", "close one");
    }

    @Test
    void directoryOfBadVersion_isClosed_andThatInForceIsNot() throws Exception {
        try (Followed followed = new Followed(path)) {
            write(staff("two").replace("\"rules\":", "\"colour\": 1, \"rules\":"));
            followed.check();
            assertThat(diary()).containsExactly("open one", "open two", "close two");
            write(staff("one").replace("\"rules\":", "\"colour\": 1, \"rules\":"));
            followed.check();
            assertThat(diary()).containsExactly("open one", "open two", "close two");
            assertThat(followed.target()).isEqualTo("one");
        }
    }

    @Test
    void directoryOfVersionThatCannotBePrepared_isClosed() throws Exception {
        try (Followed followed = new Followed(RuleSource.file(path), file -> {
            if (file.maxBody() == 7) {
                throw new IllegalStateException();
            }
        })) {
            write(staff("two").replace("\"rules\":", "\"max_body\": 7, \"rules\":"));
            followed.check();
            assertThat(diary()).containsExactly("open one", "open two", "close two");
            assertThat(followed.target()).isEqualTo("one");
        }
    }

    @Test
    void directoryThatCannotRefresh_isToldOnceWithAllProblems_untilItCan() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.createFile(folder.resolve("bad"));
            followed.check();
            followed.check();
            assertThat(followed.log.all())
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "WARNING the directory \"staff\" of " + path + " cannot be used, and what was read before"
                                    + " stays in force: line 1: \\u001b[31mbad\nline 2: bad, too");
            assertThat(followed.rules.status().failures()).isEqualTo(1);
            assertThat(followed.rules.status().lastProblem())
                    .isEqualTo("the directory \"staff\": line 1: \\u001b[31mbad\nline 2: bad, too");

            Files.delete(folder.resolve("bad"));
            followed.check();
            assertThat(followed.rules.status().lastProblem()).isNull();
            assertThat(followed.log.all()).last().isEqualTo("INFO the directory \"staff\" is good again");
        }
    }

    @Test
    void problemOfDirectory_goesWithIt() throws Exception {
        try (Followed followed = new Followed(path)) {
            Files.createFile(folder.resolve("bad"));
            followed.check();
            write(NONE);
            followed.check();

            assertThat(followed.rules.status().lastProblem()).isNull();
        }
    }

    @Test
    void failedStart_leavesNothingOpen() throws Exception {
        try (LogLines log = new LogLines(LiveRules.class)) {
            assertThat(catchThrowable(() -> LiveRules.start(RuleSource.file(path), file -> {
                        throw new IllegalStateException("no");
                    })))
                    .hasMessage("no");
            assertThat(diary()).containsExactly("open one", "close one");
            assertThat(log.all()).isEmpty();
        }
    }
}
