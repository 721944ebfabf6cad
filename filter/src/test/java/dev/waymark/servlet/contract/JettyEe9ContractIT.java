// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe9ContractIT extends ContainerContract {

    JettyEe9ContractIT() {
        super("jetty-ee9", JettyContainer.class);
        jetty("org.eclipse.jetty.ee9.");
    }
}
