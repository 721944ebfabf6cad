// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the loader of a portal's configuration agree, as {@link RulesSchemaTest} says. */
class PortalSchemaTest {

    /** The loader's problems with what a schema cannot know: other places of the file, or of the world. */
    private static final Pattern BEYOND = Pattern.compile(String.join(
            "|",
            "^no target in (the rules|\"sso\") has the name ",
            "^the (rules )?file .* cannot be read",
            "^not a path or http\\(s\\) URL; ",
            "^the portal listens at the port ",
            "^the target .* of the rules has this URL too",
            "^\".*\" stands in the list twice$",
            "^the same key stands in the list twice$",
            "^users read the same for the target ",
            "^an identity provider in line .* has the id ",
            "^not an IP address or range: bits are set",
            "^not a regular expression in RE2 syntax: ",
            "^not a URL to send users back to: its escapes are not of UTF-8",
            "^not a URL to send users back to: its query names a loginToken"));

    private static final Pattern FILLED_IN = Pattern.compile("\\$\\{(env|file):[^}]+}");

    private static final FileSchema SCHEMA = new FileSchema("portal.schema.json");

    @TempDir
    private Path folder;

    private PortalSchemaExamples examples;

    @BeforeEach
    void setUp() throws IOException {
        examples = new PortalSchemaExamples(folder);
    }

    @Test
    void examples_areGood() {
        for (JsonNode example : PortalSchemaExamples.all()) {
            assertThat(examples.problems(example)).isEmpty();
            assertThat(SCHEMA.errors(example)).isEmpty();
        }
    }

