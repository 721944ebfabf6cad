// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The filter is compiled against Servlet 6.1 and runs on 5.0: what it calls of the Servlet API is there in 5.0. An override
 * of a newer method may call that very method, since nothing else calls it than a container that has it.
 */
class ServletApiLevelTest {

    private static final ApiLevel LEVEL = new ApiLevel(
            List.copyOf(new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.waymark.servlet")),
            "jakarta.servlet",
            Path.of("target", "oldest-servlet-api", "jakarta.servlet-api-5.0.0.jar"));

    @Test
    void callsWhatServlet5Has_exceptInOverridesOfNewerMethods() {
        assertThat(LEVEL.newerCallsOutsideOverrides()).isEmpty();
    }

    /** If this fails, nothing newer than 5.0 is called any more, and the other test proves nothing. */
    @Test
    void findsNewerCalls_inOverrides() {
        assertThat(LEVEL.newerMethods()).contains("sendRedirect", "setCharacterEncoding");
    }

    @Test
    void knowsServlet5() {
        assertThat(LEVEL.has("http.HttpServletResponse")).isTrue();
        assertThat(LEVEL.has("ServletConnection")).as("a type of 6.0").isFalse();
    }

    @Test
    void namesTypesThatServlet5Has() {
        assertThat(LEVEL.newerTypes()).isEmpty();
    }
}
