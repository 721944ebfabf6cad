// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Undertow22ContractIT extends ContainerContract {

    Undertow22ContractIT() {
        super("undertow-2.2", UndertowContainer.class);
        javax();
        jetty("org.eclipse.jetty.");
    }
}
