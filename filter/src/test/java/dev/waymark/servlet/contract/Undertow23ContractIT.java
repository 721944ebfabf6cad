// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Undertow23ContractIT extends UndertowContract {

    Undertow23ContractIT() {
        super("undertow-2.3");
    }
}
