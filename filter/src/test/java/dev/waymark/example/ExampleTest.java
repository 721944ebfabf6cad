// SPDX-License-Identifier: Apache-2.0
package dev.waymark.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.config.Services;
import dev.waymark.rule.Login;
import dev.waymark.rule.Rule;
import dev.waymark.rule.Rules;
import dev.waymark.rule.Target;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example, found and used as one of a user's own would be. */
class ExampleTest {

    @TempDir
    Path folder;

    private static Path example(String name) throws Exception {
        return Path.of(Objects.requireNonNull(ExampleTest.class.getResource("/example/" + name))
                .toURI());
    }

    private RulesFile load(String json) throws Exception {
        Path rules = Files.writeString(folder.resolve("waymark.json"), json);
        return Services.in(example("."), () -> RulesFile.load(RuleSource.file(rules)));
    }

    @Test
    void rulesFile_findsDirectoryAndCondition() throws Exception {
        try (RulesFile file =
                Services.in(example("."), () -> RulesFile.load(RuleSource.file(example("waymark.json"))))) {
            assertThat(file.directories())
                    .extracting(directory -> directory.type())
                    .containsExactly("properties");
            // At whatever time this runs, one of the two rules decides.
            assertThat(file.rules().decide(Login.of("@ada:ac.cdl")).rule()).isIn("nobody works at night", "staff");
            List<Rule> staff = List.of(file.rules().inOrder().get(1));
            Rules byDay = new Rules(file.rules().targets(), staff);
            assertThat(urlFor(byDay, "@ada:ac.cdl")).isEqualTo("https://matrix.hist.ac.cdl");
            assertThat(urlFor(byDay, "@bob:ac.cdl")).isEqualTo("https://matrix.guests.ac.cdl");
            assertThat(byDay.decide(Login.of("@eve:ac.cdl")).rule()).isNull();
        }
    }

    private static String urlFor(Rules rules, String userId) {
        Target target = Objects.requireNonNull(rules.decide(Login.of(userId)).target());
        return target.baseUrl().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T06:59:59Z, false",
        "2026-11-25T07:00:00Z, true",
        "2026-11-25T16:59:59Z, true",
        "2026-11-25T17:00:00Z, false",
        "2026-07-25T06:00:00Z, true",
    })
    void officeHours_holdBetweenTheirTimes(Instant now, boolean holds) {
        Clock clock = Clock.fixed(now, ZoneId.of("Europe/Paris"));
        Predicate<Login> condition =
                new OfficeHoursProvider.OfficeHours(clock, LocalTime.of(8, 0), LocalTime.of(18, 0));

        assertThat(condition.test(Login.of("@ada:ac.cdl"))).isEqualTo(holds);
    }

    @Test
    void problems_haveTheirPlaces() throws Exception {
        Files.writeString(folder.resolve("homes.properties"), "ada = nowhere\n");

        assertThatExceptionOfType(InvalidRulesException.class)
                .isThrownBy(() -> load("""
                {"directories": {
                  "none":  {"type": "properties", "file": "none.properties"},
                  "wrong": {"type": "properties", "file": "homes.properties", "encoding": "UTF-8"}},
                 "rules": [
                  {"custom": {"type": "office_hours", "from": "8", "to": "07:00", "zone": "Paris"}, "leave": true}]}
                """))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(problem -> problem.line() + ":" + problem.column() + ": " + problem.path() + ": "
                                + problem.message().replace(folder.toString(), "."))
                        .containsExactly(
                                "2:43: /directories/none/file: there is no file ./none.properties",
                                "3:43: /directories/wrong/file: ./homes.properties holds neither the name of a target nor a base"
                                        + " URL; not a base URL: it does not begin with https:// or http://; expected"
                                        + " https://host[:port][/path]",
                                "3:63: /directories/wrong/encoding: unknown key \"encoding\"; expected one of file",
                                "5:47: /rules/0/custom/from: not a time of the day; expected one like \"08:30\"",
                                "5:75: /rules/0/custom/zone: not a time zone; expected one like \"Europe/Paris\""));
    }

    @Test
    void directory_readsFileAgain_whenItChanges() throws Exception {
        Path homes = Files.writeString(folder.resolve("homes.properties"), "ada = hist\n");
        Directory directory = new PropertiesDirectory(homes, answer -> answer.equals("hist") ? null : "something else");
        Login ada = Login.of("@ada:ac.cdl");

        assertThat(directory.refresh()).isTrue();
        assertThat(directory.refresh()).isFalse();
        assertThat(directory.find(ada)).isEqualTo("hist");

        Files.writeString(homes, "ada = hist\nbob = eng\n");
        Files.setLastModifiedTime(homes, FileTime.from(Instant.EPOCH));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(directory::refresh)
                .withMessageEndingWith("holds something else");
        assertThat(directory.find(ada)).isEqualTo("hist");

        Files.writeString(homes, "bob = hist\n");
        assertThat(directory.refresh()).isTrue();
        assertThat(directory.find(ada)).isNull();
        assertThat(directory.find(Login.of("@bob:ac.cdl"))).isEqualTo("hist");
    }
}
