// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe9ContractIT extends JettyContract {

    JettyEe9ContractIT() {
        super("jetty-ee9");
        jetty("org.eclipse.jetty.ee9.");
        hearsAsyncListeners();
        tellsStatusSetTooLate();
    }
}
