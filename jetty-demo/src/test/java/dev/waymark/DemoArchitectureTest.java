// SPDX-License-Identifier: Apache-2.0
package dev.waymark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import dev.waymark.demo.Main;
import java.util.Set;

/** What depends on what in this module; the arrows point from the demo to the portal, and from both to the filter. */
@AnalyzeClasses(locations = DemoArchitectureTest.ThisModule.class)
class DemoArchitectureTest {

    private static final String PORTAL = "dev.waymark.portal..";
    private static final String DEMO = "dev.waymark.demo..";

    @ArchTest
    static final ArchRule module_holdsPortalAndDemoOnly = classes().should().resideInAnyPackage(PORTAL, DEMO);

    @ArchTest
    static final ArchRule portal_dependsOnTheFilterJettyAndTheJdk = classes()
            .that()
            .resideInAPackage(PORTAL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    PORTAL,
                    "dev.waymark.config..",
                    "dev.waymark.login..",
                    "dev.waymark.metrics..",
                    "dev.waymark.rule..",
                    "dev.waymark.servlet..",
                    "io.micrometer..",
                    "jakarta.servlet..",
                    "java..",
                    "javax.crypto..",
                    "javax.net..",
                    "org.eclipse.jetty..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "tools.jackson.core..");

    @ArchTest
    static final ArchRule demo_dependsOnThePortalAndTheRulesOnly = classes()
            .that()
            .resideInAPackage(DEMO)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    DEMO,
                    PORTAL,
                    "dev.waymark.cli..",
                    "dev.waymark.config..",
                    "dev.waymark.rule..",
                    "jakarta.servlet..",
                    "java..",
                    "org.eclipse.jetty..",
                    "org.jspecify.annotations..",
                    "tools.jackson..");

    @ArchTest
    static final ArchRule homeservers_doNotKnowThePortal = noClasses()
            .that()
            .resideInAPackage(DEMO)
            .and()
            .doNotHaveSimpleName("Demo")
            .and()
            .doNotHaveSimpleName("PortalCommand")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PORTAL);

    @ArchTest
    static final ArchRule onlyItsOwnClasses_setUpLogging = noClasses()
            .that()
            .haveNameNotMatching("dev\\.waymark\\.demo\\.(Logging.*|LastingLogManager|LogLineFormatter)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static void packages_haveNoCycles(JavaClasses classes) {
        slices().matching("dev.waymark.(*)..").should().beFreeOfCycles().check(classes);
    }

    /** Where the module's classes are; the filter's are in the same base package, but elsewhere. */
    static final class ThisModule implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(
                    Location.of(Main.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }
}
