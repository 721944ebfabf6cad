// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.install.InstallGuide.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a guide is read and followed; and what of the project's own can be seen without a server. */
@Timeout(30)
class InstallGuideTest {

    private static final Pattern LINK = Pattern.compile("\\(#([^)]+)\\)");

    /** The containers of the guide's table, and whose properties in the build pin them. */
    private static final Map<String, String> VERSIONS = Map.ofEntries(
            Map.entry("Tomcat 9", "server.tomcat9"),
            Map.entry("Tomcat 10.1", "server.tomcat10"),
            Map.entry("Tomcat 11", "server.tomcat11"),
            Map.entry("Jetty, with ee8, ee9, ee10 and ee11", "server.jetty"),
            Map.entry("WildFly", "server.wildfly"),
            Map.entry("Open Liberty", "server.liberty"),
            Map.entry("Payara Micro", "server.payara"),
            Map.entry("Spring Boot 2.5, with Tomcat", "server.spring-boot2-first"),
            Map.entry("Spring Boot 2.7, with Tomcat, Jetty and Undertow", "server.spring-boot2"),
            Map.entry("Spring Boot 3, with Tomcat, Jetty and Undertow", "server.spring-boot3"),
            Map.entry("Spring Boot 4, with Tomcat and Jetty", "server.spring-boot4"));

    /** The containers of the other table, and the modules that gather their JARs. */
    private static final Map<String, String> EMBEDDED = Map.of(
            "Tomcat 9", "tomcat-9",
            "Tomcat 10.1", "tomcat-10.1",
            "Tomcat 11", "tomcat-11",
            "Jetty 9.4", "jetty-9.4",
            "Jetty 12.1, ee8", "jetty-ee8",
            "Jetty 12.1, ee9", "jetty-ee9",
            "Jetty 12.1, ee10", "jetty-ee10",
            "Jetty 12.1, ee11", "jetty-ee11",
            "Undertow 2.2", "undertow-2.2",
            "Undertow 2.3", "undertow-2.3");

    /** The container itself is the first dependency of its module, of which there may be managed ones before. */
    private static final Pattern FIRST_DEPENDENCY =
            Pattern.compile("\\R  <dependencies>.*?<version>([^<]+)</version>", Pattern.DOTALL);

    @TempDir
    Path folder;

    private InstallGuide.Reader reader(String text) {
        return InstallGuide.of(text).reader(Map.of("APP", folder.toString()));
    }

    @Test
    void doesWhatASectionSays_inItsOrder() throws Exception {
        reader("""
                ## One
                Write it:

                <!-- file: $APP/a/b.txt -->
                ```json
                {}
                ```
                ```sh
                cp "$APP/a/b.txt" "$APP/c.txt"
                ```
                <!-- file: $APP/a/b.txt -->
                ```
                later
                ```
                ```console
                exit 1
                ```
                ## Two
                ```sh
                exit 1
                ```
                """).follow("One");

        assertThat(folder.resolve("c.txt")).hasContent("{}\n");
        assertThat(folder.resolve("a/b.txt")).hasContent("later\n");
    }

    @Test
    void fails_commandFailsBeforeOthers() {
        assertThatThrownBy(() -> reader("# One\n```sh\necho why; false\ntouch \"$APP/c.txt\"\n```")
                        .follow("One"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("why");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fails_unknownVariableInAFilesName() {
        assertThatThrownBy(
                        () -> reader("# One\n<!-- file: $OTHER/x -->\n```\n```").follow("One"))
                .hasMessageContaining("$OTHER/x");
    }

    @Test
    void fails_noSuchSectionOrNothingToDo() {
        assertThatThrownBy(() -> reader("# One\n```sh\ntrue\n```").follow("Two"))
                .hasMessageContaining("Two");
        assertThatThrownBy(() -> reader("# One\n```xml\n<a/>\n```").follow("One"))
                .hasMessageContaining("nothing to do");
    }

    @Test
    void takesTheOtherFiles_onJavax() throws Exception {
        reader("# One\n```sh\necho a-standalone.jar a-overlay.war -Dclassifier=overlay -Dx > \"$APP/x\"\n```")
                .onJavax()
                .follow("One");

        assertThat(folder.resolve("x"))
                .hasContent("a-standalone-javax.jar a-overlay-javax.war -Dclassifier=overlay-javax -Dx\n");
    }

    @Test
    void rulesOfTheGuide_areGood() throws Exception {
        InstallGuide guide = InstallGuide.read();
        List<Block> rules = guide.headings().stream()
                .flatMap(heading -> guide.allBlocks(heading).stream())
                .filter(block -> block.language().equals("json") && block.isFile())
                .toList();

        assertThat(rules).isNotEmpty();
        for (Block block : rules) {
            RuleSource source = RuleSource.text("docs/install.md:" + block.line(), block.text());
            assertThatCode(() -> RulesFile.load(source)).doesNotThrowAnyException();
        }
    }

    private static List<String> table(String heading) throws Exception {
        List<String> lines = InstallGuide.read().lines();
        return lines.subList(lines.indexOf("## " + heading) + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| container"))
                .toList();
    }

    private static String row(String container, String version) {
        return "| " + container + " | " + version + " |";
    }

    @Test
    void versionsOfTheGuide_areThoseOfTheBuild() throws Exception {
        assertThat(table("Versions that were run"))
                .containsExactlyInAnyOrderElementsOf(VERSIONS.entrySet().stream()
                        .map(version -> row(version.getKey(), Servers.version(version.getValue())))
                        .toList());
    }

    @Test
    void versionsOfEmbeddedContainers_areThoseOfTheBuild() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, String> container : EMBEDDED.entrySet()) {
            Path pom = Repository.ROOT
                    .resolve("filter/containers")
                    .resolve(container.getValue())
                    .resolve("pom.xml");
            Matcher version = FIRST_DEPENDENCY.matcher(Files.readString(pom));
            assertThat(version.find()).as("a dependency in " + pom).isTrue();
            rows.add(row(container.getKey(), version.group(1)));
        }
        assertThat(table("Containers that hold the contract")).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void linksOfTheGuide_leadToItsSectionsAndToFiles() throws Exception {
        InstallGuide guide = InstallGuide.read();
        List<String> anchors = guide.headings().stream()
                .map(heading -> heading.toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
        String text = String.join("\n", guide.lines());
        Matcher links = LINK.matcher(text);
        while (links.find()) {
            assertThat(anchors).contains(links.group(1));
        }
        Matcher files = Pattern.compile("\\]\\(([^#)]+)(?:#[^)]*)?\\)").matcher(text);
        while (files.find()) {
            assertThat(Files.exists(Repository.ROOT.resolve("docs").resolve(files.group(1))))
                    .as(files.group(1))
                    .isTrue();
        }
    }
}
