// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the loader agree: neither accepts what the other refuses, beyond what a schema can say. */
class RulesSchemaTest {

    /** The loader's problems with what a schema cannot know: other places of the file, or of the world. */
    private static final Pattern BEYOND = Pattern.compile(String.join(
            "|",
            "^no (target|directory) has the name ",
            "^unknown type ",
            "^not a URL template: \\{.*} has no value",
            "^two conditions define ",
            "^a rule in line .* has the name ",
            "^not a regular expression in RE2 syntax: ",
            "^not an IP address or range: bits are set",
            "^not a DN; ",
            "^not a search filter: ",
            "^the CSV file .* cannot be read: ",
            "^no JDBC driver takes this URL",
            "^' is opened and not closed",
            "^no parameter[, ]",
            "^a parameter "));

    private static final Pattern FILLED_IN = Pattern.compile("\\$\\{(env|file):[^}]+}");

    private static final FileSchema SCHEMA = new FileSchema("rules.schema.json");

    @TempDir
    private Path folder;

    private SchemaExamples examples;

    @BeforeEach
    void setUp() throws IOException {
        examples = new SchemaExamples(folder);
    }

    @Test
    void examples_areGood() {
        for (JsonNode example : SchemaExamples.all()) {
            assertThat(examples.problems(example)).isEmpty();
            assertThat(SCHEMA.errors(example)).isEmpty();
        }
    }

