// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpServer;
import dev.waymark.config.RuleSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the rules are found, and what is said where they are not, or are wrong. */
@Timeout(30)
class LoginRedirectFilterInitTest {

    private static final String PROPERTY = "waymark.rules";
    private static final String GOOD = "{\"rules\": []}";
    private static final String BAD = """
            {
              "targets": {"hist": {"base_cs_url": "ftp://hist.example"}},
              "colour": "blue",
              "rules": [{"target": "nowhere"}]
            }
            """;

    private final FilterConfig config = mock();
    private final ServletContext context = mock();
    private @Nullable String propertyBefore;

    @TempDir
    Path folder;

    @BeforeEach
    void startEmpty() {
        when(config.getServletContext()).thenReturn(context);
        propertyBefore = System.clearProperty(PROPERTY);
    }

    @AfterEach
    void restoreProperty() {
        if (propertyBefore == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, propertyBefore);
        }
    }

    private final List<LoginRedirectFilter> filters = new ArrayList<>();

    @AfterEach
    void destroyFilters() {
        filters.forEach(LoginRedirectFilter::destroy);
    }

    private void init() throws ServletException {
        LoginRedirectFilter filter = new LoginRedirectFilter();
        filters.add(filter);
        filter.init(config);
    }

    private void isAsked(String place) {
        assertThatThrownBy(this::init).isInstanceOf(ServletException.class).hasMessageContaining(place);
    }

    private String file(String content) throws Exception {
        return Files.writeString(folder.resolve("rules.json"), content).toString();
    }

    private void webInf(String path, String content) {
        when(context.getResourceAsStream(path)).thenAnswer(call -> new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    @Test
    void asksInitParam_allSet() {
        when(config.getInitParameter("rules")).thenReturn("/nowhere/of-init-param.json");
        when(context.getInitParameter(PROPERTY)).thenReturn("/nowhere/of-context-param.json");
        System.setProperty(PROPERTY, "/nowhere/of-property.json");
        webInf("/WEB-INF/waymark.json", GOOD);

        isAsked("/nowhere/of-init-param.json");
    }

    @Test
    void asksContextParam_noInitParam() {
        when(context.getInitParameter(PROPERTY)).thenReturn("/nowhere/of-context-param.json");
        System.setProperty(PROPERTY, "/nowhere/of-property.json");
        webInf("/WEB-INF/waymark.json", GOOD);

        isAsked("/nowhere/of-context-param.json");
    }

    @Test
    void asksSystemProperty_noParams() {
        System.setProperty(PROPERTY, "/nowhere/of-property.json");
        webInf("/WEB-INF/waymark.json", GOOD);

        isAsked("/nowhere/of-property.json");
    }

    @Test
    void asksWebInf_nothingSet() {
        webInf("/WEB-INF/waymark.json", BAD);

        isAsked("/WEB-INF/waymark.json");
    }

    @Test
    void takesBlankForNotSet() {
        when(config.getInitParameter("rules")).thenReturn(" ");
        when(context.getInitParameter(PROPERTY)).thenReturn("");
        System.setProperty(PROPERTY, "\t");
        webInf("/WEB-INF/waymark.json", GOOD);

        assertThatCode(this::init).doesNotThrowAnyException();
    }

    @Test
    void starts_goodFile() throws Exception {
        when(config.getInitParameter("rules")).thenReturn(file(GOOD));

        assertThatCode(this::init).doesNotThrowAnyException();
    }

    @Test
    void starts_otherPathInTheWebApplication() {
        when(config.getInitParameter("rules")).thenReturn("/WEB-INF/other/rules.json");
        webInf("/WEB-INF/other/rules.json", GOOD);

        assertThatCode(this::init).doesNotThrowAnyException();
    }

    @Test
    void starts_classpath() throws Exception {
        file(GOOD);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            when(context.getClassLoader()).thenReturn(loader);
            when(config.getInitParameter("rules")).thenReturn("classpath:rules.json");
            assertThatCode(this::init).doesNotThrowAnyException();

            when(config.getInitParameter("rules")).thenReturn("classpath:/rules.json");
            assertThatCode(this::init).doesNotThrowAnyException();
        }
    }

    @Test
    void starts_httpUrl() throws Exception {
        withServer(200, GOOD, url -> {
            when(config.getInitParameter("rules")).thenReturn(url);
            assertThatCode(this::init).doesNotThrowAnyException();
        });
    }

    @Test
    void fails_httpUrlNotFound() throws Exception {
        withServer(404, GOOD, url -> {
            when(config.getInitParameter("rules")).thenReturn(url + "?token=secret");
            assertThatThrownBy(this::init)
                    .isInstanceOf(ServletException.class)
                    .hasMessageContaining(url)
                    .hasMessageContaining("404")
                    .hasMessageNotContaining("secret");
        });
    }

    @Test
    void failsWithoutTheUrl_urlIsNone() {
        when(config.getInitParameter("rules")).thenReturn("https://user:secret@exa mple/");

        assertThatThrownBy(this::init)
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("not a valid http(s) URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void failsAndNamesIt_nothingOnTheClasspath() {
        when(config.getInitParameter("rules")).thenReturn("classpath:nowhere.json");

        isAsked("classpath:nowhere.json");
    }

    @Test
    void failsAndNamesIt_nothingInTheWebApplication() {
        when(config.getInitParameter("rules")).thenReturn("/WEB-INF/nowhere.json");

        isAsked("/WEB-INF/nowhere.json");
    }

    @Test
    void failsAndListsAllPlaces_noRules() {
        assertThatThrownBy(this::init)
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll(
                        "no rules",
                        "init parameter rules",
                        "context parameter waymark.rules",
                        "system property waymark.rules",
                        "WAYMARK_RULES",
                        "neither /WEB-INF/waymark.json nor /WEB-INF/waymark.yaml");
    }

    @Test
    void asksYamlInWebInf_noJsonThere() {
        webInf("/WEB-INF/waymark.yaml", "colour: blue");

        isAsked("/WEB-INF/waymark.yaml:1:1: /colour");
    }

    @Test
    void asksJsonInWebInf_yamlIsThereToo() {
        webInf("/WEB-INF/waymark.json", BAD);
        webInf("/WEB-INF/waymark.yaml", BAD);

        isAsked("/WEB-INF/waymark.json:3:");
    }

    @Test
    void failsWithAllProblemsAndPlaces_badRules() throws Exception {
        String path = file(BAD);
        when(config.getInitParameter("rules")).thenReturn(path);

        assertThatThrownBy(this::init)
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll(
                        "3 problems",
                        path + ":2:",
                        "/targets/hist/base_cs_url",
                        path + ":3:",
                        "colour",
                        path + ":4:",
                        "/rules/0/target",
                        "nowhere");
    }

    @Test
    void failsWithAllProblems_badRulesGivenInCode() {
        LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text("in code", BAD));

        assertThatThrownBy(() -> filter.init(config))
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("3 problems", "in code:2:", "in code:3:", "in code:4:");
    }

    @Test
    void fails_noJson() throws Exception {
        String path = file("targets: {}");
        when(config.getInitParameter("rules")).thenReturn(path);

        isAsked(path + ":1:");
    }

    @Test
    void looksNowhereElse_rulesGivenInCode() {
        System.setProperty(PROPERTY, "/nowhere/of-property.json");
        LoginRedirectFilter filter = new LoginRedirectFilter(RuleSource.text("in code", GOOD));

        assertThatCode(() -> filter.init(config)).doesNotThrowAnyException();
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Use {
        void of(String url) throws Exception;
    }

    private static void withServer(int status, String answer, Use use) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rules.json", exchange -> {
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            use.of("http://127.0.0.1:" + server.getAddress().getPort() + "/rules.json");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void neitherReadsRulesNorTouchesLogins_switchedOff() throws Exception {
        when(config.getInitParameter("enabled")).thenReturn("false");
        LoginRedirectFilter filter = new LoginRedirectFilter();
        filter.init(config);
        HttpServletRequest request = mock();
        HttpServletResponse response = mock();
        FilterChain chain = mock();

        filter.doFilter(request, response, chain);

        verify(chain).doFilter(request, response);
        verifyNoInteractions(request, response);
    }

    @Test
    void isSwitchedOff_contextParameter() {
        when(context.getInitParameter("waymark.enabled")).thenReturn(" False ");

        assertThatCode(this::init).doesNotThrowAnyException();
    }

    @Test
    void readsRules_switchedOn() {
        when(config.getInitParameter("enabled")).thenReturn("true");
        when(config.getInitParameter("rules")).thenReturn("/nowhere/rules.json");

        isAsked("/nowhere/rules.json");
    }

    @Test
    void refusesToGuess_neitherOnNorOff() {
        when(context.getInitParameter("waymark.enabled")).thenReturn("no");

        isAsked("waymark.enabled is neither true nor false");
    }
}
