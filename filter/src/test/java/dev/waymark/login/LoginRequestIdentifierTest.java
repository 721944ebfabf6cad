// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule sees of a login request. */
class LoginRequestIdentifierTest {

    static Stream<Arguments> request_tellsItsFacts() {
        return Stream.of(
                request(
                        "a user ID",
                        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"@Ada:ac.cdl\"},"
                                + "\"device_id\":\"ABC\"}",
                        Map.of(
                                Fact.LOGIN_TYPE, "m.login.password",
                                Fact.IDENTIFIER, "@Ada:ac.cdl",
                                Fact.DEVICE_ID, "ABC")),
                request(
                        "an email address",
                        "{\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"Ada@AC.cdl\"}}",
                        Map.of(Fact.IDENTIFIER, "Ada@AC.cdl", Fact.MEDIUM, "email", Fact.ADDRESS, "ada@ac.cdl")),
                request(
                        "members the other way round",
                        "{\"identifier\":{\"address\":\"Ada@AC.cdl\",\"medium\":\"email\",\"type\":\"m.id.thirdparty\"}}",
                        Map.of(Fact.IDENTIFIER, "Ada@AC.cdl", Fact.MEDIUM, "email", Fact.ADDRESS, "ada@ac.cdl")),
                request(
                        "an email address that is none",
                        "{\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"ada\"}}",
                        Map.of(Fact.IDENTIFIER, "ada", Fact.MEDIUM, "email")),
                request(
                        "another medium",
                        "{\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"Email\",\"address\":\"Ada@AC.cdl\"}}",
                        Map.of(Fact.IDENTIFIER, "Ada@AC.cdl", Fact.MEDIUM, "Email", Fact.ADDRESS, "Ada@AC.cdl")),
                request(
                        "a medium without address",
                        "{\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\"}}",
                        Map.of(Fact.MEDIUM, "email")),
                request(
                        "an address without medium",
                        "{\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":1,\"address\":\"Ada@AC.cdl\"}}",
                        Map.of(Fact.IDENTIFIER, "Ada@AC.cdl", Fact.ADDRESS, "Ada@AC.cdl")),
                request(
                        "a telephone number as it is dialled at home",
                        "{\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"GB\",\"phone\":\"07700 900123\"}}",
                        Map.of(Fact.IDENTIFIER, "07700 900123", Fact.MEDIUM, "msisdn")),
                request(
                        "a telephone number in international form",
                        "{\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"US\",\"phone\":\"+44 7700 900123\"}}",
                        Map.of(
                                Fact.IDENTIFIER, "+44 7700 900123",
                                Fact.MEDIUM, "msisdn",
                                Fact.ADDRESS, "447700900123")),
                request(
                        "a telephone number that is a number",
                        "{\"identifier\":{\"type\":\"m.id.phone\",\"phone\":447700900123}}",
                        Map.of(Fact.MEDIUM, "msisdn")),
                request(
                        "members of another identifier type",
                        "{\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\",\"medium\":\"email\",\"address\":\"e@e\","
                                + "\"phone\":\"+44 7700 900123\"}}",
                        Map.of(Fact.IDENTIFIER, "ada")),
                request(
                        "an identifier type of which nobody knows",
                        "{\"user\":\"eve\",\"identifier\":{\"type\":\"m.id.x\",\"user\":\"ada\",\"address\":\"e@e\"}}",
                        Map.of()),
                request("the deprecated user", "{\"user\":\"ada\"}", Map.of(Fact.IDENTIFIER, "ada")),
                request(
                        "the deprecated address",
                        "{\"address\":\"Ada@AC.cdl\",\"medium\":\"email\",\"identifier\":null}",
                        Map.of(Fact.IDENTIFIER, "Ada@AC.cdl", Fact.MEDIUM, "email", Fact.ADDRESS, "ada@ac.cdl")),
                request(
                        "the deprecated address before the deprecated user",
                        "{\"address\":\"a@b\",\"medium\":\"email\",\"user\":\"eve\"}",
                        Map.of(Fact.IDENTIFIER, "a@b", Fact.MEDIUM, "email", Fact.ADDRESS, "a@b")),
                request(
                        "the deprecated user beside half an address",
                        "{\"address\":\"\",\"medium\":\"email\",\"user\":\"ada\"}",
                        Map.of(Fact.IDENTIFIER, "ada")),
                request(
                        "an identifier before the deprecated address",
                        "{\"address\":\"e@e\",\"medium\":\"email\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\"}}",
                        Map.of(Fact.IDENTIFIER, "ada")),
                request(
                        "a device ID that is a number",
                        "{\"type\":\"m.login.token\",\"device_id\":7}",
                        Map.of(Fact.LOGIN_TYPE, "m.login.token")));
    }

    private static Arguments request(String what, String body, Map<Fact, String> facts) {
        return arguments(named(what, body), facts);
    }

    @ParameterizedTest
    @MethodSource
    void request_tellsItsFacts(String body, Map<Fact, String> facts) {
        LoginRequest request = Objects.requireNonNull(LoginRequest.read(body.getBytes(StandardCharsets.UTF_8)));
        Login.Builder login = Login.builder();
        request.addTo(login);

        assertThat(facts(login.build())).isEqualTo(facts);
        assertThat(LoginRequest.read(body.toCharArray(), body.length())).isEqualTo(request);
    }

    private static Map<Fact, String> facts(Login login) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        for (Fact fact : Fact.values()) {
            String value = login.get(fact);
            if (value != null) {
                facts.put(fact, value);
            }
        }
        return facts;
    }

    @Test
    void toString_namesWhatIsKnown_andNothingThatSomebodySent() {
        String body = "{\"type\":\"s3cret.type\",\"password\":\"s3cret\",\"token\":\"s3cret\",\"device_id\":\"s3cret\","
                + "\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\",\"address\":\"s3cret@ac.cdl\"}}";

        assertThat(LoginRequest.read(body.getBytes(StandardCharsets.UTF_8)))
                .hasToString("LoginRequest[type, medium, address, identifier, deviceId]");
        assertThat(LoginRequest.read("{\"user\":\"s3cret\"}".getBytes(StandardCharsets.UTF_8)))
                .hasToString("LoginRequest[user, identifier]");
    }
}
