// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.login.Splice.Edit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpliceTest {

    /** Put in at 0, taken out from 2 to 4, another in its place from 5 to 6, put in at 8 and at the end. */
    private static final Splice ALL = new Splice(List.of(
            edit(0, 0, "<<"), edit(2, 4, ""), edit(5, 6, "xyz"), edit(8, 8, "+"), edit(8, 9, "I"), edit(10, 10, ">")));

    @Test
    void apply_makesAllEdits() {
        assertThat(applied(ALL, "abcdefghij")).isEqualTo("<<abexyzgh+Ij>");
    }

    @Test
    void apply_looksAtNothingBehindLength() {
        byte[] bytes = "abcdefghijklm".getBytes(StandardCharsets.UTF_8);

        assertThat(ALL.apply(bytes, 10)).isEqualTo("<<abexyzgh+Ij>".getBytes(StandardCharsets.UTF_8));
        assertThat(ALL.apply("abcdefghijklm".toCharArray(), 10)).isEqualTo("<<abexyzgh+Ij>".toCharArray());
    }

    @Test
    void apply_copies_whatIsNotAscii() {
        Splice splice = new Splice(List.of(edit(2, 2, "x")));

        assertThat(splice.apply("\u00e9\u20ac".getBytes(StandardCharsets.UTF_8), 5))
                .isEqualTo("\u00e9x\u20ac".getBytes(StandardCharsets.UTF_8));
        assertThat(splice.apply("\ud83d\ude00\u20ac".toCharArray(), 3)).isEqualTo("\ud83d\ude00x\u20ac".toCharArray());
    }

    @Test
    void apply_replacesAll() {
        assertThat(applied(new Splice(List.of(edit(0, 3, ""))), "abc")).isEmpty();
        assertThat(applied(new Splice(List.of(edit(0, 3, "xyzw"))), "abc")).isEqualTo("xyzw");
        assertThat(applied(new Splice(List.of(edit(0, 0, "x"))), "")).isEqualTo("x");
    }

    @Test
    void resultLength_countsWhatGoesAndWhatComes() {
        assertThat(ALL.resultLength(10)).isEqualTo(14);
        assertThat(ALL.resultLength(100)).isEqualTo(104);
        assertThat(new Splice(List.of(edit(1, 9, "x"))).resultLength(10)).isEqualTo(3);
    }

    @Test
    void newPlace_followsEveryCharacter() {
        assertThat(IntStream.range(0, 10).map(ALL::newPlace))
                // of  a  b  c   d   e  f   g  h  i   j
                .containsExactly(2, 3, -1, -1, 4, -1, 8, 9, -1, 12);
    }

    @Test
    void newPlace_ofEnd_isBehindAllThatIsPutIn() {
        assertThat(ALL.newPlace(10)).isEqualTo(14);
        assertThat(new Splice(List.of(edit(0, 0, "xy"))).newPlace(7)).isEqualTo(9);
    }

    @Test
    void splice_doesNotChange_withTheListItWasMadeOf() {
        List<Edit> edits = new ArrayList<>(List.of(edit(0, 0, "x")));
        Splice splice = new Splice(edits);
        edits.clear();

        assertThat(applied(splice, "a")).isEqualTo("xa");
    }

    private static String applied(Splice splice, String text) {
        String ofBytes = new String(
                splice.apply(text.getBytes(StandardCharsets.US_ASCII), text.length()), StandardCharsets.US_ASCII);
        assertThat(splice.apply(text.toCharArray(), text.length())).isEqualTo(ofBytes.toCharArray());
        return ofBytes;
    }

    private static Edit edit(int start, int end, String text) {
        return new Edit(start, end, text.getBytes(StandardCharsets.US_ASCII));
    }
}
