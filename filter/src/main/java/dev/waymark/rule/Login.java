// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of one login when its homeserver is chosen. Immutable, save for what {@link #header} looks at. */
public final class Login {

    private final Map<Fact, String> facts;
    private final Function<String, List<String>> headers;
    private final Predicate<String> up;

    private Login(Map<Fact, String> facts, Function<String, List<String>> headers, Predicate<String> up) {
        this.facts = facts;
        this.headers = headers;
        this.up = up;
    }

    /** A login of which nothing but the user ID is known. */
    public static Login of(String userId) {
        return builder().userId(userId).build();
    }

    /** A login of which nothing is known yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of a fact, or null where it is not known. */
    public @Nullable String get(Fact fact) {
        return facts.get(fact);
    }

    /** The values of a header of the login request, by its name in any case. */
    public List<String> header(String name) {
        return headers.apply(name);
    }

    /** Whether a target, by its name, answers; true where nobody looks after that. */
    public boolean isUp(String target) {
        return up.test(target);
    }

    /** The facts, without headers: two logins are the same where these are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Login login && login.facts.equals(facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    /** The names of what is known: the values are users' own affair. */
    @Override
    public String toString() {
        return "Login" + facts.keySet();
    }

    /** Gathers what is known. Not safe for use by many threads. */
    public static final class Builder {

        private final Map<Fact, String> facts = new EnumMap<>(Fact.class);
        private Function<String, List<String>> headers = name -> List.of();
        private Predicate<String> up = target -> true;

        private Builder() {}

        /**
         * The user ID, and with it {@link Fact#LOCALPART} and {@link Fact#SERVER_NAME}. A text that has not the form
         * {@code @localpart:server_name} (Matrix specification, appendices, "User Identifiers") still is a user ID that a
         * rule can name, but has no parts.
         */
        public Builder userId(String userId) {
            facts.put(Fact.USER_ID, userId);
            int colon = userId.indexOf(':');
            if (colon >= 0 && userId.charAt(0) == '@') {
                facts.put(Fact.LOCALPART, userId.substring(1, colon));
                facts.put(Fact.SERVER_NAME, userId.substring(colon + 1));
            } else {
                facts.remove(Fact.LOCALPART);
                facts.remove(Fact.SERVER_NAME);
            }
            return this;
        }

        /** A fact; null where it is not known. The user ID is set by {@link #userId}, from which its parts follow. */
        public Builder with(Fact fact, @Nullable String value) {
            if (value == null) {
                facts.remove(fact);
            } else if (fact == Fact.USER_ID) {
                return userId(value);
            } else {
                facts.put(fact, value);
            }
            return this;
        }

        /** Where headers are looked up: by name, in any case; a list without values where there are none. */
        public Builder headers(Function<String, List<String>> lookup) {
            headers = lookup;
            return this;
        }

        /** Who knows which targets answer, by their names; unless this is called, all are taken to. */
        public Builder up(Predicate<String> lookup) {
            up = lookup;
            return this;
        }

        /** The login. */
        public Login build() {
            return new Login(new EnumMap<>(facts), headers, up);
        }
    }
}
