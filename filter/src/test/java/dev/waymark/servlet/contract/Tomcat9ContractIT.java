// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat9ContractIT extends ContainerContract {

    Tomcat9ContractIT() {
        super("tomcat-9", TomcatContainer.class);
        javax();
        jetty("org.eclipse.jetty.");
    }
}
