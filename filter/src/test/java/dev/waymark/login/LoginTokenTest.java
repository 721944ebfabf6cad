// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.nio.charset.Charset;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTokenTest {

    @Test
    void token_isFound_whereClientsWriteIt() {
        byte[] body = Objects.requireNonNull(Corpus.in("requests").get("element-web-token.json"));
        LoginToken token = Objects.requireNonNull(LoginToken.in(body));

        String text = new String(body, UTF_8);
        assertThat(token.value()).isNotEmpty();
        assertThat(new String(token.replacedBy("another"), UTF_8))
                .isEqualTo(text.replace('"' + token.value() + '"', "\"another\""))
                .isNotEqualTo(text);
    }

    static Stream<Named<String>> token_isReplaced_andNothingElse() {
        return Stream.of(
                named("in front of the type", "{\"token\":#,\"type\":\"m.login.token\"}"),
                named("behind the type", "{\"type\":\"m.login.token\",\"token\":#}"),
                named("with space around", "\r\n { \"token\" :\t# \n, \"type\" : \"m.login.token\" } \n"),
                named("with escaped names", "{\"t\\u0079pe\":\"m.login.t\\u006fken\",\"t\\u006fken\":#}"),
                named("with others deeper down", "{\"x\":{\"token\":\"y\"},\"token\":#,\"type\":\"m.login.token\"}"),
                named("with others behind", "{\"type\":\"m.login.token\",\"token\":#,\"x\":[{\"token\":\"y\"}]}"),
                named("with itself in others", "{\"type\":\"m.login.token\",\"device_id\":\"t0ken\",\"token\":#}"),
                named(
                        "with other members twice",
                        "{\"x\":1,\"type\":\"m.login.token\",\"token\":#,\"x\":2,\"n\":1.50e+2}"),
                named(
                        "behind letters of many bytes",
                        "{\"x\":\"\u00e9\u20ac\ud83d\ude00\",\"token\":#,"
                                + "\"type\":\"m.login.token\",\"\u20ac\":\"\u00e9\"}"),
                named("behind a byte order mark", "\ufeff{\"type\":\"m.login.token\",\"token\":#}"));
    }

    @ParameterizedTest
    @MethodSource
    void token_isReplaced_andNothingElse(String body) {
        LoginToken token = Objects.requireNonNull(in(body.replace("#", "\"t0ken\"")));

        assertThat(token.value()).isEqualTo("t0ken");
        assertThat(new String(token.replacedBy("syl_1~2"), UTF_8)).isEqualTo(body.replace("#", "\"syl_1~2\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                | ``",
                "a\\\"b\\\\c      | a\"b\\c",
                "a\\/b            | a/b",
                "\\u0074\\u20AC   | t\u20ac",
                "\\ud83d\\uDE00   | \ud83d\ude00",
                "\u20ac           | \u20ac",
            })
    void escapesInToken_areRead_andGoWithIt(@Nullable String written, String value) {
        String text = written == null ? "" : written;
        LoginToken token =
                Objects.requireNonNull(in("{\"token\":\"" + text + "\",\"type\":\"m.login.token\",\"x\":\"\u00e9\"}"));

        assertThat(token.value()).isEqualTo(value);
        assertThat(new String(token.replacedBy("new"), UTF_8))
                .isEqualTo("{\"token\":\"new\",\"type\":\"m.login.token\",\"x\":\"\u00e9\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a\"b\\c        | a\\\"b\\\\c",
                "`\t\n`         | \\u0009\\u000a",
                "\u007f         | \\u007f",
                "t\u20ac\u00e9  | t\\u20ac\\u00e9",
                "\ud83d\ude00   | \\ud83d\\ude00",
                "a/b~c.d_e-f:=  | a/b~c.d_e-f:=",
            })
    void newToken_isEscaped(String value, String written) {
        LoginToken token = Objects.requireNonNull(in("{\"type\":\"m.login.token\",\"token\":\"old\"}"));
        byte[] replaced = token.replacedBy(value);

        assertThat(new String(replaced, UTF_8)).isEqualTo("{\"type\":\"m.login.token\",\"token\":\"" + written + "\"}");
        assertThat(Objects.requireNonNull(LoginToken.in(replaced)).value()).isEqualTo(value);
    }

    static Stream<Named<String>> in_findsNothing() {
        return Stream.of(
                named("nothing", ""),
                named("a list", "[\"m.login.token\"]"),
                named("no token", "{\"type\":\"m.login.token\"}"),
                named("no type", "{\"token\":\"t\"}"),
                named("another type", "{\"type\":\"m.login.password\",\"token\":\"t\"}"),
                named("another type's token", "{\"type\":\"org.matrix.login.jwt\",\"token\":\"t\"}"),
                named("a type in other case", "{\"type\":\"M.login.token\",\"token\":\"t\"}"),
                named("a type that is no string", "{\"type\":[\"m.login.token\"],\"token\":\"t\"}"),
                named("a token that is a number", "{\"type\":\"m.login.token\",\"token\":1}"),
                named("a token that is null", "{\"type\":\"m.login.token\",\"token\":null}"),
                named("a token that is an object", "{\"type\":\"m.login.token\",\"token\":{\"token\":\"t\"}}"),
                named("a token deeper down", "{\"type\":\"m.login.token\",\"x\":{\"token\":\"t\"}}"),
                named("a token twice", "{\"type\":\"m.login.token\",\"token\":\"t\",\"token\":\"t\"}"),
                named("a token twice, escaped", "{\"token\":\"t\",\"type\":\"m.login.token\",\"\\u0074oken\":\"u\"}"),
                named("a token twice, once null", "{\"token\":\"t\",\"type\":\"m.login.token\",\"token\":null}"),
                named("a type twice", "{\"type\":\"m.login.token\",\"token\":\"t\",\"type\":\"m.login.token\"}"),
                named("a type twice, once null", "{\"type\":null,\"token\":\"t\",\"type\":\"m.login.token\"}"),
                named("a second object", "{\"type\":\"m.login.token\",\"token\":\"t\"}{}"),
                named("cut off", "{\"type\":\"m.login.token\",\"token\":\"t\""),
                named("cut off in the token", "{\"type\":\"m.login.token\",\"token\":\"t"));
    }

    @ParameterizedTest
    @MethodSource
    void in_findsNothing(String body) {
        assertThat(in(body)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "ISO-8859-1"})
    void in_findsNothing_inOtherEncodings(String charset) {
        String body = "{\"type\":\"m.login.token\",\"x\":\"\u00e9\",\"token\":\"t\"}";

        assertThat(LoginToken.in(body.getBytes(Charset.forName(charset)))).isNull();
    }

    @Test
    void toString_doesNotShowToken() {
        assertThat(in("{\"type\":\"m.login.token\",\"token\":\"s3cret\"}"))
                .asString()
                .doesNotContain("s3cret");
    }

    private static @Nullable LoginToken in(String body) {
        return LoginToken.in(body.getBytes(UTF_8));
    }
}
