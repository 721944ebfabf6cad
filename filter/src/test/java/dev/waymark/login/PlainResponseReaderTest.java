// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it reads is what the parser reads; what it does not read, the parser does. */
class PlainResponseReaderTest {

    private static @Nullable LoginResponse read(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return PlainResponseReader.read(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "synapse.json",
                "synapse-refresh.json",
                "dendrite.json",
                "conduwuit.json",
                "jsynapse.json",
                "mas.json"
            })
    void response_asServersWriteIt_isPlain(String file) {
        byte[] body = Objects.requireNonNull(Corpus.in("responses").get(file));

        assertThat(PlainResponseReader.read(body, body.length))
                .isNotNull()
                .isEqualTo(LoginResponse.parse(body, body.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"@a:b\",\"access_token\":\"t\"}",
                "{\"access_token\":\"\",\"user_id\":\"\"}",
                " \t\r\n{ \"user_id\" : \"@a:b\" ,\n\"access_token\"\t:\"t\" } \r\n",
                "{\"user_id\":\"@a:b\",\"access_token\":\"t\",\"device_id\":\"D\",\"a\":0,\"b\":17,\"c\":true}",
                "{\"a\":false,\"b\":null,\"\":\"\",\"device_id\":null,\"user_id\":\"@a:b\",\"access_token\":\"t\"}",
                "{\"user_id\":\"@a:b\\u007f{}[]:,'/\",\"access_token\":\"t\",\"user_ie\":1,\"well_knows\":\"\",\"x\":\"x\",\"x\":\"x\"}",
            })
    void plainShape_isRead(String body) {
        String text = body.replace("\\u007f", "\u007f");

        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(read(text)).isNotNull().isEqualTo(LoginResponse.parse(bytes, bytes.length));
    }

    /** With {@code U} for the members that make it a login response. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "{}",
                "{",
                "{U",
                "{U,",
                "{U,}",
                "{,U}",
                "{U}}",
                "{U}{",
                "{U} x",
                "{U \"a\":1}",
                "{U,\"a\"}",
                "{U,\"a\":}",
                "{U,\"a\" 1}",
                "{U,a:1}",
                "{U,\"a:1}",
                "{\"user_id\":\"@a:b\"}",
                "{\"access_token\":\"t\"}",
                // Whoever sends a field twice is not understood.
                "{U,\"user_id\":\"@a:b\"}",
                "{U,\"access_token\":\"t\"}",
                "{U,\"device_id\":\"D\",\"device_id\":\"D\"}",
                "{\"user_id\":1,\"access_token\":\"t\"}",
                "{\"user_id\":\"@a:b\",\"access_token\":null}",
                // For the parser.
                "{U,\"well_known\":{}}",
                "{U,\"well_known\":null}",
                "{U,\"base_cs_url\":\"https://a\"}",
                "{U,\"a\":{}}",
                "{U,\"a\":[]}",
                "{U,\"a\":-1}",
                "{U,\"a\":1.0}",
                "{U,\"a\":1e3}",
                "{U,\"a\":01}",
                "{U,\"a\":+1}",
                "{U,\"a\":1a}",
                "{U,\"a\":.1}",
                "{U,\"a\":tru}",
                "{U,\"a\":truer}",
                "{U,\"a\":nul",
                "{U,\"a\":fals",
                "{U,\"a\":falsy}",
                "{U,\"a\":NaN}",
                "{U,\"a\":'b'}",
                "{U,\"a\\\\u0061\":1}",
                "{U,\"a\":\"\\\\u0061\"}",
                "{U,\"a\":\"\u00e9\"}",
                "{U,\"\u00e9\":1}",
                "\ufeff{U}",
                "{U}\u0000",
            })
    void anyOtherShape_isLeftToTheParser(String body) {
        String text =
                body.replace("U", "\"user_id\":\"@a:b\",\"access_token\":\"t\"").replace("\\\\", "\\");

        assertThat(read(text)).as(text).isNull();
    }

    /** At every place of a word, and in every one of its bytes. */
    @ParameterizedTest
    @ValueSource(chars = {'\\', '\u0000', '\u0001', '\n', '\u001f', '\u0080', '\u00ff'})
    void oneOddByte_isSeenWhereverItStands(char odd) {
        for (int place = 0; place < 40; place++) {
            char[] token = "t".repeat(40).toCharArray();
            token[place] = odd;
            byte[] body = ("{\"user_id\":\"@a:b\",\"access_token\":\"" + new String(token) + "\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);

            assertThat(PlainResponseReader.read(body, body.length))
                    .as("at %d", place)
                    .isNull();
        }
    }

    @Test
    void oddByteBehindTheObject_isSeen() {
        for (int odd = 0; odd < 256; odd++) {
            byte[] body = ("{\"user_id\":\"@a:b\",\"access_token\":\"t\"}" + (char) odd)
                    .getBytes(StandardCharsets.ISO_8859_1);
            boolean isSpace = " \t\r\n".indexOf(odd) >= 0;

            assertThat(PlainResponseReader.read(body, body.length) != null)
                    .as("%x", odd)
                    .isEqualTo(isSpace);
        }
    }

    @Test
    void longNamesAndNumbers_areLeftToTheParser() {
        String login = "{\"user_id\":\"@a:b\",\"access_token\":\"" + "t".repeat(100_000) + "\",";

        assertThat(read(login + "\"" + "n".repeat(400) + "\":" + "1".repeat(400) + "}"))
                .isNotNull();
        assertThat(read(login + "\"" + "n".repeat(600) + "\":1}")).isNull();
        assertThat(read(login + "\"n\":" + "1".repeat(600) + "}")).isNull();
    }

    @Test
    void behindTheBody_nothingIsRead() {
        byte[] body = "{\"user_id\":\"@a:b\",\"access_token\":\"t\"},\"user_id\":\"@eve:b\"}"
                .getBytes(StandardCharsets.UTF_8);
        int length = new String(body, StandardCharsets.UTF_8).indexOf('}') + 1;

        assertThat(PlainResponseReader.read(body, length)).isNotNull();
        for (int less = 0; less < length; less++) {
            assertThat(PlainResponseReader.read(body, less))
                    .as("of %d bytes", less)
                    .isNull();
        }
    }

    @Provide
    Arbitrary<String> responses() {
        return LoginResponses.all();
    }

    @Property(tries = 1000)
    void anyResponse_isReadAsByTheParser_orNot(@ForAll("responses") String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertAgrees(bytes);
    }

    @Provide
    Arbitrary<String> plain() {
        Arbitrary<String> space = Arbitraries.of("", "", "", " ", "\r\n\t");
        Arbitrary<String> text = Arbitraries.strings()
                .ascii()
                .excludeChars('"', '\\')
                .ofMaxLength(20)
                .map(s -> {
                    StringBuilder printable = new StringBuilder();
                    s.chars().filter(c -> c >= ' ').forEach(c -> printable.append((char) c));
                    return '"' + printable.toString() + '"';
                });
        Arbitrary<String> value =
                Arbitraries.oneOf(text, Arbitraries.of("true", "false", "null", "0", "12", "9007199254740993"));
        Arbitrary<String> name =
                Arbitraries.of("\"home_server\"", "\"device_id\"", "\"expires_in_ms\"", "\"x\"", "\"\"");
        Arbitrary<String> other = Combinators.combine(name, value, space).as((n, v, s) -> n + s + ':' + s + v);
        Arbitrary<String> userId = Arbitraries.just("\"user_id\":\"@ada:ac.cdl\"");
        Arbitrary<String> token = text.map(t -> "\"access_token\":" + t);
        return Combinators.combine(userId, token, other, other, space)
                .as((u, t, o, p, s) -> new String[] {u, t, o, p, s})
                .flatMap(parts -> Arbitraries.shuffle(Arrays.asList(parts).subList(0, 4))
                        .map(members -> '{' + String.join(parts[4] + ',' + parts[4], members) + '}' + parts[4]));
    }

    @Property(tries = 1000)
    void plainResponse_isReadAsByTheParser(@ForAll("plain") String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertAgrees(bytes);
        assertThat(PlainResponseReader.read(bytes, bytes.length) == null)
                .as(body)
                .isEqualTo(body.indexOf("\"device_id\"") != body.lastIndexOf("\"device_id\""));
    }

    @Property(tries = 3000)
    void brokenResponse_isReadAsByTheParser_orNot(
            @ForAll("plain") String body,
            @ForAll @IntRange(max = 10_000) int place,
            @ForAll @IntRange(max = 255) int odd,
            @ForAll @IntRange(max = 2) int how) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int at = place % (how == 2 ? bytes.length + 1 : bytes.length);
        byte[] broken = Arrays.copyOf(bytes, bytes.length + how - 1);
        if (how == 1) {
            broken[at] = (byte) odd;
        } else if (how == 2) {
            System.arraycopy(bytes, at, broken, at + 1, bytes.length - at);
            broken[at] = (byte) odd;
        } else {
            System.arraycopy(bytes, at + 1, broken, at, bytes.length - at - 1);
        }

        assertAgrees(broken);
    }

    static void assertAgrees(byte[] body) {
        LoginResponse plain = PlainResponseReader.read(body, body.length);
        if (plain != null) {
            assertThat(plain).isEqualTo(LoginResponse.parse(body, body.length));
        }
    }
}
