// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A registration that was made from a descriptor, with async support, and cannot be told that again. */
final class EarlierRegistration implements FilterRegistration.Dynamic {

    private final FilterRegistration actual;

    EarlierRegistration(FilterRegistration actual) {
        this.actual = actual;
    }

    @Override
    public void setAsyncSupported(boolean supported) {
        // The descriptor said so.
    }

    @Override
    public void addMappingForServletNames(EnumSet<DispatcherType> types, boolean isMatchAfter, String... names) {
        actual.addMappingForServletNames(types, isMatchAfter, names);
    }

    @Override
    public Collection<String> getServletNameMappings() {
        return actual.getServletNameMappings();
    }

    @Override
    public void addMappingForUrlPatterns(EnumSet<DispatcherType> types, boolean isMatchAfter, String... patterns) {
        actual.addMappingForUrlPatterns(types, isMatchAfter, patterns);
    }

    @Override
    public Collection<String> getUrlPatternMappings() {
        return actual.getUrlPatternMappings();
    }

    @Override
    public String getName() {
        return actual.getName();
    }

    @Override
    public String getClassName() {
        return actual.getClassName();
    }

    @Override
    public boolean setInitParameter(String name, String value) {
        return actual.setInitParameter(name, value);
    }

    @Override
    public String getInitParameter(String name) {
        return actual.getInitParameter(name);
    }

    @Override
    public Set<String> setInitParameters(Map<String, String> parameters) {
        return actual.setInitParameters(parameters);
    }

    @Override
    public Map<String, String> getInitParameters() {
        return actual.getInitParameters();
    }
}
