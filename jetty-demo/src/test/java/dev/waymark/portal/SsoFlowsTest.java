// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.PortalConfig;
import dev.waymark.config.PortalConfig.IdentityProvider;
import dev.waymark.config.PortalConfig.SingleSignOn;
import dev.waymark.config.RuleSource;
import dev.waymark.rule.BaseUrl;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsoFlowsTest {

    private static SingleSignOn with(IdentityProvider... providers) {
        SingleSignOn sso = SsoPortals.sso(SsoPortals.KEY);
        return new SingleSignOn(
                sso.keys(),
                sso.tokenLifetime(),
                sso.loginLifetime(),
                sso.redirectUrls(),
                sso.targets(),
                List.of(providers),
                sso.rules());
    }

    @Test
    void flows_areThoseOfSingleSignOn() {
        assertThat(SsoFlows.json(with())).containsExactly("{\"type\":\"m.login.sso\"}", "{\"type\":\"m.login.token\"}");
    }

    @Test
    void providers_areShownInOrder_withWhatIsConfigured() {
        SingleSignOn sso = with(
                new IdentityProvider("uni", "University", "mxc://ac.example/uni", "shibboleth", "hist", "saml-uni"),
                new IdentityProvider("a", "\"A\" \\ </script>\n é", null, null, "eng", null));

        assertThat(SsoFlows.json(sso).get(0))
                .isEqualTo("{\"type\":\"m.login.sso\",\"identity_providers\":["
                        + "{\"id\":\"uni\",\"name\":\"University\",\"icon\":\"mxc://ac.example/uni\",\"brand\":\"shibboleth\"},"
                        + "{\"id\":\"a\",\"name\":\"\\\"A\\\" \\\\ </script>\\n é\"}]}");
    }

    @Test
    void portalWithoutSingleSignOn_hasNoneOfIt() {
        PortalConfig config = PortalConfig.builder("127.0.0.1", 0, RuleSource.text("rules.json", "{}"))
                .build();
        SsoParts parts = SsoParts.of(config, () -> null, () -> BaseUrl.parse("https://portal.example"));

        assertThat(parts.flows()).isEmpty();
        assertThat(parts.servlet()).isNull();
        assertThat(parts.tokens()).isSameAs(TokenLogins.NONE);
    }
}
