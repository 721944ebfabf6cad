// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The table of users, beside a map of strings. */
class UserTableTest {

    private static final KeyHash ALL_THE_SAME = (bytes, from, to) -> 0x123456789abcdefL;

    /** The lower bits agree, which say where a slot is. */
    private static final KeyHash SAME_SLOT = (bytes, from, to) -> new SipHash(1, 2).of(bytes, from, to) << 32;

    /** The upper bits agree, which say that a key is worth a look. */
    private static final KeyHash SAME_TAG = (bytes, from, to) -> new SipHash(1, 2).of(bytes, from, to) >>> 32;

    @Property(tries = 300)
    void table_findsWhatAMapFinds(
            @ForAll("keys") List<String> in, @ForAll("keys") List<String> asked, @ForAll("hashes") KeyHash hash) {
        UserTableBuilder builder = new UserTableBuilder(false, hash);
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < in.size(); i++) {
            int line = 2 + 3 * i;
            Integer earlier = map.putIfAbsent(in.get(i), line);
            long there = put(builder, line, in.get(i), "answer " + line);

            assertThat(there < 0 ? null : builder.lineOf(there)).isEqualTo(earlier);
        }
        UserTable table = builder.build();

        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((key, line) -> assertThat(table.get(key)).isEqualTo("answer " + line));
        for (String key : asked) {
            assertThat(table.get(key)).isEqualTo(map.containsKey(key) ? "answer " + map.get(key) : null);
        }
    }

    @Provide
    Arbitrary<List<String>> keys() {
        // Few characters, so that keys are there twice, or begin as others do.
        Arbitrary<String> few =
                Arbitraries.strings().withChars("ab:").ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> any = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(300)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        return Arbitraries.frequencyOf(Tuple.of(3, few), Tuple.of(1, any))
                .list()
                .ofMaxSize(200);
    }

    @Provide
    Arbitrary<KeyHash> hashes() {
        return Arbitraries.of(SipHash.random(), ALL_THE_SAME, SAME_SLOT, SAME_TAG);
    }

    @Property(tries = 500)
    void key_isUtf8(@ForAll String text) {
        KeyBytes key = KeyBytes.ofAny(false);
        boolean isKey = key.set(text.toCharArray(), 0, text.length());

        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        boolean canBe = StandardCharsets.UTF_8.newEncoder().canEncode(text) && expected.length <= 1024;
        assertThat(isKey).isEqualTo(canBe);
        if (isKey) {
            assertThat(Arrays.copyOf(key.bytes(), key.length())).isEqualTo(expected);
        }
    }

    @Test
    void key_isOf1024BytesAtMost() {
        UserTableBuilder builder = new UserTableBuilder(false, SipHash.random());
        put(builder, 2, "a".repeat(1024), "east");
        put(builder, 3, "\u00e9".repeat(512), "west");
        put(builder, 4, "\ud83d\ude00".repeat(256), "north");
        assertThat(builder.setKey("a".repeat(1025).toCharArray(), 0, 1025)).isFalse();
        assertThat(builder.setKey(("a" + "\u00e9".repeat(512)).toCharArray(), 0, 513))
                .isFalse();
        UserTable table = builder.build();

        assertThat(table.get("a".repeat(1024))).isEqualTo("east");
        assertThat(table.get("\u00e9".repeat(512))).isEqualTo("west");
        assertThat(table.get("\ud83d\ude00".repeat(256))).isEqualTo("north");
        assertThat(table.get("a".repeat(1025))).isNull();
        assertThat(table.get("a".repeat(10_000_000))).isNull();
        assertThat(table.get("a" + "\u00e9".repeat(512))).isNull();
    }

    @Test
    void halfASurrogatePair_isNobody() {
        UserTableBuilder builder = new UserTableBuilder(false, SipHash.random());
        put(builder, 2, "@?:ac.cdl", "east");
        UserTable table = builder.build();

        assertThat(table.get("@\ud800:ac.cdl")).isNull();
        assertThat(table.get("@\udc00\ud800:ac.cdl")).isNull();
        assertThat(table.get("@?:ac.cdl")).isEqualTo("east");
    }

    @Test
    void case_isIgnoredInAnyScript_characterByCharacter() {
        UserTableBuilder builder = new UserTableBuilder(true, SipHash.random());
        put(builder, 2, "\u0391\u03a3.M\u00dcLLER@ac.cdl", "east");
        put(builder, 3, "\ud801\udc00", "west");
        UserTable table = builder.build();

        assertThat(table.get("\u03b1\u03c3.m\u00fcller@AC.cdl")).isEqualTo("east");
        assertThat(table.get("\ud801\udc28")).isEqualTo("west");
        assertThat(table.get("\u03b1\u03c3.mueller@ac.cdl")).isNull();
    }

    @Test
    void empty_hasNobody() {
        assertThat(UserTable.empty().get("")).isNull();
        assertThat(UserTable.empty().get("@ada:ac.cdl")).isNull();
        assertThat(UserTable.empty().size()).isZero();
    }

    @Test
    void lines_areTold_overManyChunks() {
        UserTableBuilder builder = new UserTableBuilder(false, SipHash.random());
        int users = 200_000;
        for (int i = 0; i < users; i++) {
            put(builder, 2 * i, "@user" + i + ":ac.cdl", "east");
        }

        for (int i = 0; i < users; i += 997) {
            long there = put(builder, 2 * users, "@user" + i + ":ac.cdl", "west");
            assertThat(builder.lineOf(there)).isEqualTo(2 * i);
        }
        assertThat(builder.build().get("@user199999:ac.cdl")).isEqualTo("east");
    }

    @Test
    void million_takesLittleMemory() {
        UserTableBuilder builder = new UserTableBuilder(false, SipHash.random());
        int users = 1_000_000;
        for (int i = 0; i < users; i++) {
            put(builder, i + 2, "@user" + (1_000_000 + i) + ":example.org", i % 3 == 0 ? "east" : "west");
        }
        UserTable table = builder.build();

        assertThat(table.size()).isEqualTo(users);
        assertThat(table.sizeInBytes()).isBetween(35L * users, 50L * users);
        assertThat(table.get("@user1500000:example.org")).isEqualTo("west");
    }

    private static long put(UserTableBuilder builder, int line, String key, String answer) {
        assertThat(builder.setKey(key.toCharArray(), 0, key.length())).isTrue();
        int index = builder.indexOf(answer);
        return builder.put(line, index < 0 ? builder.addAnswer(answer) : index);
    }
}
