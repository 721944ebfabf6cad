// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static dev.waymark.portal.RunningPortal.SECRET;
import static dev.waymark.portal.SsoPortals.CLIENT;
import static dev.waymark.portal.SsoPortals.HIST_TOKEN;
import static dev.waymark.portal.SsoPortals.KEY;
import static dev.waymark.portal.SsoPortals.at;
import static dev.waymark.portal.SsoPortals.loginToken;
import static dev.waymark.portal.SsoPortals.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.config.RuleSource;
import dev.waymark.portal.TokenLogins.TokenLogin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/** The page on which users choose their homeserver, where nothing else says which. */
@Timeout(60)
class SsoSelectionPageTest {

    @RegisterExtension
    static final SsoPortals portals = new SsoPortals();

    private static HttpResponse<String> page(URI url) {
        HttpResponse<String> answer = portals.send(HttpRequest.newBuilder(url));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static List<URI> links(URI url) {
        return Html.parse(page(url).body()).elements("a").stream()
                .map(link -> target(url, link))
                .toList();
    }

    /** As browsers resolve it; {@link URI#resolve} drops the path's last step where there is but a query (RFC 2396). */
    private static URI target(URI page, Element link) {
        String reference = link.getAttribute("href");
        assertThat(reference).startsWith("?");
        return URI.create(page.toString().replaceFirst("\\?.*", "") + reference);
    }

    @Test
    void page_listsTargetsByTheirNames_inOrder() {
        Html page = Html.parse(page(portals.begin("")).body());

        assertThat(page.all("h1")).containsExactly("Where is your account?");
        assertThat(page.all("a")).containsExactly("History & <Arts>", "Engineering");
        assertThat(page.all("title")).containsExactly("Where is your account?");
    }

    @Test
    void page_isSafe_andNeedsNothingFromElsewhere() {
        HttpResponse<String> answer = page(portals.begin("?access_token=s3cret-1&idp=s3cret-2"));
        Html page = Html.parse(answer.body());

        Html.assertSafe(answer);
        RunningPortal.assertReadableByBrowsers(answer);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/html;charset=utf-8");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(List.of("script", "link", "img", "form", "iframe", "base"))
                .allSatisfy(name -> assertThat(page.elements(name)).isEmpty());
        assertThat(page.elements("meta").stream().map(meta -> meta.getAttribute("name")))
                .contains("viewport");
        assertThat(answer.body()).doesNotContain("http-equiv", "style=", "onclick", "s3cret-1", "s3cret-2");
    }

    @Test
    void link_leadsToThatTarget_andBackToTheClient() {
        URI link = links(portals.begin("")).get(0);
        URI atTarget = portals.follow(link);
        URI client = portals.follow(portals.follow(atTarget));

        assertThat(atTarget.toString())
                .startsWith(portals.hist().baseUrl() + "/_matrix/client/v3/login/sso/redirect?redirectUrl=");
        assertThat(client.toString()).startsWith(CLIENT + "&loginToken=");
        assertThat(new LoginTokens(SsoPortals.sso(KEY), Clock.systemUTC()).open(loginToken(client)))
                .isEqualTo(new TokenLogin("hist", HIST_TOKEN));
    }

    @Test
    void links_carryWhatTheClientAskedFor_andNothingElse() {
        String client = "https://app.example/?a='b'&c=%3Cscript%3E#/room/&amp;" + SECRET;
        List<URI> links = links(portals.begin("?action=register&x=y&org.matrix.msc3824.action=%3C", client));

        assertThat(links).allSatisfy(link -> {
            assertThat(link.getRawPath()).isEqualTo(SsoPortals.REDIRECT);
            assertThat(query(link).one("redirectUrl")).isEqualTo(client);
            assertThat(query(link).one("action")).isEqualTo("register");
            assertThat(link.getRawQuery().split("&")).hasSize(3);
        });
        assertThat(links.stream().map(link -> query(link).one("org.waymark.target")))
                .containsExactly("hist", "eng");
    }

    @Test
    void anyNameOfATarget_isShownAndLinked() throws Exception {
        String name = "a b/../\"'<&>?#%2f=é\\";
        String shown = "</a></ul><script>alert(1)</script> \"'&amp; é \u202e";
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("eng", "Engineering");
        targets.put(name, shown);
        String rules = portals.rules()
                .replace("\"hist\"", '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        try (Portal portal = SsoPortals.start(RuleSource.text("rules.json", rules), SsoPortals.with(targets, KEY))) {
            URI begin = at(portal, portals.begin(""));
            List<Element> links = Html.parse(page(begin).body()).elements("a");

            assertThat(links.stream().map(Element::getTextContent)).containsExactly("Engineering", shown);
            URI link = target(begin, links.get(1));
            URI client = portals.follow(portals.follow(portals.follow(link)));
            assertThat(new LoginTokens(SsoPortals.with(targets, KEY), Clock.systemUTC()).open(loginToken(client)))
                    .isEqualTo(new TokenLogin(name, HIST_TOKEN));
        }
    }
}
