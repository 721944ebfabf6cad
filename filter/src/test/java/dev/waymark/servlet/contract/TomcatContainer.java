// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.modeler.Registry;

/** Tomcat 9, 10.1 and 11. */
final class TomcatContainer implements Container {

    /** Tomcat logs each exception that a servlet throws, and here many do. Held, since loggers are kept weakly. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    /** Nothing is kept there. To make and remove it for every start would take as long as all else. */
    private static final Path BASE = Path.of("target", "tomcat").toAbsolutePath();

    static {
        TOMCAT_LOG.setUseParentHandlers(false);
        // Both are the JVM's, which holds several Tomcats here.
        TomcatURLStreamHandlerFactory.disable();
        Registry.disableRegistry();
    }

    // Tomcat 11 would have a mapping's pattern decoded; older ones know no other way.
    @SuppressWarnings("deprecation")
    @Override
    public Running start(WebApp app) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(BASE.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("minSpareThreads", "1");
        connector.setProperty("maxThreads", "8");
        if (app.compressed()) {
            connector.setProperty("compression", "force");
        }
        connector.addUpgradeProtocol(new Http2Protocol());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(app.contextPath(), null);
        app.filters().forEach(at -> add(at, context));
        for (ServletAt at : app.servlets()) {
            Wrapper wrapper = Tomcat.addServlet(context, at.name(), at.servlet());
            wrapper.setAsyncSupported(true);
            context.addServletMappingDecoded(at.pattern(), at.name());
        }
        // With the filter there are more frames in a stack trace.
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false);
        context.getParent().getPipeline().addValve(errors);
        app.errorPages().forEach(at -> add(at, context));
        tomcat.start();
        return new Running() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void close() {
                stop(tomcat);
            }
        };
    }

    private static void add(FilterAt at, Context context) {
        String name = "filter " + context.findFilterDefs().length;
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(at.filter());
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        at.dispatchers().map(DispatcherType::name).forEach(map::setDispatcher);
        context.addFilterMap(map);
        if (at.waymark()) {
            FilterMap byName = new FilterMap();
            byName.setFilterName(name);
            byName.addServletName("*");
            byName.setDispatcher(DispatcherType.FORWARD.name());
            context.addFilterMap(byName);
        }
    }

    private static void add(ErrorPageAt at, Context context) {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(at.status());
        page.setLocation(at.path());
        context.addErrorPage(page);
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat did not stop", e);
        }
    }
}
