// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.Map;

/** What no Tomcat before 11 can keep. */
abstract class TomcatBefore11Contract extends TomcatContract {

    TomcatBefore11Contract(String directory) {
        super(directory);
    }

    @Override
    Map<String, String> exclusions() {
        Map<String, String> exclusions = super.exclusions();
        exclusions.put(
                "digest taken back", "null takes back a header that is held, but none that Tomcat has before 11");
        return exclusions;
    }
}
