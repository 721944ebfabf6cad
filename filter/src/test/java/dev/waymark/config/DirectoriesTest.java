// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waymark.directory.ManagedDirectory;
import dev.waymark.rule.Decision;
import dev.waymark.rule.Login;
import dev.waymark.rule.Target;
import dev.waymark.spi.DirectoryProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of a rules file: what is read, what is opened, what a reload keeps, and what is closed when. */
class DirectoriesTest {

    private static final Login ADA = Login.of("@ada:ac.cdl");

    @TempDir
    Path folder;

    private final List<RulesFile> files = new ArrayList<>();

    @BeforeEach
    void registerProvider() throws Exception {
        Services.register(folder, DirectoryProvider.class, List.of(MemoProvider.class.getName()));
        MemoProvider.opened();
    }

    @AfterEach
    void closeAll() {
        files.forEach(RulesFile::close);
    }

    private RulesFile load(String directories, String rules) throws Exception {
        return load(directories, rules, null);
    }

    private RulesFile load(String directories, String rules, @Nullable RulesFile previous) throws Exception {
        return load("https://east.ac.cdl", directories, rules, previous);
    }

    private RulesFile load(String east, String directories, String rules, @Nullable RulesFile previous)
            throws Exception {
        Path path = Files.writeString(
                folder.resolve("waymark.json"),
                "{\"targets\": {\"east\": {\"base_cs_url\": \"" + east + "\"}},\n\"directories\": {" + directories
                        + "},\n\"rules\": [" + rules + "]}");
        RulesFile file = Services.in(folder, () -> RulesFile.load(RuleSource.file(path), previous));
        files.add(file);
        return file;
    }

    private List<String> problems(String directories, String rules) {
        InvalidRulesException e =
                catchThrowableOfType(InvalidRulesException.class, () -> load(directories, rules, null));
        return e.problems().stream()
                .map(problem ->
                        problem.toString().replace(folder.toString(), ".").replace("./waymark.json:", ""))
                .toList();
    }

    private static String urlOf(RulesFile file) {
        Target target = Objects.requireNonNull(file.rules().decide(ADA).target());
        return target.baseUrl().toString();
    }

