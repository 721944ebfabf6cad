// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRequestTest {

    private static final String ID_ADA = "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\"}";

    private static final LoginRequest NOTHING = new LoginRequest(null, null, null, null, null, null);

    static Stream<Arguments> read_findsTypeAndUser() {
        return Stream.of(
                request("a password login", "{\"type\":\"m.login.password\"," + ID_ADA + ",\"password\":\"p\"}", "ada"),
                request(
                        "identifier's members the other way round",
                        "{\"password\":\"p\",\"identifier\":{\"user\":\"@ada:ac.cdl\",\"type\":\"m.id.user\"},"
                                + "\"type\":\"m.login.password\"}",
                        "@ada:ac.cdl"),
                request(
                        "the deprecated user",
                        "{\"type\":\"m.login.password\",\"user\":\"@ada:ac.cdl\",\"password\":\"p\"}",
                        "@ada:ac.cdl"),
                request(
                        "identifier before the deprecated user",
                        "{\"type\":\"m.login.password\",\"user\":\"eve\"," + ID_ADA + "}",
                        "ada"),
                request(
                        "identifier before the deprecated user that follows",
                        "{\"type\":\"m.login.password\"," + ID_ADA + ",\"user\":\"eve\"}",
                        "ada"),
                request(
                        "the deprecated user where identifier is null",
                        "{\"type\":\"m.login.password\",\"identifier\":null,\"user\":\"ada\"}",
                        "ada"),
                request(
                        "a third-party identifier",
                        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\","
                                + "\"address\":\"ada@ac.cdl\"}}",
                        null),
                request(
                        "a third-party identifier with users beside it",
                        "{\"type\":\"m.login.password\",\"user\":\"eve\",\"identifier\":{\"type\":\"m.id.thirdparty\","
                                + "\"user\":\"ada\"}}",
                        null),
                request(
                        "a phone",
                        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.phone\",\"country\":\"GB\","
                                + "\"phone\":\"7700\"}}",
                        null),
                request(
                        "the deprecated third-party form",
                        "{\"type\":\"m.login.password\",\"medium\":\"email\",\"address\":\"ada@ac.cdl\"}",
                        null),
                request(
                        "an identifier without type",
                        "{\"type\":\"m.login.password\",\"identifier\":{\"user\":\"ada\"},\"user\":\"eve\"}",
                        null),
                request(
                        "an identifier that is a string",
                        "{\"type\":\"m.login.password\",\"identifier\":\"ada\",\"user\":\"eve\"}",
                        null),
                request(
                        "an identifier that is a list",
                        "{\"type\":\"m.login.password\",\"identifier\":[{\"type\":\"m.id.user\",\"user\":\"ada\"}]}",
                        null),
                request("a user that is a number", "{\"type\":\"m.login.password\",\"user\":1}", null),
                request(
                        "a user that is an object",
                        "{\"user\":{\"user\":\"ada\"},\"type\":\"m.login.password\"}",
                        null),
                request(
                        "escaped names and values",
                        "{\"t\\u0079pe\":\"m.login.p\\u0061ssword\",\"\\u0075ser\":\"\\u0061da\"}",
                        "ada"),
                request(
                        "names of interest deeper down",
                        "{\"type\":\"m.login.password\",\"x\":{\"user\":\"eve\",\"type\":\"y\",\"identifier\":{}},"
                                + "\"identifier\":{\"x\":[{\"user\":\"eve\"}],\"type\":\"m.id.user\",\"user\":\"ada\"}}",
                        "ada"),
                request("other keys twice", "{\"x\":1,\"x\":2,\"type\":\"m.login.password\",\"user\":\"ada\"}", "ada"),
                request(
                        "space around",
                        " \r\n{ \"type\" : \"m.login.password\" , \"user\" : \"\u00e9\u20ac\" }\n",
                        "\u00e9\u20ac"),
                request("a byte order mark", "\ufeff{\"type\":\"m.login.password\",\"user\":\"ada\"}", "ada"));
    }

    private static Arguments request(String what, String body, @Nullable String user) {
        return arguments(named(what, body), user);
    }

    @ParameterizedTest
    @MethodSource
    void read_findsTypeAndUser(String body, @Nullable String user) {
        LoginRequest request = Objects.requireNonNull(read(body));

        assertThat(request.type()).isEqualTo("m.login.password");
        assertThat(request.user()).isEqualTo(user);
    }

    @Test
    void read_findsNothing_inRequestThatSaysNothing() {
        assertThat(read("{}")).isEqualTo(NOTHING);
        assertThat(read("{\"type\":12,\"token\":\"t\"}")).isEqualTo(NOTHING);
        assertThat(read("{\"type\":null}")).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "x-UTF-16LE-BOM", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void read_refusesOtherEncodings(String charset) {
        String body = "{\"type\":\"m.login.password\",\"user\":\"ada\"}";

        assertThat(LoginRequest.read(body.getBytes(Charset.forName(charset)))).isNull();
    }

    @Test
    void read_takesTokenLogin() {
        assertThat(read("{\"type\":\"m.login.token\",\"token\":\"s3cret\"}"))
                .isEqualTo(new LoginRequest("m.login.token", null, null, null, null, null));
    }

    static Stream<Named<String>> read_refuses() {
        return Stream.of(
                named("nothing", ""),
                named("space", "  "),
                named("a list", "[{\"user\":\"ada\"}]"),
                named("a string", "\"ada\""),
                named("null", "null"),
                named("a form", "type=m.login.password&user=ada"),
                named("cut off", "{\"user\":\"ada\""),
                named("a second object", "{\"user\":\"ada\"}{\"user\":\"eve\"}"),
                named("a comma at the end", "{\"user\":\"ada\",}"),
                named("a comment", "{\"user\":\"ada\"/**/}"),
                named("a raw newline", "{\"user\":\"ada\n\"}"),
                named("type twice", "{\"type\":\"a\",\"type\":\"b\"}"),
                named("type twice, at first null", "{\"type\":null,\"type\":\"b\"}"),
                named("type twice, then a number", "{\"type\":\"a\",\"type\":1}"),
                named("user twice", "{\"user\":\"ada\",\"user\":\"eve\"}"),
                named("user twice, by another spelling", "{\"user\":\"ada\",\"us\\u0065r\":\"eve\"}"),
                named("user twice, at first null", "{\"user\":null,\"user\":\"eve\"}"),
                named("user twice, at first an object", "{\"user\":{},\"user\":\"eve\"}"),
                named("identifier twice", "{" + ID_ADA + "," + ID_ADA + "}"),
                named("identifier twice, at first null", "{\"identifier\":null," + ID_ADA + "}"),
                named("identifier twice, then null", "{" + ID_ADA + ",\"identifier\":null,\"user\":\"eve\"}"),
                named(
                        "identifier's type twice",
                        "{\"identifier\":{\"type\":\"m.id.user\",\"type\":\"m.id.phone\",\"user\":\"ada\"}}"),
                named(
                        "identifier's type twice, at first null",
                        "{\"identifier\":{\"type\":null,\"type\":\"m.id.user\",\"user\":\"ada\"}}"),
                named(
                        "identifier's user twice",
                        "{\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ada\",\"user\":\"eve\"}}"),
                named(
                        "identifier's user twice, at first a number",
                        "{\"identifier\":{\"type\":\"m.id.user\",\"user\":1,\"user\":\"eve\"}}"),
                named("device_id twice", "{\"device_id\":\"A\",\"device_id\":\"B\"}"),
                named("device_id twice, at first a number", "{\"device_id\":1,\"device_id\":\"B\"}"),
                named("medium twice", "{\"medium\":\"email\",\"medium\":\"msisdn\"}"),
                named("address twice", "{\"address\":\"a@b\",\"x\":1,\"address\":null}"),
                named("identifier's medium twice", "{\"identifier\":{\"medium\":\"a\",\"medium\":\"a\"}}"),
                named("identifier's address twice", "{\"identifier\":{\"address\":\"a\",\"address\":\"b\"}}"),
                named("identifier's phone twice", "{\"identifier\":{\"phone\":\"1\",\"ph\\u006fne\":\"2\"}}"),
                named("1001 levels", "{\"x\":" + "[".repeat(1001) + "]".repeat(1001) + ",\"user\":\"ada\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void read_refuses(String body) {
        assertThat(read(body)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c1a5", "eda080", "f4908080"})
    void read_refuses_bytesThatAreNotUtf8(String hex) {
        byte[] body = "{\"user\":\"@______:ac.cdl\",\"password\":\"______\"}".getBytes(StandardCharsets.UTF_8);
        byte[] wrong = HexFormat.of().parseHex(hex);
        byte[] inUser = body.clone();
        System.arraycopy(wrong, 0, inUser, 10, wrong.length);
        byte[] inPassword = body.clone();
        System.arraycopy(wrong, 0, inPassword, 39, wrong.length);

        assertThat(LoginRequest.read(body)).isNotNull();
        assertThat(LoginRequest.read(inUser)).isNull();
        assertThat(LoginRequest.read(inPassword)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ada,          @ada:ac.cdl",
        "Ada/..,       @Ada/..:ac.cdl",
        "@ada:ac.cdl,  @ada:ac.cdl",
        "@ada:cdl:80,  @ada:cdl:80",
        "@ada,         @ada",
    })
    void userId_isTheUsers_orMadeOfLocalpart(String user, String userId) {
        assertThat(by(user).userId("ac.cdl")).isEqualTo(userId);
    }

    @Test
    void userId_isNull_whereRequestNamesNoUser() {
        assertThat(NOTHING.userId("ac.cdl")).isNull();
        assertThat(by("").userId("ac.cdl")).isNull();
    }

    private static LoginRequest by(String user) {
        return new LoginRequest("m.login.password", user, null, null, user, null);
    }

    /** From bytes, and from characters, which have no byte order mark. */
    private static @Nullable LoginRequest read(String body) {
        LoginRequest request = LoginRequest.read(body.getBytes(StandardCharsets.UTF_8));
        String text = body.startsWith("\ufeff") ? body.substring(1) : body;
        assertThat(LoginRequest.read((text + "x").toCharArray(), text.length()))
                .as("from characters, where bytes give the expected")
                .isEqualTo(request);
        return request;
    }
}
