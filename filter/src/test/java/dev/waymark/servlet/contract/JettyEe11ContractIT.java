// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe11ContractIT extends ContainerContract {

    JettyEe11ContractIT() {
        super("jetty-ee11", JettyContainer.class);
        jetty("org.eclipse.jetty.ee11.");
    }
}
