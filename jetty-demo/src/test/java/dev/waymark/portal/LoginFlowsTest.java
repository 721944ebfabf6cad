// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the flows of a target. */
class LoginFlowsTest {

    private static final String SSO = "{\"type\":\"m.login.sso\",\"identity_providers\":[]}";
    private static final String TOKEN = "{\"type\":\"m.login.token\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"flows\":[{\"type\":\"m.login.password\"}]} | {\"flows\":[{\"type\":\"m.login.password\"}]}",
                "{\"flows\":[]} | {\"flows\":[]}",
                // What Synapse answers.
                "{\"flows\":[{\"type\":\"m.login.token\",\"get_login_token\":true},{\"type\":\"m.login.password\"},"
                        + "{\"type\":\"m.login.application_service\"}]}"
                        + "| {\"flows\":[{\"type\":\"m.login.password\"},{\"type\":\"m.login.application_service\"}]}",
                "{\"flows\":[{\"type\":\"m.login.sso\",\"identity_providers\":[{\"id\":\"a\"}]},"
                        + "{\"type\":\"m.login.cas\"},{\"type\":\"m.login.token\"}]} | {\"flows\":[]}",
                // Keys, spaces, numbers and escapes stay as they are.
                "{ \"a\": 1.50, \"flows\" : [ {\"x\":[{\"type\":\"m.login.sso\"}],  \"type\" :\"org.x\\u00e9\",\"n\":1e2} ] ,\"b\":[] }"
                        + "| { \"a\": 1.50, \"flows\" : [{\"x\":[{\"type\":\"m.login.sso\"}],  \"type\" :\"org.x\\u00e9\",\"n\":1e2}] ,\"b\":[] }",
                "{\"flows\":[1,{\"type\":2},{},[],null,{\"t\":{\"type\":\"a\"}},{\"type\":\"é😀\"}]} | {\"flows\":[{\"type\":\"é😀\"}]}",
                // A name with escapes is that name.
                "{\"flows\":[{\"\\u0074ype\":\"m.login.\\u0073so\"}]} | {\"flows\":[]}"
            })
    void flowsOfOneHomeserver_areTakenOut_othersStay(String target, String expected) {
        assertThat(LoginFlows.atPortal(target, List.of())).isEqualTo(expected);
    }

    @Test
    void flowsOfThePortal_standInTheirPlace() {
        String target =
                "{\"flows\":[{\"type\":\"a\"},{\"type\":\"m.login.sso\"},{\"type\":\"b\"},{\"type\":\"m.login.token\"}]}";

        assertThat(LoginFlows.atPortal(target, List.of(SSO, TOKEN)))
                .isEqualTo("{\"flows\":[{\"type\":\"a\"}," + SSO + "," + TOKEN + ",{\"type\":\"b\"}]}");
        assertThat(LoginFlows.atPortal("{\"flows\":[{\"type\":\"a\"}]}", List.of(SSO, TOKEN)))
                .isEqualTo("{\"flows\":[{\"type\":\"a\"}," + SSO + "," + TOKEN + "]}");
        assertThat(LoginFlows.atPortal("{\"flows\":[]}", List.of(SSO))).isEqualTo("{\"flows\":[" + SSO + "]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"flows\":{}}",
                "{\"flows\":null}",
                "{\"flows\":[]}{}",
                "{\"flows\":[]",
                "{\"flows\":[{\"type\":\"a\"}",
                "{\"flows\":[],\"flows\":[]}",
                "{\"a\":{\"flows\":[]}}"
            })
    void anythingElse_isNoAnswer(String target) {
        assertThat(LoginFlows.atPortal(target, List.of(SSO))).isNull();
    }

    @Test
    void longAnswer_isReadWhole() {
        // Longer than the parser's buffer, so that places in it count from the beginning.
        String pad = "{\"type\":\"m.login.password\",\"pad\":\"" + "x".repeat(30_000) + "\"}";

        assertThat(LoginFlows.atPortal("{\"flows\":[" + pad + ",{\"type\":\"m.login.sso\"}," + pad + "]}", List.of()))
                .isEqualTo("{\"flows\":[" + pad + "," + pad + "]}");
    }
}
