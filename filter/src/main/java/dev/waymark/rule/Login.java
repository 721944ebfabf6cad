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

    /** Stands for what follows from the user ID, which few rules look at: it is cut out when one does. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String PART = new String("part of the user ID");

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
        String value = facts.get(fact);
        return isPart(value) ? part(fact, facts.get(Fact.USER_ID)) : value;
    }

    // No text that a user sends is that object.
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    private static boolean isPart(@Nullable String value) {
        return value == PART;
    }

    private static @Nullable String part(Fact fact, @Nullable String userId) {
        int colon = userId == null ? -1 : userId.indexOf(':');
        if (userId == null || colon < 0 || userId.charAt(0) != '@') {
            return null;
        }
        return fact == Fact.LOCALPART ? userId.substring(1, colon) : userId.substring(colon + 1);
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
        return other instanceof Login login && login.known().equals(known());
    }

    @Override
    public int hashCode() {
        return known().hashCode();
    }

    /** The names of what is known: the values are users' own affair. */
    @Override
    public String toString() {
        return "Login" + known().keySet();
    }

    private Map<Fact, String> known() {
        Map<Fact, String> known = new EnumMap<>(Fact.class);
        for (Fact fact : facts.keySet()) {
            String value = get(fact);
            if (value != null) {
                known.put(fact, value);
            }
        }
        return known;
    }

    /** Gathers what is known. Not safe for use by many threads. */
    public static final class Builder {

        private EnumMap<Fact, String> facts = new EnumMap<>(Fact.class);
        /** The map is that of a login now. */
        private boolean handedOver;

        private Function<String, List<String>> headers = name -> List.of();
        private Predicate<String> up = target -> true;

        private Builder() {}

        /**
         * The user ID, and with it {@link Fact#LOCALPART} and {@link Fact#SERVER_NAME}. A text that has not the form
         * {@code @localpart:server_name} (Matrix specification, appendices, "User Identifiers") still is a user ID that a
         * rule can name, but has no parts.
         */
        public Builder userId(String userId) {
            set(Fact.USER_ID, userId);
            set(Fact.LOCALPART, PART);
            set(Fact.SERVER_NAME, PART);
            return this;
        }

        /** A fact; null where it is not known. The user ID is set by {@link #userId}, from which its parts follow. */
        public Builder with(Fact fact, @Nullable String value) {
            if (value != null && fact == Fact.USER_ID) {
                return userId(value);
            }
            set(fact, value);
            return this;
        }

        private void set(Fact fact, @Nullable String value) {
            if (handedOver) {
                facts = facts.clone();
                handedOver = false;
            }
            if (value == null) {
                facts.remove(fact);
            } else {
                facts.put(fact, value);
            }
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
            handedOver = true;
            return new Login(facts, headers, up);
        }
    }
}
