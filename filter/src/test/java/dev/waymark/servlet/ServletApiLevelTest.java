// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The filter is compiled against Servlet 6.1 and runs on 5.0: what it calls of the Servlet API is there in 5.0. An override
 * of a newer method may call that very method, since nothing else calls it than a container that has it.
 */
class ServletApiLevelTest {

    private static final String API = "jakarta.servlet";
    /** Put there by the build. */
    private static final Path OLDEST = Path.of("target", "oldest-servlet-api", "jakarta.servlet-api-5.0.0.jar");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.waymark.servlet");

    private static final JavaClasses OLD = oldest();

    private static JavaClasses oldest() {
        try (JarFile jar = new JarFile(OLDEST.toFile())) {
            return new ClassFileImporter().importJar(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("mvn process-test-resources puts it there", e);
        }
    }

    @Test
    void callsWhatServlet5Has_exceptInOverridesOfNewerMethods() {
        List<String> newer = newerCalls()
                .filter(access -> !isOverrideOf(access.getOrigin(), access.getTarget()))
                .map(JavaCodeUnitAccess::getDescription)
                .toList();

        assertThat(newer).isEmpty();
    }

    /** If this fails, nothing newer than 5.0 is called any more, and the other test proves nothing. */
    @Test
    void findsNewerCalls_inOverrides() {
        assertThat(newerCalls().map(access -> access.getTarget().getName()))
                .contains("sendRedirect", "setCharacterEncoding");
    }

    @Test
    void knowsServlet5() {
        assertThat(OLD.contain(API + ".http.HttpServletResponse")).isTrue();
        assertThat(OLD.contain(API + ".ServletConnection")).as("a type of 6.0").isFalse();
    }

    @Test
    void namesTypesThatServlet5Has() {
        List<String> newer = OURS.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(ServletApiLevelTest::isOfTheApi)
                .map(JavaClass::getName)
                .filter(name -> !OLD.contain(name))
                .distinct()
                .toList();

        assertThat(newer).isEmpty();
    }

    private static Stream<JavaCodeUnitAccess<?>> newerCalls() {
        return OURS.stream()
                .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                .<JavaCodeUnitAccess<?>>map(access -> access)
                .filter(access -> isOfTheApi(declaring(access.getTarget())))
                .filter(access -> !isOfObject(access.getTarget()))
                .filter(access -> !isInServlet5(access.getTarget()));
    }

    /** Inherited from the API or called on it: where the method is declared. */
    private static JavaClass declaring(CodeUnitAccessTarget target) {
        return target.resolveMember().map(JavaCodeUnit::getOwner).orElse(target.getOwner());
    }

    private static boolean isOfTheApi(JavaClass type) {
        return type.getPackageName().equals(API) || type.getPackageName().startsWith(API + ".");
    }

    /** Newer compilers name the type that it is called on, even where that is an interface. */
    private static boolean isOfObject(CodeUnitAccessTarget target) {
        return Stream.of(Object.class.getMethods())
                .anyMatch(method -> method.getName().equals(target.getName())
                        && method.getParameterCount()
                                == target.getRawParameterTypes().size());
    }

    private static boolean isInServlet5(CodeUnitAccessTarget target) {
        String owner = declaring(target).getName();
        if (!OLD.contain(owner)) {
            return false;
        }
        JavaClass old = OLD.get(owner);
        return Stream.of(Stream.of(old), old.getAllRawSuperclasses().stream(), old.getAllRawInterfaces().stream())
                .flatMap(types -> types)
                .flatMap(type -> type.getCodeUnits().stream())
                .anyMatch(method -> method.getName().equals(target.getName())
                        && names(method.getRawParameterTypes()).equals(names(target.getRawParameterTypes()))
                        && method.getRawReturnType()
                                .getName()
                                .equals(target.getRawReturnType().getName()));
    }

    private static boolean isOverrideOf(JavaCodeUnit origin, CodeUnitAccessTarget target) {
        return origin.getName().equals(target.getName())
                && names(origin.getRawParameterTypes()).equals(names(target.getRawParameterTypes()))
                && origin.getRawReturnType().equals(target.getRawReturnType());
    }

    private static List<String> names(List<? extends HasName> types) {
        return types.stream().map(HasName::getName).toList();
    }
}
