// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The JAR for {@code javax.servlet}: no trace of the other names, and nothing that Servlet 3.1 lacks. */
class JavaxJarIT {

    private static final Path OLDEST = Path.of("target", "oldest-servlet-api", "javax.servlet-api-3.1.0.jar");
    private static final Path NEWEST = Path.of("target", "servers", "javax.servlet-api.jar");

    private static ApiLevel level;

    @BeforeAll
    static void readJar() throws IOException {
        try (JarFile jar = new JarFile(Built.STANDALONE_JAVAX.toFile());
                JarFile api = new JarFile(NEWEST.toFile())) {
            // Together with the API, so that it is known which methods our classes inherit from it.
            List<JavaClass> ours = new ClassFileImporter()
                    .importJars(jar, api).stream()
                            .filter(type -> type.getPackageName().equals("dev.waymark.servlet"))
                            .toList();
            level = new ApiLevel(ours, "javax.servlet", OLDEST);
        }
    }

    private static Map<String, byte[]> files(Path jar) throws Exception {
        return Built.files(Files.newInputStream(jar));
    }

    private static List<String> traces(Path jar, List<String> names) throws Exception {
        List<String> traces = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files(jar).entrySet()) {
            String content = file.getKey() + '\n' + new String(file.getValue(), ISO_8859_1);
            names.stream().filter(content::contains).forEach(name -> traces.add(name + " in " + file.getKey()));
        }
        return traces;
    }

    @Test
    void holdsNoTraceOfJakarta() throws Exception {
        List<String> names = List.of("jakarta.servlet", "jakarta/servlet", "jakartaee", "jakarta.ee");

        assertThat(traces(Built.STANDALONE_JAVAX, names)).isEmpty();
        assertThat(traces(Built.STANDALONE, names))
                .as("the search finds something")
                .hasSizeGreaterThan(10);
    }

    @Test
    void holdsTheSameFiles_butForTheNamesOfTheApi() throws Exception {
        List<String> expected = files(Built.STANDALONE).keySet().stream()
                .map(name -> name.replace("jakarta", "javax"))
                .toList();

        assertThat(files(Built.STANDALONE_JAVAX).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void holdsTheSameFragment_butForTheNamespace() throws Exception {
        String fragment = "META-INF/web-fragment.xml";
        String jakarta = new String(files(Built.STANDALONE).get(fragment), UTF_8);
        String javax = new String(files(Built.STANDALONE_JAVAX).get(fragment), UTF_8);

        assertThat(javax)
                .contains("xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\"", "version=\"3.1\"")
                .isEqualTo(jakarta.replace("https://jakarta.ee/xml/ns/jakartaee", "http://xmlns.jcp.org/xml/ns/javaee")
                        .replace("web-fragment_5_0.xsd", "web-fragment_3_1.xsd")
                        .replace("version=\"5.0\"", "version=\"3.1\""));
    }

    @Test
    void callsWhatServlet31Has_exceptInOverridesOfNewerMethods() {
        assertThat(level.newerCallsOutsideOverrides()).isEmpty();
    }

    /** If this fails, nothing newer than 3.1 is called any more, and the other test proves nothing. */
    @Test
    void findsNewerCalls_inOverrides() {
        assertThat(level.newerMethods()).contains("sendRedirect", "setTrailerFields");
    }

    @Test
    void knowsServlet31() {
        assertThat(level.has("http.HttpServletResponse")).isTrue();
        assertThat(level.has("http.PushBuilder")).as("a type of 4.0").isFalse();
    }

    @Test
    void namesTypesThatServlet31Has() {
        assertThat(level.newerTypes()).isEmpty();
    }
}
