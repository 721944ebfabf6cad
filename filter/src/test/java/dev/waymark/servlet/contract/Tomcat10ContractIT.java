// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.Map;

class Tomcat10ContractIT extends TomcatContract {

    Tomcat10ContractIT() {
        super("tomcat-10.1");
    }

    @Override
    Map<String, String> exclusions() {
        Map<String, String> exclusions = super.exclusions();
        exclusions.put(
                "digest taken back", "null takes back a header that is held, but none that Tomcat has before 11");
        return exclusions;
    }
}
