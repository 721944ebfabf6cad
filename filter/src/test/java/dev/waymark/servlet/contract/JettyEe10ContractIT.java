// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class JettyEe10ContractIT extends JettyContract {

    JettyEe10ContractIT() {
        super("jetty-ee10");
        hearsAsyncListeners();
    }
}