    @Test
    void schemaAndLoader_agree_overEveryChangeOfAnExample() {
        List<String> disagreements = new ArrayList<>();
        for (JsonNode example : PortalSchemaExamples.all()) {
            for (JsonNode changed : SchemaChanges.of(example)) {
                check(changed, disagreements);
            }
        }
        assertThat(disagreements.stream().limit(10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0 | /$schema                     | "x" ""                           | 1 null {}
            1 | /listen                      | {}                               | null [] "0.0.0.0:80" {"x":1}
            1 | /listen/host                 | "0.0.0.0" "::" "::1" "[::]" "localhost" "a_b.c-d" "xn--a" "1.2.3.4" "::ffff:1.2.3.4" | "" "a:1" "[::1" "::1]" "[1.2.3.4]" "1.2.3.256" "1.2.3" "a..b" "-a" "a/8" "1.2.3.4/8" "é" "a b" "fe80::1%eth0" "1" 1 null
            1 | /listen/port                 | 0 1 65535                        | -1 65536 1.5 "80" null
            1 | /listen/tls                  | {"certificate":"portal.crt","key":"portal.key"} | {} {"key":"portal.key"} {"certificate":"portal.crt"} "portal.pem" {"certificate":"","key":"portal.key"}
            1 | /listen/max_connections      | 1 1000000                        | 0 1000001 "1"
            0 | /public_base_url             | "https://a" "http://a/b/"        | "" "a" "ftp://a" "https://a?b" 1 null
            0 | /rules                       | "rules.yaml" "./rules.yaml"      | "" 1 null [] {}
            1 | /server_name                 | "a" "a.b:1" "[::1]:8448" "1.2.3.4" | "" "a/b" "a:b" "a:123456" "@a:b" "é" 1
            1 | /flows_from                  | "eng" [] [{"type":"m.login.password"}] [{"type":"x","y":{"z":[1,"a"]}}] | "" {} [1] [{}] [{"type":""}] [{"type":1}] [{"type":"m.login.sso"}] [{"type":"m.login.token"}] [{"type":"m.login.cas"}] [{"type":"x","y":"${"}] null 1
            1 | /login                       | "proxy" "redirect"               | "Proxy" "" true null
            0 | /login                       | "proxy"                          | "redirect"
            1 | /trusted_proxies             | [] ["10.0.0.0/8"] ["::1","1.2.3.4"] | "10.0.0.1" ["x"] [""] ["10.0.0.1/33"] ["10.0.0.1","10.0.0.1"] {} null
            1 | /admin                       | {"port":9090}                    | {} {"host":"a"} 9090 null
            1 | /admin/host                  | "0.0.0.0"                        | "" "a:1" 1
            1 | /admin/port                  | 1                                | -1 65536 "9090"
            1 | /registration                | "eng"                            | "" 1 null ["eng"]
            1 | /password_reset              | "hist"                           | "" false
            1 | /timeouts                    | {}                               | null "10s" {"x":"1s"}
            0 | /timeouts/request            | "100ms" "10m" "600s" "0000100ms" | "99ms" "11m" "601s" "600001ms" "1h" 1 "" "1 s"
            0 | /timeouts/connect            | "100ms" "10m"                    | "99ms" "11m" 5
            0 | /timeouts/response           | "100ms" "10m"                    | "99ms" "11m" true
            0 | /timeouts/stop               | "100ms" "10m"                    | "99ms" "11m" false
            1 | /probe                       | {}                               | [] "10s" {"x":"1s"}
            0 | /probe/interval              | "1s" "1h" "60m" "3600s" "1000ms" | "999ms" "61m" "3601s" "2h" "1d" 1 false
            0 | /probe/timeout               | "100ms" "1m"                     | "99ms" "61s" "2m" 1
            1 | /access_log                  | "none" "stdout" "a.log" "/a" "./a" | "" "stderr" "Stdout" "x" true null
            1 | /sso                         |                                  | {"key":"0123456789abcdef0123456789abcdef","redirect_urls":["https://a/*"],"targets":{"eng":"x"}}
            0 | /sso                         | {"key":"0123456789abcdef0123456789abcdef","redirect_urls":["https://a/*"],"targets":{"eng":"x"}} | {} [] true null
            0 | /sso/key                     | "0123456789abcdef0123456789abcdef" ["0123456789abcdef0123456789abcdef"] "ééééééééééééééééééééééééééééééééé" "${env:KEY}" | "" "0123456789abcdef0123456789abcde" [] [""] ["short"] ["0123456789abcdef0123456789abcdef","0123456789abcdef0123456789abcdef"] 1 {} null
            0 | /sso/token_lifetime          | "10s" "10m" "10000ms"            | "9s" "9999ms" "11m" "1h" 120
            0 | /sso/login_lifetime          | "1m" "2h" "120m" "60s"           | "59s" "121m" "3h" "1d" 30
            0 | /sso/redirect_urls           | ["https://a"] ["https://A:1/b?c=d"] ["https://[::1]/*"] ["http://a/b*"] ["x:/*"] ["x:///a/"] ["a+b.c-d://e_f:80"] | [] "https://a" ["https://a*"] ["https://*"] ["https://*.a/"] ["https://a/*/*"] ["https://a/*b"] ["https://a/?*"] ["a"] [""] ["A:/"] ["https://u@a/"] ["https://a/#b"] ["https://a//"] ["https://a/.."] ["https://a/.;x"] ["https://a/%2e"] ["https://a/%5C"] ["https://a/%1f"] ["https://a/%"] ["https://a/\\\\"] ["https://a/{b}"] ["https://a:0/"] ["https://a_b/"] ["javascript:x"] ["javascript:/x"] ["file:///x"] ["data:/x"] ["intent://x"] ["x:a"] ["x://"] ["x://a@b"] ["https:///a"] ["https:a"] ["https://a/@"] ["x://?a"] ["https://[::1%1]/"] ["https://a b"] ["https://é/"] [1] null
            0 | /sso/targets                 | {"eng":"x","hist":"y"}           | {} {"eng":""} {"eng":" "} {"eng":"a\\nb"} {"eng":1} ["eng"] "eng"
            0 | /sso/identity_providers      | [] [{"id":"a.B_~-0","name":"x","target":"eng"}] | {} [1] [{}] [{"id":"a","name":"x"}] [{"id":"a","target":"eng"}] [{"name":"x","target":"eng"}] [{"id":"a","name":"x","target":"eng","y":1}]
            0 | /sso/identity_providers/0/id | "..." ".a" "a" | "" "." ".." "a/b" "é" 1
            0 | /sso/identity_providers/0/name | "é x"                          | "" " " "a\\u0007" 1
            0 | /sso/identity_providers/0/icon | "mxc://a/b_-C" "mxc://[::1]:1/a" | "" "https://a/b" "mxc://a" "mxc://a/b/c" "MXC://a/b" 1
            0 | /sso/identity_providers/0/brand | "a" "org.x-y_z"               | "" "A" "1a" ".a" "a b" 1
            0 | /sso/identity_providers/0/target | "eng"                        | "" 1
            0 | /sso/identity_providers/0/target_id | "x~y"                     | "" "." "a/b" 1
            0 | /sso/rules                   | [] [{"target":"eng"}]            | {} [1] [{}] [{"target":""}] [{"target":"eng","header":{"a":"b"}}]
            0 | /sso/rules/0/idp             | "x" ["*"] {"regex":"x"}          | "" [] {} 1 null {"regex":""}
            0 | /sso/rules/0/host            | "A?" ["x",{"regex":"x"}]         | "" [] [1] null
            0 | /sso/rules/0/query           | {"a":"b","c":["d",{"regex":"e"}]} | {} {"":"x"} {"a":""} {"a":1} [] "a" null
            0 | /x                           |                                  | 1 null
            """)
    void schemaAndLoader_agree_overValuesOfAKey(int example, String key, @Nullable String good, @Nullable String bad) {
        JsonNode file = PortalSchemaExamples.all().get(example);
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
        assertThat(SCHEMA.text().path("$id").asString()).isEqualTo("urn:waymark:portal:0.1");
    }

    @Test
    void schema_isOneOfItsDialect() {
        assertThat(FileSchema.errorsOfSchema(SCHEMA.text())).isEmpty();
    }

    @Test
    void schemaInDocs_isThatInTheJar() throws IOException {
        assertThat(new JsonMapper().readTree(Files.readString(Path.of("../docs/portal.schema.json"))))
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

    /** Whether a schema could not know, or would have to know what is filled in. */
    private static boolean areBeyondSchema(List<Problem> problems, JsonNode file) {
        return problems.stream()
                .allMatch(problem -> BEYOND.matcher(problem.message()).find() || isFilledIn(problem, file));
    }

    private static boolean isFilledIn(Problem problem, JsonNode file) {
        return FILLED_IN
                .matcher(file.at(JsonPointer.compile(problem.path())).toString())
                .find();
    }
}
