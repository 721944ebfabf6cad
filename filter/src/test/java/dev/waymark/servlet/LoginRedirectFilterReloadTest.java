// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.waymark.config.LiveRules;
import dev.waymark.rule.Rules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A filter in service whose rules change; and what is left of it afterwards. */
@Timeout(60)
class LoginRedirectFilterReloadTest {

    private final FilterConfig config = mock();
    private final ServletContext context = mock();
    private final LoginRedirectFilter filter = new LoginRedirectFilter();

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() throws Exception {
        path = Files.writeString(folder.resolve("rules.yaml"), rules("one"));
        when(config.getServletContext()).thenReturn(context);
        when(config.getFilterName()).thenReturn("waymark");
        when(config.getInitParameter("rules")).thenReturn(path.toString());
        when(context.getContextPath()).thenReturn("/reload");
    }

    @AfterEach
    void destroy() {
        filter.destroy();
    }

    private static String rules(String target) {
        return """
                reload: 100ms
                targets:
                  %1$s: {base_cs_url: https://%1$s.example}
                rules:
                - target: %1$s
                """.formatted(target);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("waymark"))
                .toList();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.onSpinWait();
        }
    }

    private long loads() {
        return status().loads();
    }

    private LiveRules.Status status() {
        return Objects.requireNonNull(filter.rulesStatus());
    }

    private interface Homeserver {
        void answers(HttpServletRequest request) throws Exception;
    }

    /** What the client gets. */
    private String login(Homeserver homeserver) throws Exception {
        Map<String, Object> attributes = new HashMap<>();
        HttpServletRequest request = mock();
        when(request.getMethod()).thenReturn("POST");
        when(request.getServletPath()).thenReturn("/_matrix/client/v3/login");
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getAttribute(any())).thenAnswer(call -> attributes.get(call.getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(request)
                .setAttribute(any(), any());
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        filter.doFilter(
                request, Answering.response(Map.of("getOutputStream", new Answering.Stream(sent))), (down, back) -> {
                    try {
                        homeserver.answers((HttpServletRequest) down);
                    } catch (Exception e) {
                        throw new ServletException(e);
                    }
                    back.getOutputStream()
                            .write("{\"user_id\":\"@ada:ac.example\",\"access_token\":\"s3cret\"}".getBytes(UTF_8));
                });
        return sent.toString(UTF_8);
    }

    @Test
    void loginInFlight_isDecidedByTheRulesItCameInWith() throws Exception {
        filter.init(config);

        String first = login(request -> {
            Files.writeString(path, rules("two"));
            await(() -> loads() == 2);
            Rules rules = Objects.requireNonNull(LoginRedirectFilter.rulesOf(request));
            assertThat(rules.targets()).containsOnlyKeys("one");
            assertThat(Objects.requireNonNull(filter.rules()).targets()).containsOnlyKeys("two");
        });

        assertThat(first).contains("\"base_cs_url\":\"https://one.example\"");
        assertThat(login(request -> {})).contains("\"base_cs_url\":\"https://two.example\"");
    }

    @Test
    void badChange_leavesTheRulesInForce_andIsInTheStatus() throws Exception {
        filter.init(config);
        Files.writeString(path, "rules: [{target: nowhere}]\n");
        await(() -> status().failures() == 1);

        assertThat(status().lastProblem()).contains("nowhere");
        assertThat(login(request -> {})).contains("\"base_cs_url\":\"https://one.example\"");
    }

    @Test
    void fileInTheWebApplication_isFollowed_whereItIsUnpacked() throws Exception {
        when(config.getInitParameter("rules")).thenReturn("/WEB-INF/rules.yaml");
        when(context.getRealPath("/WEB-INF/rules.yaml")).thenReturn(path.toString());
        filter.init(config);
        assertThat(status().source()).isEqualTo("/WEB-INF/rules.yaml");
        Files.writeString(path, rules("two"));
        await(() -> loads() == 2);

        assertThat(login(request -> {})).contains("\"base_cs_url\":\"https://two.example\"");
    }

    @Test
    void fileInTheWebApplication_isReadOnce_whereItIsPacked() throws Exception {
        when(config.getInitParameter("rules")).thenReturn("/WEB-INF/rules.yaml");
        when(context.getResourceAsStream("/WEB-INF/rules.yaml")).thenAnswer(call -> Files.newInputStream(path));
        List<Thread> before = threads();
        filter.init(config);

        assertThat(loads()).isEqualTo(1);
        assertThat(threads()).isSubsetOf(before);
    }

    @Test
    void destroyed_leavesNeitherThreadNorBean() throws Exception {
        List<Thread> before = threads();
        ObjectName bean = new ObjectName("dev.waymark:type=Rules,name=\"/reload\",filter=\"waymark\"");
        filter.init(config);
        assertThat(threads()).hasSizeGreaterThan(before.size());
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(bean, "Targets"))
                .isEqualTo(1);
        filter.destroy();

        assertThat(threads()).isSubsetOf(before);
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean))
                .isFalse();
        assertThat(filter.rulesStatus()).isNull();
        assertThat(filter.rules()).isNull();
    }

    @Test
    void initThatFails_leavesNoThread() throws Exception {
        List<Thread> before = threads();
        Files.writeString(path, "rules: [{target: nowhere}]\n");

        assertThatThrownBy(() -> filter.init(config)).isInstanceOf(ServletException.class);
        assertThat(threads()).isSubsetOf(before);
        assertThat(filter.rulesStatus()).isNull();
    }

    @Test
    void initAgain_leavesOneThread() throws Exception {
        List<Thread> before = threads();
        filter.init(config);
        filter.init(config);

        assertThat(threads()).hasSize(before.size() + 1);
        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void rulesOfAnythingElse_areNone() {
        assertThat(LoginRedirectFilter.rulesOf(mock(HttpServletRequest.class))).isNull();
    }
}
