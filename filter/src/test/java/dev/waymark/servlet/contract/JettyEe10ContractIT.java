// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.Map;

class JettyEe10ContractIT extends ContainerContract {

    JettyEe10ContractIT() {
        super("jetty-ee10", JettyContainer.class);
    }

    @Override
    Map<String, String> exclusions() {
        return Map.of(
                "digest among other headers",
                "ETag and its like are sent last where the body stays, since other containers cannot take them back",
                "headers after one large write",
                "Jetty commits at a write of more than a quarter of its buffer, and does not say so beforehand",
                "async: exception after a flush",
                "with an async listener, as Waymark's, Jetty breaks the connection off, and without ends the response");
    }
}
