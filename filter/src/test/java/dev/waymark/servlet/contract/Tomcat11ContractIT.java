// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat11ContractIT extends TomcatContract {

    Tomcat11ContractIT() {
        super("tomcat-11");
    }
}
