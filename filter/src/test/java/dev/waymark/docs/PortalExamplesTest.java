// SPDX-License-Identifier: Apache-2.0
package dev.waymark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.PortalFile;
import dev.waymark.config.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example configurations of a portal. */
class PortalExamplesTest {

    private static final Path DOCS = Path.of("../docs");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyExamples() throws Exception {
        ExampleFolder.fill(folder, DOCS.resolve("examples"));
    }

    private PortalConfig config(String name) throws Exception {
        RuleSource source = RuleSource.file(folder.resolve("examples/portal").resolve(name));
        return PortalFile.load(source).config();
    }

    @ParameterizedTest
    @ValueSource(strings = {"portal.yaml", "campus.yaml", "campus.json", "full.yaml"})
    void example_isGood(String name) throws Exception {
        Path file = folder.resolve("examples/portal").resolve(name);

        assertThat(PortalFile.isOne(RuleSource.file(file))).isTrue();
        assertThat(PortalFile.load(RuleSource.file(file)).warnings()).isEmpty();
    }

    @Test
    void example_isTheSame_jsonAndYaml() throws Exception {
        PortalConfig yaml = config("campus.yaml");
        PortalConfig json = config("campus.json");

        assertThat(json).usingRecursiveComparison().ignoringFields("rules").isEqualTo(yaml);
        assertThat(json.rules().name()).isEqualTo(yaml.rules().name());
    }

    @Test
    void example_hasEveryKey_full() throws Exception {
        SingleSignOn sso = Objects.requireNonNull(config("full.yaml").singleSignOn());

        assertThat(sso.targets()).containsOnlyKeys("eng", "hist");
        assertThat(sso.identityProviders()).extracting(IdentityProvider::id).containsExactly("uni", "github");
        String text = Files.readString(DOCS.resolve("examples/portal/full.yaml"));
        JsonNode schema = new JsonMapper().readTree(Files.readString(DOCS.resolve("portal.schema.json")));
        assertHasKeys(text, schema);
        for (String part : new String[] {
            "/properties/listen",
            "/properties/listen/properties/tls",
            "/properties/admin",
            "/properties/timeouts",
            "/properties/probe",
            "/$defs/sso",
            "/$defs/identityProvider"
        }) {
            assertHasKeys(text, schema.at(part));
        }
    }

    private static void assertHasKeys(String text, JsonNode schema) {
        assertThat(schema.path("properties").propertyNames())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(text).containsPattern("(?m)(^|[ {])" + Pattern.quote(key) + ": ?"));
    }

    /** What the table says of defaults and limits is written by hand; that it leaves nothing out is held here. */
    @Test
    void reference_hasEveryKey() throws IOException {
        String text = Files.readString(DOCS.resolve("portal.md"));
        JsonNode schema = new JsonMapper().readTree(Files.readString(DOCS.resolve("portal.schema.json")));
        for (String key : schema.path("properties").propertyNames()) {
            assertThat(text).contains("`" + key);
        }
        for (String key : schema.at("/$defs/sso/properties").propertyNames()) {
            assertThat(text).contains("| `" + key + "` |");
        }
    }
}
