// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the standalone JARs hold: all that the filter needs, under names of its own. */
class StandaloneJarIT {

    private static final List<String> RELOCATED = List.of(
            "tools/jackson",
            "tools.jackson",
            "com/google/re2j",
            "com.google.re2j",
            "org/snakeyaml",
            "org.snakeyaml",
            "com/github/benmanes",
            "com.github.benmanes",
            "com/zaxxer",
            "com.zaxxer",
            "org/slf4j",
            "org.slf4j",
            "de/siegmar",
            "de.siegmar");
    /** Their messages hold names. */
    private static final Set<String> TALKATIVE =
            Set.of("dev/waymark/shaded/slf4j/LoggerFactory.class", "dev/waymark/shaded/slf4j/helpers/Util.class");

    private static final String INITIALIZERS = "META-INF/services/%s.servlet.ServletContainerInitializer";

    private static Stream<Named<Path>> jars() {
        return Stream.of(
                Named.of("standalone", Built.STANDALONE), Named.of("standalone-javax", Built.STANDALONE_JAVAX));
    }

    private static Map<String, byte[]> files(Path jar) throws Exception {
        return Built.files(Files.newInputStream(jar));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdsNothingElse(Path jar) throws Exception {
        Map<String, byte[]> files = files(jar);

        assertThat(files.keySet()).allMatch(name -> name.startsWith("dev/waymark/") || name.startsWith("META-INF/"));
        assertThat(Built.classes(files)).allMatch(name -> name.startsWith("dev/waymark/"));
        assertThat(files.keySet()).noneMatch(name -> RELOCATED.stream().anyMatch(name::contains));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdsFragmentLicenceAndNotice(Path jar) throws Exception {
        assertThat(files(jar))
                .containsKeys("META-INF/web-fragment.xml", "META-INF/LICENSE", "META-INF/NOTICE")
                .containsKey("dev/waymark/servlet/LoginRedirectFilter.class");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void namesNoLibraryByItsOwnName(Path jar) throws Exception {
        List<String> leftovers = files(jar).entrySet().stream()
                .filter(file ->
                        file.getKey().endsWith(".class") || file.getKey().startsWith("META-INF/services/"))
                .filter(file -> RELOCATED.stream().anyMatch(new String(file.getValue(), ISO_8859_1)::contains))
                .map(Map.Entry::getKey)
                .filter(name -> !TALKATIVE.contains(name))
                .toList();

        assertThat(leftovers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void namesTheInitializer_forItsOwnServletApi(Path jar) throws Exception {
        boolean javax = jar.equals(Built.STANDALONE_JAVAX);
        Map<String, byte[]> files = files(jar);

        assertThat(files).doesNotContainKey(INITIALIZERS.formatted(javax ? "jakarta" : "javax"));
        assertThat(new String(files.get(INITIALIZERS.formatted(javax ? "javax" : "jakarta")), ISO_8859_1))
                .isEqualToIgnoringNewLines(WaymarkInitializer.class.getName());
    }
}
