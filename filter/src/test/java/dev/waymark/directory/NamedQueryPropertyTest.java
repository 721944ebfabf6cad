// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamedQueryPropertyTest {

    /** A parameter, or else text without any. */
    record Piece(String text, boolean isParameter) {

        String inSql() {
            return isParameter ? "?" : text;
        }
    }

    @Property
    void everythingButParameters_isKeptByteForByte(@ForAll("queries") List<Piece> pieces) {
        String written = pieces.stream().map(Piece::text).collect(Collectors.joining());
        NamedQuery query = NamedQuery.parse(written);
        assertThat(query.sql()).isEqualTo(pieces.stream().map(Piece::inSql).collect(Collectors.joining()));
        assertThat(query.parameters().stream().map(fact -> ":" + fact.key()))
                .isEqualTo(pieces.stream()
                        .filter(Piece::isParameter)
                        .map(Piece::text)
                        .toList());
    }

    /** Whatever it is, it is read or refused, and what is read is the text with as many question marks. */
    @Property
    void anyText_isReadOrRefused(@ForAll("texts") String text) {
        NamedQuery query;
        try {
            query = NamedQuery.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("\n");
            return;
        }
        int names = query.parameters().stream()
                .mapToInt(fact -> fact.key().length())
                .sum();
        assertThat(query.sql()).hasSize(text.length() - names);
    }

    @Provide
    Arbitrary<List<Piece>> queries() {
        // The space keeps apart what would be another text together.
        return Arbitraries.oneOf(parameters(), texts("'", "''"), texts("\"", "\"\""), comments(), dollars(), plain())
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(pieces -> {
                    List<Piece> apart = new ArrayList<>();
                    for (Piece piece : pieces) {
                        apart.add(piece);
                        apart.add(new Piece(" ", false));
                    }
                    apart.add(new Piece(":user_id", true));
                    return apart;
                });
    }

    private static Arbitrary<Piece> parameters() {
        return Arbitraries.of(Fact.values()).map(fact -> new Piece(":" + fact.key(), true));
    }

    private static Arbitrary<Piece> texts(String quote, String doubled) {
        return hostile().map(text -> new Piece(quote + text.replace(quote, doubled) + quote, false));
    }

    private static Arbitrary<Piece> comments() {
        return hostile()
                .map(text -> text.replace("*", "").replace("/", ""))
                .flatMap(text -> Arbitraries.of(
                        new Piece("/*" + text + "*/", false),
                        new Piece("/*" + text + "/*" + text + "*/" + text + "*/", false),
                        new Piece("--" + text.replace("\n", "").replace("\r", "") + "\n", false)));
    }

    private static Arbitrary<Piece> dollars() {
        return hostile()
                .map(text -> text.replace("$", ""))
                .flatMap(text -> Arbitraries.of(
                        new Piece("$$" + text + "$$", false), new Piece("$t$" + text + "$$" + text + "$t$", false)));
    }

    private static Arbitrary<Piece> plain() {
        return Arbitraries.of(
                        "select", "a::text", "e", "E", "=", "a - b", "a / b", "??", ":", ": ", "::", "[1:2]", "x$y",
                        "é", "𝄞")
                .map(text -> new Piece(text, false));
    }

    private static Arbitrary<String> hostile() {
        return Arbitraries.strings().withChars("':\"`$-/*?:\\ \n\raeEx_1é").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "'",
                        "\"",
                        "`",
                        "$",
                        "$$",
                        "-",
                        "--",
                        "/",
                        "*",
                        "/*",
                        "*/",
                        "?",
                        ":",
                        "::",
                        "\\",
                        "e",
                        "E",
                        " ",
                        "\n",
                        "x",
                        "1",
                        ":user_id",
                        ":localpart",
                        "é")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
