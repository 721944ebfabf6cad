// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Registers the filter in a Spring Boot application that has the JAR on its class path. The Spring property
 * {@code waymark.rules} says where the rules are; without it, they are looked for as in any other web application. The
 * property {@code waymark.enabled=false} switches the filter off.
 *
 * <p>A {@link LoginRedirectFilter} bean of the application's own is registered instead; where the application registers
 * one itself, by a {@link FilterRegistrationBean}, nothing is added.
 *
 * <p>Spring Boot calls it. It runs on Spring Boot 2 (from 2.5, in the JAR for {@code javax.servlet}), 3 and 4, so it uses
 * only what has the same name in all of them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
// A container that has the JAR in its own library shows it to applications whose Spring it cannot see in turn. There
// this
// class must not be loaded, as everything but such an expression would.
@ConditionalOnExpression("#{T(org.springframework.util.ClassUtils).isPresent("
        + "'org.springframework.boot.web.servlet.FilterRegistrationBean', "
        + "T(dev.waymark.servlet.LoginRedirectFilter).getClassLoader())}")
public class WaymarkAutoConfiguration {

    /** For Spring. */
    public WaymarkAutoConfiguration() {}

    @Bean
    SpringRegistration waymarkRegistration(
            Environment properties,
            ObjectProvider<LoginRedirectFilter> ownFilters,
            ObjectProvider<FilterRegistrationBean<?>> registrations) {
        LoginRedirectFilter own = ownFilters.orderedStream().findFirst().orElse(null);
        SpringRegistration registration = new SpringRegistration(own, registrations);
        registration.setEnabled(isEnabled(properties));
        return registration;
    }

    /**
     * Hands the Spring properties on as parameters of the web application, where the filter looks, and also one that a
     * container has registered by itself.
     */
    @Bean
    ServletContextInitializer waymarkParameters(Environment properties, SpringRegistration registration) {
        return context -> {
            String rules = properties.getProperty(RuleLocation.PROPERTY, "");
            if (!rules.isBlank()) {
                context.setInitParameter(RuleLocation.PROPERTY, rules);
            }
            if (!isEnabled(properties)) {
                context.setInitParameter(Registrations.ENABLED, "false");
            }
            registration.switchOffReplaced();
        };
    }

    private static boolean isEnabled(Environment properties) {
        return properties.getProperty(Registrations.ENABLED, Boolean.class, true);
    }
}
