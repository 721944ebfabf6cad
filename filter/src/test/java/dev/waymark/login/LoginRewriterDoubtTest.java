// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.rewritten;
import static dev.waymark.login.BothForms.rewrittenBytes;
import static dev.waymark.login.BothForms.rewrittenChars;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not plainly a login response stays as it is. */
class LoginRewriterDoubtTest {

    private static final LoginRewriter REWRITER = toTarget(HIST, Injection.DEFAULT);

    /** Lacks its closing brace. */
    private static final String OPEN = "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\"";

    @Test
    void examples_areRewritten_withoutTheirFault() {
        // Else the tests below would show nothing.
        assertThat(rewritten(REWRITER, OPEN + "}")).isNotNull();
        assertThat(rewritten(REWRITER, OPEN + ",\"x\":{\"well_known\":[\"\u20ac\"]}}"))
                .isNotNull();
    }

    static Stream<Named<String>> notLoginResponses() {
        return Stream.of(
                named("nothing", ""),
                named("space", " \r\n"),
                named("an empty object", "{}"),
                named("an error", "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"Invalid password\"}"),
                named("no user ID", "{\"access_token\":\"t\"}"),
                named("no access token", "{\"user_id\":\"@ada:ac.cdl\"}"),
                named("user ID is null", "{\"user_id\":null,\"access_token\":\"t\"}"),
                named("user ID is a number", "{\"user_id\":1,\"access_token\":\"t\"}"),
                named("user ID is an object", "{\"user_id\":{\"a\":\"@ada:ac.cdl\"},\"access_token\":\"t\"}"),
                named("user ID is a list", "{\"user_id\":[\"@ada:ac.cdl\"],\"access_token\":\"t\"}"),
                named("access token is null", "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":null}"),
                named("access token is true", "{\"access_token\":true,\"user_id\":\"@ada:ac.cdl\"}"),
                named("access token is an object", "{\"access_token\":{},\"user_id\":\"@ada:ac.cdl\"}"),
                named("both inside another object", "{\"a\":" + OPEN + "}}"),
                named("a list", "[" + OPEN + "}]"),
                named("a string", "\"user_id access_token\""),
                named("a number", "12"),
                named("null", "null"),
                named("text", "user_id access_token"),
                named("markup", "<!DOCTYPE html><title>502</title>"));
    }

    static Stream<Named<String>> twice() {
        return Stream.of(
                named("user ID", OPEN + ",\"user_id\":\"@eve:ac.cdl\"}"),
                named("the same user ID", OPEN + ",\"user_id\":\"@ada:ac.cdl\"}"),
                named("user ID, by another spelling", OPEN + ",\"user\\u005fid\":\"@eve:ac.cdl\"}"),
                named("user ID, then null", OPEN + ",\"user_id\":null}"),
                named("access token", OPEN + ",\"access_token\":\"u\"}"),
                named("access token, then null", OPEN + ",\"access_token\":null}"),
                named("base_cs_url", OPEN + ",\"base_cs_url\":\"a\",\"base_cs_url\":\"b\"}"),
                named("base_cs_url, at first null", OPEN + ",\"base_cs_url\":null,\"base_cs_url\":\"b\"}"),
                named("well_known", OPEN + ",\"well_known\":{},\"well_known\":{}}"),
                named("well_known, at first null", OPEN + ",\"well_known\":null,\"well_known\":{}}"),
                named("m.homeserver", OPEN + ",\"well_known\":{\"m.homeserver\":{},\"m.homeserver\":{}}}"),
                named(
                        "m.homeserver, at first null",
                        OPEN + ",\"well_known\":{\"m.homeserver\":null," + "\"m.homeserver\":{}}}"),
                named(
                        "m.identity_server",
                        OPEN + ",\"well_known\":{\"m.identity_server\":{},\"a\":1," + "\"m.identity_server\":null}}"),
                named(
                        "m.identity_server at once",
                        OPEN + ",\"well_known\":{\"m.identity_server\":null," + "\"m.identity_server\":null}}"));
    }

