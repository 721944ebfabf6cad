// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What our classes use of the Servlet API that an older version of it does not have. */
final class ApiLevel {

    private final List<JavaClass> ours;
    private final JavaClasses old;
    private final String api;

    /**
     * @param ours our classes
     * @param api the package of the Servlet API that they use
     * @param oldest the JAR of the oldest version that they run on
     */
    ApiLevel(List<JavaClass> ours, String api, Path oldest) {
        this.ours = ours;
        this.api = api;
        try (JarFile jar = new JarFile(oldest.toFile())) {
            old = new ClassFileImporter().importJar(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("mvn process-test-resources puts it there", e);
        }
    }

    /** Whether the oldest version has a type. */
    boolean has(String type) {
        return old.contain(api + "." + type);
    }

    /** Calls of newer methods, but for those in an override of that very method. */
    List<String> newerCallsOutsideOverrides() {
        return newerCalls()
                .filter(access -> !isOverrideOf(access.getOrigin(), access.getTarget()))
                .map(JavaCodeUnitAccess::getDescription)
                .toList();
    }

    /** The names of all newer methods that are called. */
    List<String> newerMethods() {
        return newerCalls().map(access -> access.getTarget().getName()).toList();
    }

    /** The names of newer types that are used anyhow. */
    List<String> newerTypes() {
        return ours.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(this::isOfTheApi)
                .map(JavaClass::getName)
                .filter(name -> !old.contain(name))
                .distinct()
                .toList();
    }

    private Stream<JavaCodeUnitAccess<?>> newerCalls() {
        return ours.stream()
                .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                .<JavaCodeUnitAccess<?>>map(access -> access)
                .filter(access -> isOfTheApi(declaring(access.getTarget())))
                .filter(access -> !isOfObject(access.getTarget()))
                .filter(access -> !isInOldest(access.getTarget()));
    }

    /** Inherited from the api or called on it: where the method is declared. */
    private static JavaClass declaring(CodeUnitAccessTarget target) {
        return target.resolveMember().map(JavaCodeUnit::getOwner).orElse(target.getOwner());
    }

    private boolean isOfTheApi(JavaClass type) {
        return type.getPackageName().equals(api) || type.getPackageName().startsWith(api + ".");
    }

    /** Newer compilers name the type that it is called on, even where that is an interface. */
    private static boolean isOfObject(CodeUnitAccessTarget target) {
        return Stream.of(Object.class.getMethods())
                .anyMatch(method -> method.getName().equals(target.getName())
                        && method.getParameterCount()
                                == target.getRawParameterTypes().size());
    }

    private boolean isInOldest(CodeUnitAccessTarget target) {
        String owner = declaring(target).getName();
        if (!old.contain(owner)) {
            return false;
        }
        JavaClass type = old.get(owner);
        return Stream.of(Stream.of(type), type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .flatMap(types -> types)
                .flatMap(one -> one.getCodeUnits().stream())
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
