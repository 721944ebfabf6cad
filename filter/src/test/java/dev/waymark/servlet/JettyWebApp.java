// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.eclipse.jetty.ee.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * A web application with a homeserver, on a Jetty that has nothing of the test's class path but itself: what it has of
 * Waymark is in its own {@code WEB-INF/lib}, or in the JARs of the container.
 */
final class JettyWebApp implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final WebAppContext context = new WebAppContext();
    private final URLClassLoader container;

    JettyWebApp(Path folder, String contextPath, Path... containerJars) throws Exception {
        container =
                new URLClassLoader(urls(containerJars), new Hiding(getClass().getClassLoader()));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        context.setContextPath(contextPath);
        context.setBaseResourceAsPath(folder);
        context.setThrowUnavailableOnStartupException(true);
        context.setClassLoader(new WebAppClassLoader(container, context));
        context.addServlet(new ServletHolder(new Homeserver()), "/_matrix/client/*");
        server.setHandler(context);
    }

    private static URL[] urls(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return urls;
    }

    WebAppContext context() {
        return context;
    }

    void start() throws Exception {
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    List<String> filterClasses() {
        Collection<? extends FilterRegistration> all =
                context.getServletContext().getFilterRegistrations().values();
        return all.stream().<String>map(FilterRegistration::getClassName).toList();
    }

    /** The JAR that the filter is from. */
    String filterJar() {
        return context.getServletHandler()
                .getFilter("waymark")
                .getFilter()
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    @Override
    public void close() throws IOException {
        LifeCycle.stop(server);
        container.close();
    }

    /** A homeserver that everyone can log in to. */
    private static final class Homeserver extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.getWriter().write(Logins.PLAIN);
        }
    }

    private static final class Hiding extends ClassLoader {

        private static final URL OURS =
                LoginRedirectFilter.class.getProtectionDomain().getCodeSource().getLocation();

        Hiding(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.waymark.")
                    || name.startsWith("tools.jackson.")
                    || name.startsWith("com.google.re2j.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        /** The project's own service file, too. */
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> others = Collections.list(super.getResources(name)).stream()
                    .filter(url -> !url.toString().contains(OURS.toString()))
                    .toList();
            return Collections.enumeration(others);
        }
    }
}