    @Test
    void settings_areRead() throws Exception {
        load("""
                "users": {"type": "memo", "timeout": "1500ms", "cache": {"size": 5, "ttl": "1d", "negative_ttl": "0s"},
                  "on_error": "next", "allowed_hosts": ["*.AC.cdl", "[::1]"], "max_concurrent": 2,
                  "answer": "https://x.ac.cdl", "optional": "yes", "mode": "fast", "number": 10, "flag": true,
                  "pause": "2h", "texts": ["a", "b"], "map": {"x": "y", "z": ""}, "of": {"inner": "i"}, "file": "data/users"},
                "other": {"type": "memo", "answer": "east", "cache": false, "allowed_hosts": "one", "texts": "single"}
                """, "");

        List<MemoProvider.Memo> opened = MemoProvider.opened();
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).read())
                .isEqualTo(Map.ofEntries(
                        Map.entry("name", "users"),
                        Map.entry("timeout", Duration.ofMillis(1500)),
                        Map.entry("optional", "yes"),
                        Map.entry("mode", "fast"),
                        Map.entry("number", 10L),
                        Map.entry("flag", true),
                        Map.entry("pause", Duration.ofHours(2)),
                        Map.entry("texts", List.of("a", "b")),
                        Map.entry("map", Map.of("x", "y", "z", "")),
                        Map.entry("inner", "i"),
                        Map.entry("file", folder.resolve("data/users"))));
        assertThat(opened.get(1).read())
                .isEqualTo(Map.of(
                        "name",
                        "other",
                        "timeout",
                        Duration.ofSeconds(2),
                        "optional",
                        "null",
                        "mode",
                        "fast",
                        "number",
                        5L,
                        "flag",
                        false,
                        "pause",
                        Duration.ofSeconds(3),
                        "texts",
                        List.of("single"),
                        "map",
                        Map.of(),
                        "inner",
                        "null"));
    }

    @Test
    void lookup_decides_byDirectory() throws Exception {
        RulesFile file = load(
                "\"users\": {\"type\": \"memo\", \"answer\": \"east\"}",
                "{\"name\": \"staff\", \"lookup\": \"users\"}");

        Decision decision = file.rules().decide(ADA);
        assertThat(decision.kind()).isEqualTo(Decision.Kind.LOOKUP);
        assertThat(decision.rule()).isEqualTo("staff");
        assertThat(urlOf(file)).isEqualTo("https://east.ac.cdl");
        assertThat(file.directories()).extracting(ManagedDirectory::type).containsExactly("memo");
        assertThat(file.directories().get(0).counts().found()).isEqualTo(2);
    }

    @Test
    void reload_keepsDirectory_thatIsDefinedAsBefore() throws Exception {
        String users = "\"users\": {\"type\": \"memo\", \"answer\": \"east\"}";
        String more = ", \"more\": {\"type\": \"memo\", \"answer\": \"https://a.cdl\"}";
        RulesFile first = load(users + more, "{\"lookup\": \"users\"}");
        assertThat(urlOf(first)).isEqualTo("https://east.ac.cdl");

        // In another place, with another URL for the target.
        RulesFile second = load("https://new.cdl", "\n" + users, "{\"lookup\": \"users\"}", first);
        assertThat(urlOf(second)).isEqualTo("https://new.cdl");
        assertThat(urlOf(first)).isEqualTo("https://east.ac.cdl");
        List<MemoProvider.Memo> opened = MemoProvider.opened();
        assertThat(opened).hasSize(2);
        assertThat(second.directories().get(0).counts().cacheHits()).isEqualTo(2);
        assertThat(first.notIn(second)).extracting(ManagedDirectory::name).containsExactly("more");
        assertThat(second.notIn(first)).isEmpty();

        first.notIn(second).forEach(ManagedDirectory::close);
        assertThat(opened).extracting(memo -> memo.closings().get()).containsExactly(0, 1);
        assertThat(urlOf(second)).isEqualTo("https://new.cdl");
        second.close();
        assertThat(opened).extracting(memo -> memo.closings().get()).containsExactly(1, 1);
    }

    @Test
    void reload_opensDirectoryAnew_thatIsDefinedOtherwise() throws Exception {
        String users = "\"users\": {\"type\": \"memo\", \"answer\": \"east\", \"map\": {\"a\": \"1\"}}";
        RulesFile first = load(users, "");
        for (String other : List.of(
                users.replace("\"1\"", "\"2\""),
                users.replace("\"users\"", "\"people\""),
                users.replace("\"east\"", "\"east\", \"timeout\": \"3s\""),
                users.replace("\"east\"", "\"east\", \"allowed_hosts\": \"*\""),
                users.replace("\"east\"", "\"east\", \"cache\": false"))) {
            RulesFile next = load(other, "", first);
            assertThat(first.notIn(next)).as(other).hasSize(1);
        }
        Path path = Files.writeString(
                folder.resolve("waymark.json"),
                "{\"targets\": {\"east\": {\"base_cs_url\": \"https://e\"}, \"new\": {\"base_cs_url\": \"https://n\"}},"
                        + "\"directories\": {" + users + "}, \"rules\": []}");
        RulesFile next = Services.in(folder, () -> RulesFile.load(RuleSource.file(path), first));
        files.add(next);
        assertThat(first.notIn(next)).as("targets of other names").hasSize(1);
    }

    @Test
    void fileWithProblems_closesWhatItOpened_andNothingElse() throws Exception {
        String users = "\"users\": {\"type\": \"memo\", \"answer\": \"east\"}";
        RulesFile first = load(users, "");
        InvalidRulesException e = catchThrowableOfType(
                InvalidRulesException.class,
                () -> load(users + ", \"more\": {\"type\": \"memo\", \"answer\": \"https://a\"}", "1", first));
        assertThat(e.problems()).hasSize(1);
        List<MemoProvider.Memo> opened = MemoProvider.opened();
        assertThat(opened).extracting(memo -> memo.closings().get()).containsExactly(0, 1);
    }

    @Test
    void directoryWithProblems_isClosed_andRulesThatNameItHaveNone() {
        assertThat(problems(
                        "\"users\": {\"type\": \"memo\", \"answer\": \"east\", \"numbr\": 1},\n"
                                + "\"empty\": {\"type\": \"memo\", \"answer\": \"east\", \"mode\": \"slow\"}",
                        "{\"lookup\": \"users\"}, {\"lookup\": \"user\"}"))
                .containsExactly(
                        "2:61: /directories/users/numbr: unknown key \"numbr\" (did you mean \"number\"?); expected one of"
                                + " answer, file, flag, map, mode, number, of, optional, pause, quote, texts",
                        "3:10: /directories/empty: a directory of this type looks at nothing; expected at least one fact"
                                + " of the login",
                        "4:43: /rules/1/lookup: no directory has the name \"user\" (did you mean \"users\"?); expected"
                                + " one of empty, users");
        assertThat(MemoProvider.opened())
                .extracting(memo -> memo.closings().get())
                .containsExactly(1, 1);
    }

    @Test
    void providerThatThrows_isProblem_withoutItsMessage() {
        assertThat(problems("\"users\": {\"type\": \"memo\", \"answer\": \"throw\"}", ""))
                .containsExactly(
                        "2:26: /directories/users: the directory cannot be opened: dev.waymark.config.MemoProvider"
                                + " failed with java.lang.IllegalStateException");
    }

    @Test
    void problemsOfProvider_tellNoFilledInValue() throws Exception {
        Files.writeString(folder.resolve("secret"), "Tr0ub4dor\n");
        Files.writeString(folder.resolve("other"), "correct horse\n");
        assertThat(problems(
                        "\"users\": {\"type\": \"memo\", \"answer\": \"${file:secret}\", \"number\": \"${file:secret}\", \"pause\":"
                                + " \"${file:secret}\",\n\"quote\": \"${file:secret}\", \"of\": {\"inner\": \"${file:other}\"},"
                                + " \"rows\": \"users.csv\"}",
                        ""))
                .containsExactly(
                        "2:53: /directories/users/answer: neither the name of a target nor a base URL; not a base URL: it"
                                + " does not begin with https:// or http://; expected https://host[:port][/path]",
                        "2:81: /directories/users/number: expected a whole number between 1 and 10, found a string",
                        "2:108: /directories/users/pause: expected a time such as \"500ms\", \"2s\", \"10m\", \"1h\" or"
                                + " \"1d\", from 1ms to 1d, found \"${file:secret}\"",
                        "3:10: /directories/users/quote: wrong are ${file:secret} and ${file:other}",
                        "./users.csv:7:3: a bad row with ${file:secret}");
    }

    @Test
    void typeOfTwoProviders_isProblem_thatNamesBoth() throws Exception {
        Services.register(
                folder,
                DirectoryProvider.class,
                List.of(MemoProvider.class.getName(), MemoProvider.Twin.class.getName()));
        assertThat(problems("\"users\": {\"type\": \"memo\", \"answer\": \"east\"}", ""))
                .containsExactly("2:35: /directories/users/type: more than one provider has the type \"memo\":"
                        + " dev.waymark.config.MemoProvider, dev.waymark.config.MemoProvider$Twin; expected one");
    }

    @Test
    void typeThatIsUnknown_isProblem_thatNamesTheOthers_andBrokenProviders() throws Exception {
        Services.register(folder, DirectoryProvider.class, List.of("org.example.Gone", MemoProvider.class.getName()));
        assertThat(problems("\"users\": {\"type\": \"mema\"}", ""))
                .containsExactly(
                        "2:35: /directories/users/type: unknown type \"mema\" (did you mean \"memo\"?); expected"
                                + " one of csv, http, jdbc, ldap, memo; of others, a provider could not be loaded:"
                                + " dev.waymark.spi.DirectoryProvider: Provider org.example.Gone not found");
        assertThat(urlOf(load("\"users\": {\"type\": \"memo\", \"answer\": \"east\"}", "{\"lookup\": \"users\"}")))
                .isEqualTo("https://east.ac.cdl");
    }
}