    static Stream<Named<String>> notJson() {
        return Stream.of(
                named("cut off", OPEN),
                named("cut off in a name", OPEN + ",\"x"),
                named("cut off in a string", OPEN + ",\"x\":\"y"),
                named("cut off in an escape", OPEN + ",\"x\":\"\\u00"),
                named("a second object", OPEN + "}{}"),
                named("the same again", OPEN + "}" + OPEN + "}"),
                named("a value behind", OPEN + "} 1"),
                named("a word behind", OPEN + "} x"),
                named("a comma behind", OPEN + "},"),
                named("a brace too many", OPEN + "}}"),
                named("a bracket behind", OPEN + "}]"),
                named("a NUL behind", OPEN + "}\0"),
                named("a form feed behind", OPEN + "}\f"),
                named("a no-break space behind", OPEN + "}\u00a0"),
                named("a prefix against hijacking", ")]}'," + OPEN + "}"),
                named("a NUL in front", "\0" + OPEN + "}"),
                named("NaN", OPEN + ",\"x\":NaN}"),
                named("infinity", OPEN + ",\"x\":-Infinity}"),
                named("True", OPEN + ",\"x\":True}"),
                named("undefined", OPEN + ",\"x\":undefined}"),
                named("a comment", OPEN + "/* x */}"),
                named("a line comment", OPEN + "}// x"),
                named("a comment with #", OPEN + "}# x"),
                named("a comma at the end", OPEN + ",}"),
                named("two commas", OPEN + ",,\"x\":1}"),
                named("a comma in front", "{," + OPEN.substring(1) + "}"),
                named("a comma at the end of a list", OPEN + ",\"x\":[1,]}"),
                named("no comma", OPEN + "\"x\":1}"),
                named("no value", OPEN + ",\"x\":}"),
                named("a name without quotes", OPEN + ",x:1}"),
                named("single quotes", OPEN + ",'x':1}"),
                named("a raw newline in a string", OPEN + ",\"x\":\"\n\"}"),
                named("a raw tab in a name", OPEN + ",\"\t\":1}"),
                named("a raw NUL in a string", OPEN + ",\"x\":\"\0\"}"),
                named("an unknown escape", OPEN + ",\"x\":\"\\x41\"}"),
                named("an escaped single quote", OPEN + ",\"x\":\"\\'\"}"),
                named("a half escape", OPEN + ",\"x\":\"\\u00g0\"}"),
                named("a leading zero", OPEN + ",\"x\":01}"),
                named("a leading plus", OPEN + ",\"x\":+1}"),
                named("a number that begins with a point", OPEN + ",\"x\":.5}"),
                named("a number that ends with a point", OPEN + ",\"x\":5.}"),
                named("a number without digits", OPEN + ",\"x\":-}"),
                named("an exponent without digits", OPEN + ",\"x\":1e}"),
                named("a hexadecimal number", OPEN + ",\"x\":0x1}"),
                named("brackets crossed", OPEN + ",\"x\":[}]}"));
    }

    static Stream<Named<String>> beyondParsersLimits() {
        return Stream.of(
                named("1001 levels", OPEN + ",\"x\":" + "[".repeat(1001) + "]".repeat(1001) + "}"),
                named("1001 levels in well_known", OPEN + ",\"well_known\":" + nested(1001) + "}"),
                named("1001 digits", OPEN + ",\"x\":" + "1".repeat(1001) + "}"),
                named("1001 digits in base_cs_url", OPEN + ",\"base_cs_url\":" + "1".repeat(1001) + "}"),
                named("a name of 60,000", OPEN + ",\"" + "x".repeat(60_000) + "\":1}"));
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    @ParameterizedTest
    @MethodSource({"notLoginResponses", "twice", "notJson", "beyondParsersLimits"})
    void rewrite_leaves(String body) {
        assertThat(rewritten(REWRITER, body)).isNull();
    }

    /** Bytes that are not UTF-8 (RFC 3629, section 3), of which Jackson lets some pass. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "ff",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "c080",
                "c1a5",
                "e08080",
                "e09f80",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08f8080",
                "f4908080",
                "f5808080",
                "f888808080"
            })
    void rewrite_leavesBytesThatAreNotUtf8(String hex) {
        for (String body : new String[] {
            OPEN + ",\"x\":\"%\"}",
            OPEN + ",\"%\":1}",
            OPEN + ",\"base_cs_url\":\"%\"}",
            OPEN + ",\"well_known\":{\"x\":[\"%\"]}}",
            "{\"access_token\":\"t\",\"user_id\":\"@%:ac.cdl\"}",
            "{\"access_token\":\"%\",\"user_id\":\"@ada:ac.cdl\"}",
            OPEN + "}%"
        }) {
            assertThat(rewrittenBytes(REWRITER, withBytes(body, hex), Instruction.NONE))
                    .as(body)
                    .isNull();
        }
    }

    private static byte[] withBytes(String body, String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int place = body.indexOf('%');
        bytes.writeBytes(body.substring(0, place).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        bytes.writeBytes(body.substring(place + 1).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "x-UTF-16LE-BOM", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void rewrite_leavesBytesOfOtherEncodings(String charset) {
        byte[] body = (OPEN + "}").getBytes(Charset.forName(charset));

        assertThat(rewrittenBytes(REWRITER, body, Instruction.NONE)).isNull();
    }

    static Stream<Arguments> rewrite_leavesBytes_whoseEncodingCannotBeTold() {
        return Stream.of(
                arguments("a UCS-4 mark in the order 2143", "0000fffe0000007b"),
                arguments("a UCS-4 mark in the order 3412", "feff00007b000000"),
                arguments("a brace in the order 2143", "00007b0000000000"),
                arguments("a brace in the order 3412", "007b000000000000"),
                arguments("UTF-32 beyond Unicode", "0000007b7f000000"),
                arguments("half a UTF-16 unit", "fe"),
                arguments("a UTF-16 mark alone", "feff"),
                arguments("a UTF-8 mark alone", "efbbbf"),
                arguments("half a UTF-8 mark", "efbb"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rewrite_leavesBytes_whoseEncodingCannotBeTold(String what, String hex) {
        assertThat(rewrittenBytes(REWRITER, HexFormat.of().parseHex(hex), Instruction.NONE))
                .isNull();
    }

    @Test
    void rewrite_leavesTwoByteOrderMarks() {
        String body = "\ufeff\ufeff" + OPEN + "}";

        assertThat(rewrittenBytes(REWRITER, body.getBytes(StandardCharsets.UTF_8), Instruction.NONE))
                .isNull();
        assertThat(rewrittenChars(REWRITER, body, Instruction.NONE)).isNull();
    }
}
