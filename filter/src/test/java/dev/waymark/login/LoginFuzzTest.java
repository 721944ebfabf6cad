// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static dev.waymark.login.BothForms.HIST;
import static dev.waymark.login.BothForms.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing that a homeserver or client sends makes the readers throw, or comes out of them as something broken. */
class LoginFuzzTest {

    private static final LoginRewriter REWRITER = toTarget(HIST, Injection.DEFAULT);

    private static final byte[] RESPONSE =
            ("{\"user_id\": \"@ada:ac.cdl\", \"access_token\": \"t\u00e9\\u0041\", \"n\": [1.5e3, -0, true, null],"
                            + " \"base_cs_url\": \"a\", \"well_known\": {\"m.homeserver\": {\"base_url\": \"b\"},"
                            + " \"m.identity_server\": {\"base_url\": \"\"}, \"\u20ac\": {}}}")
                    .getBytes(StandardCharsets.UTF_8);

    private static final byte[] REQUEST =
            ("{\"type\": \"m.login.password\", \"identifier\": {\"type\": \"m.id.user\", \"user\": \"\u00e9\\u0041\"},"
                            + " \"user\": \"ada\", \"n\": [1.5e3, -0, true, null], \"password\": \"\u20ac\"}")
                    .getBytes(StandardCharsets.UTF_8);

    /** By these a parser guesses the encoding. */
    private static final List<String> STARTS = List.of(
            "",
            "7b",
            "efbbbf",
            "feff",
            "fffe",
            "0000feff",
            "fffe0000",
            "0000fffe",
            "feff0000",
            "0000007b",
            "7b000000",
            "007b",
            "7b00",
            "00007b00",
            "007b0000",
            "efbb",
            "00",
            "5b",
            "22");

    /** What is put in stands here byte by byte, as characters of ISO-8859-1. */
    record Mutation(int place, int removed, String added) {}

    @Provide
    Arbitrary<byte[]> anything() {
        Arbitrary<byte[]> starts = Arbitraries.of(STARTS).map(HexFormat.of()::parseHex);
        return Combinators.combine(starts, bytes(200)).as(LoginFuzzTest::joined);
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, RESPONSE.length);
        Arbitrary<Integer> removed = Arbitraries.integers().between(0, 3);
        Arbitrary<String> added = Arbitraries.oneOf(
                Arbitraries.of("\"", "{", "}", "[", "]", ",", ":", "\\", "1", " ", "\"a\":1,", "null", "{}", "\"\\u00"),
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(3));
        return Combinators.combine(places, removed, added)
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 4_000)
    void readers_throwNothing_overAnyBytes(@ForAll("anything") byte[] body) {
        check(body);
        readRequest(body);
    }

    @Property(tries = 2_000)
    void reader_throwsNothing_overAnyCharacters(@ForAll String body) {
        checkCharacters(body);
        checkCharacters("{\"" + body);
        LoginRequest.read(body.toCharArray(), body.length());
    }

    @Property(tries = 6_000)
    void readers_throwNothing_overMutatedMessages(@ForAll("mutations") List<Mutation> mutations) {
        byte[] response = mutated(RESPONSE, mutations);
        check(response);
        checkCharacters(new String(response, StandardCharsets.UTF_8));
        readRequest(mutated(REQUEST, mutations));
    }

    private static void readRequest(byte[] body) {
        LoginRequest.read(body);
        char[] characters = new String(body, StandardCharsets.UTF_8).toCharArray();
        LoginRequest.read(characters, characters.length);
    }

    private static void check(byte[] body) {
        Splice splice = REWRITER.rewrite(body, body.length, Instruction.NONE, BothForms::nothingElse);
        if (splice != null) {
            requireInjected(new String(splice.apply(body, body.length), StandardCharsets.UTF_8));
        }
    }

    private static void checkCharacters(String body) {
        Splice splice = REWRITER.rewrite(body.toCharArray(), body.length(), Instruction.NONE, BothForms::nothingElse);
        if (splice != null) {
            requireInjected(new String(splice.apply(body.toCharArray(), body.length())));
        }
    }

    private static void requireInjected(String result) {
        assertThat(Json.object(result.startsWith("\ufeff") ? result.substring(1) : result))
                .containsEntry("base_cs_url", "https://hist.ac.cdl:8448")
                .containsKeys("user_id", "access_token", "well_known");
    }

    private static byte[] mutated(byte[] message, List<Mutation> mutations) {
        byte[] result = message;
        for (Mutation mutation : mutations) {
            int from = Math.min(mutation.place(), result.length);
            int to = Math.min(from + mutation.removed(), result.length);
            byte[] head = Arrays.copyOf(result, from);
            byte[] tail = Arrays.copyOfRange(result, to, result.length);
            result = joined(joined(head, mutation.added().getBytes(StandardCharsets.ISO_8859_1)), tail);
        }
        return result;
    }

    private static Arbitrary<byte[]> bytes(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
