// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the WAR overlays put into a web application. */
class OverlayWarIT {

    private static final String SAMPLE = "WEB-INF/waymark-sample.json";

    private static Stream<Arguments> overlays() {
        return Stream.of(
                arguments(Named.of("overlay", Built.OVERLAY), Built.STANDALONE),
                arguments(Named.of("overlay-javax", Built.OVERLAY_JAVAX), Built.STANDALONE_JAVAX));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void holdsJarAndSample_andNothingThatIsLive(Path war, Path jar) throws Exception {
        Map<String, byte[]> files = Built.files(Files.newInputStream(war));

        assertThat(files).containsOnlyKeys("META-INF/MANIFEST.MF", "WEB-INF/lib/" + jar.getFileName(), SAMPLE);
        assertThat(files.get("WEB-INF/lib/" + jar.getFileName())).isEqualTo(Files.readAllBytes(jar));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void holdsASampleWithoutProblems(Path war, Path jar) throws Exception {
        String sample = new String(Built.files(Files.newInputStream(war)).get(SAMPLE), UTF_8);

        RulesFile file = RulesFile.load(RuleSource.text(SAMPLE, sample));

        assertThat(file.rules().inOrder()).isNotEmpty();
        assertThat(file.rules().targets()).isNotEmpty();
    }
}
