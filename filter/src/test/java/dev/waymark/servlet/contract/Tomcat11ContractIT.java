// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat11ContractIT extends ContainerContract {

    Tomcat11ContractIT() {
        super("tomcat-11", TomcatContainer.class);
    }
}
