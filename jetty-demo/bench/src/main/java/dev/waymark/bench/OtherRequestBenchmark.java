// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import dev.waymark.config.RuleSource;
import dev.waymark.servlet.LoginRedirectFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What the filter does with requests that are no logins; to be read with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OtherRequestBenchmark {

    private final LoginRedirectFilter filter =
            new LoginRedirectFilter(RuleSource.text("rules.json", Samples.rulesText(10)));
    private final HttpServletResponse response = none(HttpServletResponse.class);
    private final HttpServletRequest sync = new Request("GET", "/_matrix/client/v3/sync");
    private final HttpServletRequest message =
            new Request("POST", "/_matrix/client/v3/rooms/!room:bench.example/send/m.room.message");
    private final HttpServletRequest loginFlows = new Request("GET", "/_matrix/client/v3/login");

    /** Initialises the filter, as a container does. */
    @Setup
    public void start() throws ServletException {
        ServletContext context = none(ServletContext.class);
        filter.init((FilterConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FilterConfig.class},
                (proxy, method, arguments) -> method.getReturnType() == ServletContext.class ? context : null));
    }

    /** An object that nothing is asked of. */
    private static <T> T none(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                OtherRequestBenchmark.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> null));
    }

    private static final class Request extends HttpServletRequestWrapper {

        private final String method;
        private final String path;

        Request(String method, String path) {
            super(none(HttpServletRequest.class));
            this.method = method;
            this.path = path;
        }

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public @Nullable String getPathInfo() {
            return null;
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return null;
        }
    }

    /** The servlet behind the filter, which does nothing. */
    private static FilterChain chain(Blackhole hole) {
        return (request, response) -> hole.consume(request);
    }

    /** Three requests, without the filter. */
    @Benchmark
    public void without(Blackhole hole) throws IOException, ServletException {
        FilterChain chain = chain(hole);
        chain.doFilter(sync, response);
        chain.doFilter(message, response);
        chain.doFilter(loginFlows, response);
    }

    /** The same three, through the filter. */
    @Benchmark
    public void waymark(Blackhole hole) throws IOException, ServletException {
        FilterChain chain = chain(hole);
        filter.doFilter(sync, response, chain);
        filter.doFilter(message, response, chain);
        filter.doFilter(loginFlows, response, chain);
    }
}
