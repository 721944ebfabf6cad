// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Jetty9ContractIT extends JettyContract {

    Jetty9ContractIT() {
        super("jetty-9.4");
        javax();
        jetty("org.eclipse.jetty.");
        tellsStatusSetTooLate();
        tellsHeadersSetTooLate();
    }
}
