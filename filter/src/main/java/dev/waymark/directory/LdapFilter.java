// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search filter with placeholders in its values. What is filled in comes from users: it is escaped (RFC 4515, section 3),
 * so that it is compared as it stands and is never a part of the filter. Immutable.
 */
final class LdapFilter {

    private static final EscapedBytes ESCAPED = new EscapedBytes('\\', "-._@+");

    private final FactTemplate template;

    private LdapFilter(FactTemplate template) {
        this.template = template;
    }

    /**
     * Reads a filter.
     *
     * @throws IllegalArgumentException where it is none; the message says why, and does not repeat it
     */
    static LdapFilter parse(String text) {
        if (FactTemplate.parse(text).facts().isEmpty()) {
            throw new IllegalArgumentException("it has no placeholder; expected one, such as {user_id}, in a value");
        }
        return new LdapFilter(FactTemplate.parse(FilterSyntax.normal(text)));
    }

    Set<Fact> facts() {
        return template.facts();
    }

    /**
     * The filter for a login, or null where a value is not known, or no entry could have it: no text, or text with control
     * characters. However well they are escaped, servers leave them out when they compare (RFC 4518, section 2.2), and
     * OpenLDAP takes a NUL for the end.
     */
    @Nullable
    String fill(Login login) {
        return template.fill(
                login,
                value -> value.isEmpty() || value.chars().anyMatch(Character::isISOControl) ? null : ESCAPED.of(value));
    }
}
