// SPDX-License-Identifier: Apache-2.0
package dev.waymark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the layout, which all point inward to {@code rule}. */
@AnalyzeClasses(packages = "dev.waymark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String JDK = "java..";
    private static final String ANNOTATIONS = "org.jspecify.annotations";
    private static final String JACKSON = "tools.jackson.core..";
    private static final String RE2 = "com.google.re2j";
    private static final String RULE = "dev.waymark.rule..";
    private static final String LOGIN = "dev.waymark.login..";
    private static final String SPI = "dev.waymark.spi..";
    private static final String DIRECTORY = "dev.waymark.directory..";
    private static final String CONFIG = "dev.waymark.config..";
    private static final String METRICS = "dev.waymark.metrics..";
    private static final String SERVLET = "dev.waymark.servlet..";

    @ArchTest
    static final ArchRule rule_knowsTheJdkOnly = onlyDepends(RULE, JDK, ANNOTATIONS, RULE);

    @ArchTest
    static final ArchRule rule_doesNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(RULE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io", "java.net.http..", "java.nio.file..", "java.nio.channels..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(?!URI)\\w+");

    @ArchTest
    static final ArchRule login_knowsRulesAndJackson = onlyDepends(LOGIN, JDK, ANNOTATIONS, LOGIN, RULE, JACKSON);

    @ArchTest
    static final ArchRule spi_knowsRulesOnly = onlyDepends(SPI, JDK, ANNOTATIONS, SPI, RULE);

    @ArchTest
    static final ArchRule directory_knowsRulesAndItsLibraries = onlyDepends(
            DIRECTORY,
            JDK,
            "javax.sql..",
            "javax.naming..",
            "javax.net..",
            ANNOTATIONS,
            DIRECTORY,
            SPI,
            RULE,
            JACKSON,
            "com.github.benmanes.caffeine..",
            "com.zaxxer.hikari..",
            "de.siegmar.fastcsv..");

    @ArchTest
    static final ArchRule config_knowsRulesDirectoriesAndItsParsers = onlyDepends(
            CONFIG, JDK, ANNOTATIONS, CONFIG, DIRECTORY, SPI, RULE, LOGIN, JACKSON, RE2, "org.snakeyaml.engine..");

    @ArchTest
    static final ArchRule metrics_knowsRulesAndTheirDirectories =
            onlyDepends(METRICS, JDK, "javax.management..", ANNOTATIONS, METRICS, CONFIG, DIRECTORY, RULE);

    @ArchTest
    static final ArchRule management_isKnownToTheBeanOnly = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Jmx")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.management..", "java.lang.management..")
            .because("a JVM without the module java.management must be able to load the others");

    @ArchTest
    static final ArchRule picocli_isKnownToTheCommandLineOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waymark.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule servletApi_isKnownToServletOnly = noClasses()
            .that()
            .resideOutsideOfPackage(SERVLET)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule servlet_readsNoJsonAndNoPatterns = noClasses()
            .that()
            .resideInAPackage(SERVLET)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.google..");

    @ArchTest
    static final ArchRule spring_isKnownToItsOwnClassesOnly = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("WaymarkAutoConfiguration")
            .and()
            .haveSimpleNameNotStartingWith("SpringRegistration")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("a container without Spring must be able to load the others");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.waymark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule classes_holdNoGlobalState = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("two filters in one JVM must not disturb each other");

    @ArchTest
    static final ArchRule classes_doNotLogPastSystemLogger = noClasses().should(USE_JAVA_UTIL_LOGGING);

    @ArchTest
    static final ArchRule classes_doNotPrint =
            noClasses().that().resideOutsideOfPackage("dev.waymark.cli..").should(ACCESS_STANDARD_STREAMS);

    private static ArchRule onlyDepends(String from, String... to) {
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(to);
    }
}
