// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Jetty9ContractIT extends ContainerContract {

    Jetty9ContractIT() {
        super("jetty-9.4", JettyContainer.class);
        javax();
        jetty("org.eclipse.jetty.");
    }
}
