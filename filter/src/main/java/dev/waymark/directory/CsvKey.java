// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The column of a CSV file that users are looked up by.
 *
 * @param column its name, which is a fact's or {@code email}
 * @param fact what of a login is looked up
 * @param isEmail whether only logins by an email address are
 * @param ignoreCase whether upper and lower case are the same
 */
record CsvKey(String column, Fact fact, boolean isEmail, boolean ignoreCase) {

    private static final String EMAIL = "email";

    /** The names that a key column may have, for messages. */
    static final String NAMES =
            Arrays.stream(Fact.values()).map(Fact::key).collect(Collectors.joining(", ")) + " or " + EMAIL;

    /** The key that a column of that name is, or null where it is none. */
    static @Nullable CsvKey of(String column, boolean ignoreCase) {
        if (column.equals(EMAIL)) {
            return new CsvKey(column, Fact.ADDRESS, true, true);
        }
        Fact fact = Fact.ofKey(column);
        return fact == null ? null : new CsvKey(column, fact, false, ignoreCase);
    }

    /** The facts of a login that {@link #value} looks at. */
    Set<Fact> facts() {
        return isEmail ? EnumSet.of(Fact.MEDIUM, fact) : EnumSet.of(fact);
    }

    /** What is looked up for a login; null where nothing is. */
    @Nullable
    String value(Login login) {
        return isEmail && !EMAIL.equals(login.get(Fact.MEDIUM)) ? null : login.get(fact);
    }

    /** What is wrong with a field as a key; null where nothing is. It does not say what stands there. */
    @Nullable
    String whyNot(char[] text, int from, int to) {
        if (from == to) {
            return "the " + column + " is empty; expected one in every row";
        }
        int at = -1;
        int colon = -1;
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c < ' ' || c == 0x7f) {
                return "the " + column + " holds a control character";
            }
            if (c == '@') {
                at = i;
            } else if (c == ':' && colon < 0) {
                colon = i;
            }
        }
        if (text[from] == ' ' || text[to - 1] == ' ') {
            return "the " + column + " begins or ends with a space";
        }
        if (fact == Fact.USER_ID && (text[from] != '@' || colon < 0 || colon == to - 1)) {
            return "expected a user ID, @localpart:server_name";
        }
        if (isEmail && (at <= from || at == to - 1)) {
            return "expected an email address, with an @ inside";
        }
        return null;
    }
}
