// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * What is deployed. Filters come in the order of the list, the first being the outermost.
     *
     * @param compressed whether the container itself is to compress every response for which the client allows it
     */
    record WebApp(
            String contextPath,
            List<FilterAt> filters,
            List<ServletAt> servlets,
            List<ErrorPageAt> errorPages,
            boolean compressed) {}

    /** A filter for all paths; Waymark is registered as its web fragment does it, any other for requests and async. */
    record FilterAt(Filter filter, boolean waymark) {

        Stream<DispatcherType> dispatchers() {
            return waymark
                    ? Stream.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD)
                    : Stream.of(DispatcherType.REQUEST, DispatcherType.ASYNC);
        }
    }

    /** A servlet with async support. */
    record ServletAt(String name, String pattern, Servlet servlet) {}

    /** The path of a servlet that makes the page for a status. */
    record ErrorPageAt(int status, String path) {}
}