    @Test
    void schemaAndLoader_agree_overEveryChangeOfAnExample() {
        List<String> disagreements = new ArrayList<>();
        for (JsonNode example : SchemaExamples.all()) {
            for (JsonNode changed : SchemaChanges.of(example)) {
                check(changed, disagreements);
            }
        }
        assertThat(disagreements.stream().limit(10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0 | /$schema                     | "x" ""                           | 1 null {}
            0 | /inject                      | ["base_cs_url"]                  | [] "base_cs_url" ["x"] ["well_known","well_known"] null
            0 | /existing                    | "keep" "replace" "${env:WORD}"   | "Keep" "" true null
            0 | /on_failure                  | "pass" "reject"                  | "next" 1
            0 | /max_body                    | 1 1073741824                     | 0 1073741825 "1" 1.5 -1
            0 | /reload                      | false "100ms" "1d" "24h" "007s"  | true "99ms" "25h" "2d" "0s" "1" 5 "1 s" "" "1S"
            0 | /targets/eng/base_cs_url     | "https://a" "HTTP://[::1]:1/" "https://a.b./c%20" | "" "ftp://a" "https://u@a" "https://a?b" "https://a#b" "https://a//b" "https://a/.." "https://a/%2e" "https://a:0" "https://a:65536" "https://a_b" "https://-a" "//a" "https://é" "https://[::1" "https://1.2.3.256" 1
            0 | /targets/hist/identity_server | "https://id"                    | "id" null
            0 | /targets/hist/upstream       | "http://10.0.0.1:8008" "https://[::1]/" | "" "id" "ftp://a" "https://u@a" "https://a?b" "https://a#b" "https://a/.." "https://a:0" null 1
            0 | /targets/hist/x              |                                  | 1
            0 | /rules                       | []                               | {} null [1] [{}]
            0 | /rules/0/name                | "x" "${env:TEXT}"                | "" "a\\nb" 1 "${x"
            0 | /rules/0/user_id             | "x" ["*"] {"regex":"x"} [{"regex":"x"}] | "" [] {} [[]] {"regex":""} {"regex":1} {"regex":"x","y":1} null
            0 | /rules/0/localpart           | "a?"                             | 1
            0 | /rules/0/server_name         | "a?"                             | true
            0 | /rules/0/device_id           | "a?"                             | {}
            0 | /rules/0/login_type          | "a?"                             | {"glob":"x"}
            0 | /rules/0/identifier          | "a?"                             | [1]
            0 | /rules/0/medium              | "msisdn"                         | [""]
            0 | /rules/0/address             | "a?"                             | null
            0 | /rules/0/host                | "A?"                             | 0
            1 | /rules/1/client_ip           | "10.0.0.1" "0.0.0.0/0" "1::/16" ["::ffff:10.0.0.1","1:2:3:4:5:6:7:8"] | "10.0.0.01" "10.0.0.0/33" "10.0.0" "1::2::3" "1:2:3:4:5:6:7" "::/129" "10.*" [] {"regex":"x"} "::1%eth0"
            0 | /rules/2/header              | {"a":"b"} {"a":["b",{"regex":"c"}]} | {} {"a b":"c"} {"":"c"} [] "x" {"a":1} {"é":"a"}
            0 | /rules/2/not                 | {"localpart":"x"} {"not":{"host":"x"}} | {} {"target":"eng"} {"name":"x","host":"x"} [] null
            0 | /rules/2/custom              |                                  | {} {"type":""} {"type":1} []
            0 | /rules/2/leave               | true                             | false 1 "true" null
            0 | /rules/3/base_cs_url         | "https://a.{dept}.b" "https://a/{user_id}" "http://{localpart}{dept}.x:8/" | "https://{dept}" "https://a.{dept}" "https://a:{dept}" "{dept}://a" "https://a/{dept" "https://a/}" "https://a?{dept}" "" 1
            0 | /rules/4/hash/by             | "user_id" "client_ip"            | "header" "" 1 null
            0 | /rules/4/hash/targets        | {"eng":1000000} ["eng"]          | {} [] {"eng":0} {"eng":1000001} {"eng":"1"} {"eng":1.5} ["eng","eng"] "eng"
            0 | /rules/4/hash/healthy        | true false                       | "true" 1 null {} "${env:WORD}"
            0 | /rules/4/hash/x              |                                  | 1
            0 | /rules/6/round_robin         | ["eng"] ["eng","eng"] {"targets":["eng","eng"]} | [] "eng" {"eng":1} [1] {} {"healthy":true} {"targets":"eng"} {"targets":{"eng":1}} null
            0 | /rules/7/round_robin/targets | ["eng"] ["eng","eng"]            | [] "eng" {"eng":1} [1] null
            0 | /rules/7/round_robin/healthy | true false                       | "true" 1 null {}
            0 | /rules/7/round_robin/x       |                                  | 1
            0 | /rules/6/target              |                                  | "eng"
            1 | /directories/staff/type      |                                  | 1 "" null
            1 | /directories/staff/file      |                                  | 1 "" null
            1 | /directories/staff/key       | "email"                | "mail" "" 1
            1 | /directories/staff/target    | "target"                         | "" 1
            1 | /directories/staff/separator | ";"                              | ";;" "" "\\"" "\\n" 1
            1 | /directories/staff/ignore_case | true false                     | "true" 1 null
            1 | /directories/staff/timeout   | "10ms" "60s" "1m" "60000ms"      | "9ms" "61s" "2m" "1h" 1 "" "1.5s"
            1 | /directories/staff/cache     | false {} {"size":1} {"ttl":"30d"} {"negative_ttl":"0h"} | true null {"size":0} {"size":10000001} {"ttl":"0s"} {"ttl":"999ms"} {"ttl":"31d"} {"negative_ttl":"31d"} {"x":1}
            1 | /directories/staff/on_error  | "next" "fail"                    | "reject" "" 1
            1 | /directories/staff/allowed_hosts | "*" ["a.b","[::1]"]          | [] "" "https://a" "a:1" "a/b" [1] {}
            1 | /directories/staff/max_concurrent | 1 1024                      | 0 1025 "1"
            1 | /directories/staff/query     |                                  | "x"
            1 | /directories/db/query        | "select :user_id"                | "" 1
            1 | /directories/db/url          |                                  | "" "postgresql://x" 1
            1 | /directories/db/user         | "x"                              | "" 1
            1 | /directories/db/password     | "x" "${file:secret}"             | "" 1
            1 | /directories/db/properties   | {} {"TRACE_LEVEL_FILE":"1"}      | {"a":1} {"user":"x"} [] "x"
            1 | /directories/db/pool_size    | 1 1000                           | 0 1001 "1"
            1 | /directories/db/data_source  |                                  | "x"
            1 | /directories/container/data_source | "x"                        | "" 1
            1 | /directories/container/user  |                                  | "x"
            1 | /directories/container/pool_size |                              | 5
            1 | /directories/people/url      | "ldaps://a" ["LDAPS://a:1/"]     | [] "" "ldap://a" "https://a" "ldaps://a/b" "ldaps://u@a" "ldaps://a?x" "ldaps://a:0" 1
            1 | /directories/people/bind_dn  | "cn=x"                           | "" 1
            1 | /directories/people/password | "x"                              | "" 1
            1 | /directories/people/starttls | false                            | true "true"
            1 | /directories/people/allow_cleartext | true                      | 1
            1 | /directories/people/base     | "dc=x"                           | "" 1
            1 | /directories/people/scope    | "sub" "one" "base"               | "all" ""
            1 | /directories/people/filter   | "(&(a={user_id})(b={address}))"  | "(a=b)" "" 1
            1 | /directories/people/attribute | "a-b" "2.5.4.3"                 | "*" "+" "a b" "" 1
            1 | /directories/people/prefix   | "https://" "hs." "http://a/b"    | "" "ftp://" "https://a?" 1
            1 | /directories/people/pool_size | 1 100                           | 0 101
            1 | /directories/plain/starttls  | true                             | false
            1 | /directories/plain/url       | "ldap://a"                       | "ldaps://a"
            1 | /directories/info/url        | "http://a/{user_id}" "https://a?x={address}" | "" "a" "https://{host}/" "https://a/x" "https://a/../{user_id}" "https://a/{x}" "https://u@a/{user_id}" "https://a/{user_id}#x" "https://a/ {user_id}" 1
            1 | /directories/info/method     | "GET"                            | "POST" "PUT" "get"
            1 | /directories/info/body       |                                  | {"a":"b"}
            1 | /directories/info/headers    | {} {"X":"y z"}                   | {"Host":"x"} {"a b":"c"} {"a":""} {"a":"b\\nc"} {"a":1} []
            1 | /directories/info/answer     | "/a" "/a/0" "/a~0b" "/"          | "" "a" "/a~2" "/a~" 1
            1 | /directories/info/certificate |                                 | "" 1
            1 | /directories/posted/method   | "POST"                           | "GET"
            1 | /directories/posted/body     | {"a":"x{user_id}"}               | {} {"a":"b"} {"a":1} {"a":"{x}{user_id}"} {"a":"{user_id}{"} "x"
            1 | /directories/posted/x        |                                  | 1
            0 | /x                           |                                  | 1 null
            """)
    void schemaAndLoader_agree_overValuesOfAKey(int example, String key, String good, String bad) {
        JsonNode file = SchemaExamples.all().get(example == 1 && key.startsWith("/directories") ? 1 : 0);
        for (JsonNode value : SchemaChanges.values(good)) {
            JsonNode changed = SchemaChanges.with(file, JsonPointer.compile(key), value);
            assertThat(SCHEMA.errors(changed))
                    .as("good for the schema: %s", value)
                    .isEmpty();
            assertThat(examples.problems(changed))
                    .as("good for the loader: %s", value)
                    .isEmpty();
        }
        for (JsonNode value : SchemaChanges.values(bad)) {
            JsonNode changed = SchemaChanges.with(file, JsonPointer.compile(key), value);
            assertThat(SCHEMA.accepts(changed))
                    .as("bad for the schema: %s", value)
                    .isFalse();
            assertThat(examples.problems(changed))
                    .as("bad for the loader: %s", value)
                    .isNotEmpty();
        }
    }

    @Test
    void everyKey_isDescribed() {
        assertThat(SCHEMA.keysWithoutDescription()).isEmpty();
        assertThat(SCHEMA.text().path("$id").asString()).isEqualTo("urn:waymark:rules:0.1");
    }

    @Test
    void schema_isOneOfItsDialect() {
        assertThat(FileSchema.errorsOfSchema(SCHEMA.text())).isEmpty();
    }

    @Test
    void schemaInDocs_isThatInTheJar() throws IOException {
        assertThat(new JsonMapper().readTree(Files.readString(Path.of("../docs/rules.schema.json"))))
                .isEqualTo(SCHEMA.text());
    }

    private void check(JsonNode file, List<String> disagreements) {
        List<Problem> problems = examples.problems(file);
        List<String> errors = SCHEMA.errors(file);
        if (errors.isEmpty() && !problems.isEmpty() && !areBeyondSchema(problems, file)) {
            disagreements.add("only the loader refuses: " + problems + " in " + file);
        } else if (!errors.isEmpty() && problems.isEmpty()) {
            disagreements.add("only the schema refuses: " + errors + " in " + file);
        }
    }

    /** Whether a schema could not know, or would have to know what is filled in; or that has led to all of them. */
    private static boolean areBeyondSchema(List<Problem> problems, JsonNode file) {
        return problems.stream().anyMatch(problem -> isFilledIn(problem, file))
                || problems.stream()
                        .allMatch(problem -> !problem.file().equals(SchemaExamples.FILE)
                                || BEYOND.matcher(problem.message()).find());
    }

    /** Whether something is filled in where the problem is, or beside that. */
    private static boolean isFilledIn(Problem problem, JsonNode file) {
        JsonPointer place = JsonPointer.compile(problem.path());
        JsonNode parent = place.matches() ? file : file.at(place.head());
        boolean isOfDirectory = problem.path().startsWith("/directories/");
        return FILLED_IN
                .matcher((isOfDirectory ? parent : file.at(place)).toString())
                .find();
    }
}
