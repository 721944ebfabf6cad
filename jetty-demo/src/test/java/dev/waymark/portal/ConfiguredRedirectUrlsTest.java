// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the configuration takes for a redirect URL is one for the portal, too. */
class ConfiguredRedirectUrlsTest {

    private static final List<String> GOOD = List.of(
            "https://app.example/*",
            "https://app.example",
            "http://localhost:8080/a/b?c=d",
            "https://[2001:db8::1]:443/%C3%BC",
            "element://vector/webapp/*",
            "element://connect",
            "io.element:/x?y=z",
            "x:///a*");

    private static final List<String> MORE =
            List.of("%", "%2", "%2e", "%25", "%c3", "%00", "login", "loginToken", "//", "/../", "[", "..", ";", "::");

    @Test
    void urlThatIsConfigured_isOneForThePortal_everyChangeOfGoodOnes() {
        int accepted = 0;
        List<String> refused = new ArrayList<>();
        for (String good : GOOD) {
            for (String changed : changes(good)) {
                RedirectUrl url = read(changed);
                if (url != null) {
                    accepted++;
                    if (!isOneForThePortal(url)) {
                        refused.add(changed);
                    }
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(accepted).isGreaterThan(1000);
    }

    private static boolean isOneForThePortal(RedirectUrl url) {
        try {
            return new RedirectUrls(List.of(url)).allow(url.url().toString());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> changes(String good) {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i <= good.length(); i++) {
            String front = good.substring(0, i);
            for (char c = 0; c <= 0x80; c++) {
                changes.add(front + c + good.substring(i));
                changes.add(front + c + good.substring(Math.min(i + 1, good.length())));
            }
            for (String more : MORE) {
                changes.add(front + more + good.substring(i));
            }
            changes.add(front + good.substring(Math.min(i + 1, good.length())));
        }
        return changes;
    }

    private static @Nullable RedirectUrl read(String text) {
        try {
            return RedirectUrl.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
