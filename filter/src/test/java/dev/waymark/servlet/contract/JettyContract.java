// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract kit on Jetty. */
abstract class JettyContract extends ContainerContract {

    private final Map<String, String> exclusions = new HashMap<>(Map.of(
            "digest among other headers",
            "ETag and its like are sent last where the body stays, since other containers cannot take them back",
            "headers after one large write",
            "Jetty commits at a write of more than a quarter of its buffer, and does not say so beforehand"));

    JettyContract(String directory) {
        super(directory, JettyContainer.class);
    }

    /** Jetty 12. */
    final void hearsAsyncListeners() {
        exclusions.put(
                "async: exception after a flush",
                "with an async listener, as Waymark's, Jetty breaks the connection off, and without leaves it as it is");
    }

    /** Jetty 9, and what of it lives on in ee8 and ee9. */
    final void tellsStatusSetTooLate() {
        exclusions.put(
                "status after a flush",
                "Jetty before ee10 shows a status that was set after a flush, though it does not send it");
    }

    /** Jetty 9. */
    final void tellsHeadersSetTooLate() {
        for (String flush : List.of("stream: flushBuffer", "stream: flush", "writer: flushBuffer", "writer: flush")) {
            exclusions.put(
                    flush + ", then headers that are looked at",
                    "Jetty 9 shows headers that were set after a flush, though it does not send them");
        }
    }

    @Override
    final Map<String, String> exclusions() {
        return exclusions;
    }
}
