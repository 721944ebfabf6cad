// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat10ContractIT extends ContainerContract {

    Tomcat10ContractIT() {
        super("tomcat-10.1", TomcatContainer.class);
    }
}
