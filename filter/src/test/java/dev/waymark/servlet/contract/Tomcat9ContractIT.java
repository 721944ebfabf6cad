// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

class Tomcat9ContractIT extends TomcatBefore11Contract {

    Tomcat9ContractIT() {
        super("tomcat-9");
        javax();
        jetty("org.eclipse.jetty.");
    }
}
