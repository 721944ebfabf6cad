// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.List;

/**
 * A servlet container that can be started on a free port of the loopback interface. It sends no header that differs from
 * one response to the next, except {@code Date}.
 */
interface Container {

    Running start(WebApp app) throws Exception;

    /** A started container. Closing it stops it, and everything in it. */
    interface Running extends AutoCloseable {
        int port();

        @Override
        void close();
    }

    /** What is deployed. Filters come in the order of the list, the first being the outermost. */
    record WebApp(String contextPath, List<FilterAt> filters, List<ServletAt> servlets) {}

    /** A filter for all paths; Waymark is registered as its web fragment does it, any other for requests and async. */
    record FilterAt(Filter filter, boolean waymark) {}

    /** A servlet with async support. */
    record ServletAt(String name, String pattern, Servlet servlet) {}
}
