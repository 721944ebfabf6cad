// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the initializer registers the filter, and where it leaves a web application alone. */
class WaymarkInitializerTest {

    private final ServletContext context = mock();
    private final FilterRegistration.Dynamic added = mock();
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(WaymarkInitializer.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void startEmpty() {
        logger.addHandler(handler);
        when(context.getContextPath()).thenReturn("/chat");
        when(context.addFilter("waymark", LoginRedirectFilter.class)).thenReturn(added);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private void hasRules() {
        webInf("waymark.json", "{\"rules\": []}");
    }

    private void webInf(String name, String content) {
        when(context.getResourceAsStream("/WEB-INF/" + name))
                .thenAnswer(call -> new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private void start() throws Exception {
        new WaymarkInitializer().onStartup(null, context);
    }

    private void verifyNothingAdded() {
        assertThat(mockingDetails(context).getInvocations())
                .extracting(call -> call.getMethod().getName())
                .isNotEmpty()
                .doesNotContain("addFilter");
    }

    @Test
    void registersForAllDispatcherTypesOfTheFragment_rulesInWebInf() throws Exception {
        hasRules();

        start();

        verify(added).setAsyncSupported(true);
        verify(added)
                .addMappingForUrlPatterns(
                        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD), false, "/*");
        assertThat(logged).isEmpty();
    }

    @Test
    void registers_rulesByContextParameter() throws Exception {
        when(context.getInitParameter("waymark.rules")).thenReturn("/WEB-INF/rules.json");
        webInf("rules.json", "{\"rules\": []}");

        start();

        verify(added).addMappingForUrlPatterns(any(), any(Boolean.class), any());
    }

    @Test
    void failsWithTheProblems_wrongRules() {
        webInf("waymark.json", "{\"rules\": [], \"colour\": \"blue\"}");

        assertThatThrownBy(this::start)
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("Waymark cannot start", "colour");
    }

    @Test
    void failsWithTheProblems_registeredAlreadyWithWrongRules() {
        FilterRegistration there = mock();
        when(there.getClassName()).thenReturn(LoginRedirectFilter.class.getName());
        when(there.getInitParameter("rules")).thenReturn("/WEB-INF/nowhere.json");
        doReturn(Map.of("waymark", there)).when(context).getFilterRegistrations();

        assertThatThrownBy(this::start)
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("Waymark cannot start", "/WEB-INF/nowhere.json");
    }

    @Test
    void registersNothingAndSaysSoOnce_noRules() throws Exception {
        start();

        verifyNothingAdded();
        assertThat(logged)
                .containsExactly("INFO Waymark: no rules for the web application /chat, so its logins are left alone");
    }

    @Test
    void callsTheRootApplicationBySlash_noRules() throws Exception {
        when(context.getContextPath()).thenReturn("");

        start();

        assertThat(logged).singleElement().asString().contains("the web application /,");
    }

    @Test
    void registersNothing_filterIsThereUnderAnotherName() throws Exception {
        hasRules();
        FilterRegistration registration = mock();
        when(registration.getClassName()).thenReturn("dev.waymark.servlet.LoginRedirectFilter");
        doReturn(Map.of("by hand", registration)).when(context).getFilterRegistrations();

        start();

        verifyNothingAdded();
        assertThat(logged).isEmpty();
    }

    @Test
    void registers_otherFiltersAreThere() throws Exception {
        hasRules();
        FilterRegistration registration = mock();
        when(registration.getClassName()).thenReturn("org.example.Compression");
        doReturn(Map.of("compression", registration)).when(context).getFilterRegistrations();

        start();

        verify(added).setAsyncSupported(true);
    }

    @Test
    void leavesAFilterOfThatNameAlone() throws Exception {
        hasRules();
        when(context.addFilter("waymark", LoginRedirectFilter.class)).thenReturn(null);

        start();

        assertThat(logged).singleElement().asString().contains("/chat has a filter called waymark of its own");
    }

    @Test
    void registersNothing_switchedOff() throws Exception {
        hasRules();
        when(context.getInitParameter("waymark.enabled")).thenReturn("false");

        start();

        verifyNothingAdded();
    }
}
