// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.waymark.config.DiaryProvider;
import dev.waymark.config.LiveRules;
import dev.waymark.config.RuleSource;
import dev.waymark.rule.Login;
import java.lang.management.ManagementFactory;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees by JMX. */
@Timeout(60)
class RulesMetricsTest {

    private static final String RULES = """
            {"targets": {"one": {"base_cs_url": "https://one.example"}, "two": {"base_cs_url": "https://two.example"}},
             "directories": {"staff": {"type": "diary", "file": "diary.txt", "target": "two"}},
             "rules": [{"lookup": "staff"}, {"target": "one"}, {"leave": true}]}
            """;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName name(String path, String filter) throws Exception {
        return new ObjectName("dev.waymark:type=Rules,name=\"" + path + "\",filter=\"" + filter + "\"");
    }

    @Test
    void attributes_areThoseOfTheRulesInForce(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("waymark.json"), RULES);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader own = DiaryProvider.loader(Files.createDirectory(folder.resolve("providers")))) {
            Thread.currentThread().setContextClassLoader(own);
            Instant start = Instant.now();
            try (LiveRules rules = LiveRules.start(RuleSource.file(path));
                    RulesMetrics shown = RulesMetrics.show(rules, "/attributes", "waymark")) {
                assertThat(shown).isNotNull();
                rules.current().rules().decide(Login.of("@ada:ac.example"));
                rules.current().rules().decide(Login.of("@ada:ac.example"));
                rules.current().rules().decide(Login.of("@bob:ac.example"));
                ObjectName bean = name("/attributes", "waymark");

                assertThat(server.getAttribute(bean, "Source")).isEqualTo(path.toString());
                assertThat(Instant.parse((String) server.getAttribute(bean, "LastLoad")))
                        .isBetween(start, Instant.now());
                assertThat(server.getAttribute(bean, "LastLoadEpochSeconds"))
                        .isEqualTo(rules.status().lastLoad().getEpochSecond());
                assertThat((long) server.getAttribute(bean, "LastAttemptEpochSeconds"))
                        .isGreaterThanOrEqualTo(start.getEpochSecond());
                assertThat(server.getAttribute(bean, "Loads")).isEqualTo(1L);
                assertThat(server.getAttribute(bean, "LoadFailures")).isEqualTo(0L);
                assertThat(server.getAttribute(bean, "LastProblem")).isNull();
                assertThat(server.getAttribute(bean, "Rules")).isEqualTo(3);
                assertThat(server.getAttribute(bean, "Targets")).isEqualTo(2);
                assertThat(server.getAttribute(bean, "Directories")).isEqualTo(1);
                TabularData all = (TabularData) server.getAttribute(bean, "DirectoryFigures");
                CompositeData staff =
                        (CompositeData) all.get(new Object[] {"staff"}).get("value");
                assertThat(staff.getAll(
                                new String[] {"type", "asked", "found", "notFound", "failed", "timedOut", "cacheHits"}))
                        .containsExactly("diary", 3L, 3L, 0L, 0L, 0L, 1L);
            }
            assertThat(server.isRegistered(name("/attributes", "waymark"))).isFalse();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void sameName_getsNumber() throws Exception {
        try (LiveRules rules = LiveRules.start(RuleSource.text("in code", "{\"rules\": []}"))) {
            RulesMetrics first = RulesMetrics.show(rules, "/clash", "a \"b\", c=*?");
            RulesMetrics second = RulesMetrics.show(rules, "/clash", "a \"b\", c=*?");
            assertThat(clashing())
                    .hasSize(2)
                    .anyMatch(name -> name.getKeyProperty("name").equals("\"/clash#2\""));
            first.close();
            assertThat(clashing())
                    .extracting(name -> name.getKeyProperty("name"))
                    .containsExactly("\"/clash#2\"");
            RulesMetrics third = RulesMetrics.show(rules, "/clash", "a \"b\", c=*?");
            assertThat(clashing()).hasSize(2);
            second.close();
            third.close();
            third.close();
            assertThat(clashing()).isEmpty();
        }
    }

    private Set<ObjectName> clashing() throws Exception {
        return server.queryNames(new ObjectName("dev.waymark:type=Rules,name=\"/clash*\",*"), null);
    }

    @Test
    void noManagement_noBean() {
        RulesMetrics.Registration noModule = () -> {
            throw new NoClassDefFoundError("javax/management/JMException");
        };
        RulesMetrics.Registration noPermission = () -> {
            throw new SecurityException("no");
        };

        assertThatCode(() -> RulesMetrics.show(noModule).close()).doesNotThrowAnyException();
        assertThatCode(() -> RulesMetrics.show(noPermission).close()).doesNotThrowAnyException();
    }
}
