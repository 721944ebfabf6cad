// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is the same on all versions of Undertow. */
abstract class UndertowContract extends ContainerContract {

    UndertowContract(String directory) {
        super(directory, UndertowContainer.class);
    }

    @Override
    final Map<String, String> unsteady() {
        return Map.of(
                "async: exception that a listener answers",
                "Undertow now and then breaks the connection off before what the listener writes is sent",
                "AsyncProxyServlet: nobody there",
                "the proxy may send its error from another thread while service still runs, and Undertow now and then writes"
                        + " the error page twice, or not at all");
    }

    @Override
    final Map<String, String> exclusions() {
        Map<String, String> exclusions = new HashMap<>();
        for (String flush : List.of("stream: flushBuffer", "stream: flush", "writer: flushBuffer", "writer: flush")) {
            exclusions.put(
                    flush + ", then headers that are looked at",
                    "Undertow shows headers that were set after a flush, though it does not send them");
        }
        exclusions.put(
                "length unset by null",
                "Undertow takes the header back, but cuts the body at that length, and does not say so");
        for (String writer : List.of("the length is written", "a writer wrote the length")) {
            exclusions.put(
                    "headers after " + writer,
                    "Undertow takes another status after the whole body, which by then has been sent on");
        }
        exclusions.put(
                "forward by a servlet's name",
                "Undertow flushes a wrapped response before it closes it, and runs only filters that are mapped to that very servlet");
        exclusions.put(
                "dispatch: to another path, then without a path",
                "Undertow dispatches to where a request came in only if async was started without arguments");
        return exclusions;
    }
}
