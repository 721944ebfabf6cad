// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query in SQL with named parameters, {@code :user_id} for instance, as JDBC takes it.
 *
 * @param sql the query as it was written, with a {@code ?} for each parameter and not another byte changed
 * @param parameters what is bound, in order; the same fact as often as it was written
 */
record NamedQuery(String sql, List<Fact> parameters) {

    NamedQuery {
        parameters = List.copyOf(parameters);
    }

    /** The facts that the answer depends on. */
    Set<Fact> facts() {
        return EnumSet.copyOf(parameters);
    }

    /**
     * Finds the parameters. None are looked for in what {@link SqlScanner} passes over: quotes, comments, casts.
     *
     * @throws IllegalArgumentException where a name is no fact's, or there is no parameter, or a quote or comment is
     *     not closed, or a parameter without a name; the message says what was expected
     */
    static NamedQuery parse(String query) {
        StringBuilder sql = new StringBuilder(query.length());
        List<Fact> parameters = new ArrayList<>();
        SqlScanner scanner = new SqlScanner(query);
        int copied = 0;
        for (String name = scanner.next(); !name.isEmpty(); name = scanner.next()) {
            @Nullable Fact fact = Fact.ofKey(name);
            if (fact == null) {
                throw new IllegalArgumentException("no parameter :" + name + "; expected " + known());
            }
            sql.append(query, copied, scanner.start()).append('?');
            copied = scanner.end();
            parameters.add(fact);
        }
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "no parameter, so that the answer would be the same for everyone; expected at least one of "
                            + known());
        }
        return new NamedQuery(sql.append(query, copied, query.length()).toString(), parameters);
    }

    private static String known() {
        return Arrays.stream(Fact.values()).map(fact -> ":" + fact.key()).collect(Collectors.joining(", "));
    }
}
