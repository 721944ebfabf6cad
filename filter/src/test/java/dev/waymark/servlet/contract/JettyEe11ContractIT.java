// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe11ContractIT extends JettyContract {

    JettyEe11ContractIT() {
        super("jetty-ee11");
        jetty("org.eclipse.jetty.ee11.");
        hearsAsyncListeners();
    }
}
