// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Undertow22ContractIT extends UndertowContract {

    Undertow22ContractIT() {
        super("undertow-2.2");
        javax();
        jetty("org.eclipse.jetty.");
    }
}
