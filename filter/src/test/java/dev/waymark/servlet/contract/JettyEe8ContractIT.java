// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe8ContractIT extends ContainerContract {

    JettyEe8ContractIT() {
        super("jetty-ee8", JettyContainer.class);
        javax();
        jetty("org.eclipse.jetty.ee8.");
    }
}
