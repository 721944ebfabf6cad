// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.waymark.config.RuleSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** What an application context with the auto-configuration registers in its servlet context. */
class WaymarkAutoConfigurationTest {

    private static final EnumSet<DispatcherType> TYPES =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD);

    private static final LoginRedirectFilter OWN =
            new LoginRedirectFilter(RuleSource.text("own rules", "{\"rules\": []}"));

    @Configuration(proxyBeanMethods = false)
    static class OwnFilter {
        @Bean
        LoginRedirectFilter ownFilter() {
            return OWN;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistration {
        @Bean
        FilterRegistrationBean<LoginRedirectFilter> waymark() {
            FilterRegistrationBean<LoginRedirectFilter> registration = new FilterRegistrationBean<>(OWN);
            registration.setName("waymark");
            registration.addUrlPatterns("/own/*");
            registration.setOrder(Integer.MIN_VALUE);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherFilters {
        @Bean
        FilterRegistrationBean<Filter> other() {
            FilterRegistrationBean<Filter> registration =
                    new FilterRegistrationBean<>((request, response, chain) -> chain.doFilter(request, response));
            registration.setName("other");
            return registration;
        }
    }

    private final AnnotationConfigWebApplicationContext application = new AnnotationConfigWebApplicationContext();
    private final ServletContext context = mock();
    private final Map<String, Filter> added = new LinkedHashMap<>();
    private final Map<String, FilterRegistration.Dynamic> registrations = new LinkedHashMap<>();

    @BeforeEach
    void recordRegistrations() {
        when(context.getInitParameterNames()).thenAnswer(call -> Collections.emptyEnumeration());
        when(context.getAttributeNames()).thenAnswer(call -> Collections.emptyEnumeration());
        doAnswer(call -> registrations).when(context).getFilterRegistrations();
        when(context.addFilter(anyString(), any(Filter.class))).thenAnswer(call -> {
            String name = call.getArgument(0);
            if (registrations.containsKey(name)) {
                return null;
            }
            added.put(name, call.getArgument(1));
            return register(name, call.getArgument(1).getClass().getName());
        });
    }

    @AfterEach
    void close() {
        application.close();
    }

    private FilterRegistration.Dynamic register(String name, String className) {
        FilterRegistration.Dynamic registration = mock(name);
        when(registration.getClassName()).thenReturn(className);
        registrations.put(name, registration);
        return registration;
    }

    /** As a fragment or the initializer does before Spring starts. */
    private FilterRegistration.Dynamic registerEarlier() {
        return register("waymark", "dev.waymark.servlet.LoginRedirectFilter");
    }

    private void start(Map<String, Object> properties, Class<?>... configurations) throws Exception {
        application.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        application.setServletContext(context);
        application.register(WaymarkAutoConfiguration.class);
        for (Class<?> configuration : configurations) {
            application.register(configuration);
        }
        application.refresh();
        List<ServletContextInitializer> initializers = new ArrayList<>(
                application.getBeansOfType(ServletContextInitializer.class).values());
        AnnotationAwareOrderComparator.sort(initializers);
        for (ServletContextInitializer initializer : initializers) {
            initializer.onStartup(context);
        }
    }

    private FilterRegistration.Dynamic registration(String name) {
        return Objects.requireNonNull(registrations.get(name), name);
    }

    private static void verifyWhole(FilterRegistration.Dynamic registration) {
        verify(registration).addMappingForUrlPatterns(TYPES, false, "/*");
    }

    @Test
    void registersTheFilter_withAsyncSupport() throws Exception {
        start(Map.of(), OtherFilters.class);

        assertThat(added.keySet()).containsExactly("waymark", "other");
        assertThat(added.get("waymark")).isInstanceOf(LoginRedirectFilter.class);
        verifyWhole(registration("waymark"));
        verify(registration("waymark")).setAsyncSupported(true);
        verify(context, never()).setInitParameter(anyString(), anyString());
    }

    @Test
    void handsOnWhereTheRulesAre() throws Exception {
        start(Map.of("waymark.rules", "classpath:rules.json"));

        verify(context).setInitParameter("waymark.rules", "classpath:rules.json");
    }

    @Test
    void registersNothing_switchedOff() throws Exception {
        start(Map.of("waymark.enabled", "false"));

        assertThat(added).isEmpty();
        verify(context).setInitParameter("waymark.enabled", "false");
    }

    @Test
    void registersTheFilter_switchedOn() throws Exception {
        start(Map.of("waymark.enabled", "true"));

        assertThat(added.keySet()).containsExactly("waymark");
    }

    @Test
    void doesNotStart_neitherOnNorOff() {
        assertThatThrownBy(() -> start(Map.of("waymark.enabled", "perhaps"))).hasStackTraceContaining("perhaps");
    }

    @Test
    void registersTheApplicationsOwnFilter() throws Exception {
        start(Map.of(), OwnFilter.class);

        assertThat(added).containsOnlyKeys("waymark").containsValue(OWN);
        verifyWhole(registration("waymark"));
    }

    @Test
    void registersNothing_applicationRegistersAFilter() throws Exception {
        start(Map.of(), OwnRegistration.class);

        assertThat(added).containsOnlyKeys("waymark").containsValue(OWN);
        verify(registration("waymark")).addMappingForUrlPatterns(any(), any(Boolean.class), any(String[].class));
        verify(registration("waymark"), never()).setInitParameter(anyString(), anyString());
    }

    @Test
    void givesAnEarlierRegistrationItsPlace() throws Exception {
        FilterRegistration.Dynamic earlier = registerEarlier();
        start(Map.of("waymark.rules", "/etc/rules.json"));

        assertThat(added).isEmpty();
        verifyWhole(earlier);
        verify(earlier, never()).setInitParameter(anyString(), anyString());
        verify(context).setInitParameter("waymark.rules", "/etc/rules.json");
    }

    @Test
    void switchesAnEarlierRegistrationOff() throws Exception {
        FilterRegistration.Dynamic earlier = registerEarlier();
        start(Map.of("waymark.enabled", "false"));

        assertThat(added).isEmpty();
        verify(context).setInitParameter("waymark.enabled", "false");
        verify(earlier, never()).addMappingForUrlPatterns(any(), any(Boolean.class), any(String[].class));
    }

    @Test
    void putsTheApplicationsOwnFilterInPlaceOfAnEarlierRegistration() throws Exception {
        FilterRegistration.Dynamic earlier = registerEarlier();
        start(Map.of(), OwnFilter.class);

        assertThat(added).containsOnlyKeys("waymark-bean").containsValue(OWN);
        verifyWhole(registration("waymark-bean"));
        verify(earlier).setInitParameter("enabled", "false");
    }

    /** Spring Boot would register such a bean once more. */
    @Test
    void publishesNoFilterBean() throws Exception {
        start(Map.of());

        assertThat(application.getBeansOfType(Filter.class)).isEmpty();
    }
}
