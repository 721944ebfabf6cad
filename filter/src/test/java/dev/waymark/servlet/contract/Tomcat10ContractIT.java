// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat10ContractIT extends TomcatBefore11Contract {

    Tomcat10ContractIT() {
        super("tomcat-10.1");
    }
}
