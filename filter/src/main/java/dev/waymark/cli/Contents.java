// SPDX-License-Identifier: Apache-2.0
package dev.waymark.cli;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.Listen;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.RulesFile;
import java.util.ArrayList;
import java.util.List;

/** What is in a good file, for a line that begins with its name; nothing of it that may have been filled in. */
final class Contents {

    private Contents() {}

    /** {@code 2 rules, 3 targets and 1 directory}. */
    static String of(RulesFile file) {
        int directories = file.directories().size();
        return counted(file.rules().inOrder().size(), "rule") + ", "
                + counted(file.rules().targets().size(), "target") + " and "
                + (directories == 1 ? "1 directory" : directories + " directories");
    }

    /** {@code a portal on port 8448 with TLS that proxies logins, and single sign-on with 2 targets}. */
    static String of(PortalConfig config) {
        Listen listen = config.listen();
        List<String> parts = new ArrayList<>();
        parts.add("a portal on " + (listen.port() == 0 ? "any free port" : "port " + listen.port()) + " "
                + (listen.tls() == null ? "in clear" : "with TLS") + " that "
                + (config.isRedirect() ? "redirects" : "proxies") + " logins");
        SingleSignOn sso = config.singleSignOn();
        if (sso != null) {
            int providers = sso.identityProviders().size();
            parts.add("single sign-on with " + counted(sso.targets().size(), "target")
                    + (providers == 0 ? "" : " (" + counted(providers, "identity provider") + ")"));
        }
        if (config.admin() != null) {
            parts.add("health and metrics");
        }
        return listed(parts);
    }

    private static String listed(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + ", and " + parts.get(last);
    }

    static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
