// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A container with one servlet, and perhaps a filter before it. */
interface BenchServer extends AutoCloseable {

    /** Where it listens, on the loopback interface. */
    int port();

    @Override
    void close() throws Exception;

    /** A container of that name: {@code jetty} or {@code tomcat}. */
    static BenchServer start(String container, HttpServlet servlet, @Nullable Filter filter) throws Exception {
        return switch (container) {
            case "jetty" -> jetty(servlet, filter);
            case "tomcat" -> tomcat(servlet, filter);
            default -> throw new IllegalArgumentException(container + ": expected jetty or tomcat");
        };
    }

    private static BenchServer jetty(HttpServlet servlet, @Nullable Filter filter) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(servlet), "/");
        if (filter != null) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(
                    holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD));
        }
        server.setHandler(context);
        server.start();
        return new BenchServer() {
            @Override
            public int port() {
                return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            }

            @Override
            public void close() throws Exception {
                server.stop();
            }
        };
    }

    private static BenchServer tomcat(HttpServlet servlet, @Nullable Filter filter)
            throws IOException, LifecycleException {
        Path folder = Files.createTempDirectory("waymark-bench-tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        // As many requests on a connection as there are.
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "homeserver", servlet).setAsyncSupported(true);
        context.addServletMappingDecoded("/", "homeserver");
        if (filter != null) {
            FilterDef definition = new FilterDef();
            definition.setFilterName("filter");
            definition.setFilter(filter);
            definition.setAsyncSupported("true");
            context.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName("filter");
            map.addURLPattern("/*");
            map.setDispatcher("REQUEST");
            map.setDispatcher("ASYNC");
            map.setDispatcher("FORWARD");
            context.addFilterMap(map);
        }
        tomcat.start();
        return new BenchServer() {
            @Override
            public int port() {
                return tomcat.getConnector().getLocalPort();
            }

            @Override
            public void close() throws LifecycleException, IOException {
                tomcat.stop();
                tomcat.destroy();
                try (var files = Files.walk(folder)) {
                    files.sorted(java.util.Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
        };
    }
}
