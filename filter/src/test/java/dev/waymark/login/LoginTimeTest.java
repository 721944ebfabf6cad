// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.ENG;
import static dev.waymark.login.BothForms.toTarget;
import static org.junit.jupiter.api.Named.named;

import dev.waymark.Growth;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, reading it takes a time in proportion to its length. */
class LoginTimeTest {

    private static final String HEAD =
            "{\"user_id\":\"@ada:ac.cdl\",\"access_token\":\"t\",\"type\":\"m.login.password\"";

    private static final LoginRewriter REWRITER = toTarget(ENG, Injection.DEFAULT);

    /** Members that go on for about as many characters as is asked for, and more. */
    static Stream<Named<IntFunction<String>>> members() {
        return Stream.of(
                named("many names", size -> numbered(size / 8, i -> ",\"k" + i + "\":" + i)),
                named("one name many times", size -> ",\"k\":null".repeat(size / 9)),
                named("deep nesting", size -> (",\"d\":" + "[".repeat(400) + "]".repeat(400)).repeat(size / 800)),
                named(
                        "deep objects",
                        size -> (",\"d\":" + "{\"a\":".repeat(400) + "1" + "}".repeat(400)).repeat(size / 2_400)),
                named("a long string", size -> ",\"s\":\"" + "a".repeat(size) + '"'),
                named("escapes", size -> ",\"s\":\"" + "\\u00e9\\n\\\"".repeat(size / 10) + '"'),
                named("escaped surrogates", size -> ",\"s\":\"" + "\\ud83d\\ude00".repeat(size / 12) + '"'),
                named("four-byte characters", size -> ",\"s\":\"" + "\ud83d\ude00".repeat(size / 4) + '"'),
                named("a long user ID", size -> ",\"user\":\"" + "\ud83d\ude00a".repeat(size / 5) + '"'),
                named("a long device ID", size -> ",\"device_id\":\"" + "\\u00e9a".repeat(size / 7) + '"'),
                named(
                        "a long email address",
                        size -> ",\"medium\":\"email\",\"address\":\"" + "\u00dfA".repeat(size / 3) + "@b\""),
                named(
                        "a long telephone number",
                        size -> ",\"identifier\":{\"type\":\"m.id.phone\",\"phone\":\"+" + "4 -".repeat(size / 3)
                                + "\"}"),
                named("long names", size -> (",\"" + "n".repeat(40_000) + "\":1").repeat(size / 40_000 + 1)),
                named("long numbers", size -> (",\"n\":1." + "7".repeat(900) + "e9").repeat(size / 900)),
                named("a list", size -> ",\"l\":[0" + ",1".repeat(size / 2) + ']'),
                named("spaces", size -> ",\"s\":" + " \t\r\n".repeat(size / 4) + '1'),
                named("a long base_cs_url", size -> ",\"base_cs_url\":[0" + ",\"]\"".repeat(size / 4) + ']'),
                named(
                        "a well_known of many members",
                        size -> ",\"well_known\":{" + numbered(size / 8, i -> "\"k" + i + "\":" + i + ',')
                                + "\"m.identity_server\":null}"),
                named(
                        "many identity servers",
                        size -> ",\"well_known\":{\"x\":1" + ",\"m.identity_server\":{}".repeat(size / 23) + '}'),
                named(
                        "an identity server of many URLs",
                        size -> ",\"well_known\":{\"m.identity_server\":{\"base_url\":1"
                                + ",\"base_url\":\"\"".repeat(size / 14) + "}}"),
                named("many identifiers", size -> ",\"identifier\":{\"user\":\"a\"}".repeat(size / 26)));
    }

    @ParameterizedTest
    @MethodSource("members")
    void bytes_areReadInLinearTime(IntFunction<String> members) {
        Growth.requireLinear(
                size -> {
                    byte[] body = (HEAD + members.apply(size) + '}').getBytes(StandardCharsets.UTF_8);
                    return () -> {
                        Splice splice = REWRITER.rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
                        if (splice != null) {
                            splice.apply(body, body.length);
                        }
                    };
                },
                60_000);
    }

    @ParameterizedTest
    @MethodSource("members")
    void characters_areReadInLinearTime(IntFunction<String> members) {
        Growth.requireLinear(
                size -> {
                    char[] body = (HEAD + members.apply(size) + '}').toCharArray();
                    return () -> {
                        Splice splice = REWRITER.rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
                        if (splice != null) {
                            splice.apply(body, body.length);
                        }
                    };
                },
                60_000);
    }

    @Test
    void characters_areReadInLinearTime_whereNamesCollide() {
        Growth.requireLinear(
                size -> {
                    char[] body = (HEAD + CollidingNames.members(size) + '}').toCharArray();
                    return () -> REWRITER.rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
                },
                2_000);
    }

    @ParameterizedTest
    @MethodSource("members")
    void request_isReadInLinearTime(IntFunction<String> members) {
        Growth.requireLinear(
                size -> {
                    byte[] body = (HEAD + members.apply(size) + '}').getBytes(StandardCharsets.UTF_8);
                    return () -> LoginRequest.read(body);
                },
                60_000);
    }

    @ParameterizedTest
    @MethodSource("members")
    void requestOfCharacters_isReadInLinearTime(IntFunction<String> members) {
        Growth.requireLinear(
                size -> {
                    char[] body = (HEAD + members.apply(size) + '}').toCharArray();
                    return () -> LoginRequest.read(body, body.length);
                },
                60_000);
    }

    @ParameterizedTest
    @MethodSource("members")
    void token_isReplacedInLinearTime(IntFunction<String> members) {
        Growth.requireLinear(
                size -> {
                    String text = "{\"type\":\"m.login.token\",\"token\":\"t\"" + members.apply(size) + '}';
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    return () -> {
                        LoginToken token = LoginToken.in(body);
                        if (token != null) {
                            token.replacedBy("another");
                        }
                    };
                },
                60_000);
    }

    @Test
    void requestOfCharacters_isReadInLinearTime_whereNamesCollide() {
        Growth.requireLinear(
                size -> {
                    char[] body = (HEAD + CollidingNames.members(size) + '}').toCharArray();
                    return () -> LoginRequest.read(body, body.length);
                },
                2_000);
    }

    private static String numbered(int count, IntFunction<String> member) {
        return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining());
    }
}
