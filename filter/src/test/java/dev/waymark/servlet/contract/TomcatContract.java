// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.util.HashMap;
import java.util.Map;

/** What no Tomcat can keep. */
abstract class TomcatContract extends ContainerContract {

    TomcatContract(String directory) {
        super(directory, TomcatContainer.class);
    }

    @Override
    Map<String, String> exclusions() {
        Map<String, String> exclusions = new HashMap<>();
        exclusions.put(
                "digest among other headers",
                "ETag and its like are sent last where the body stays, since Tomcat before 11 cannot take them back");
        return exclusions;
    }
}
