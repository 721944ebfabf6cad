// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe8ContractIT extends JettyContract {

    JettyEe8ContractIT() {
        super("jetty-ee8");
        javax();
        jetty("org.eclipse.jetty.ee8.");
        hearsAsyncListeners();
        tellsStatusSetTooLate();
    }
}
