// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text with placeholders, each the key of a fact in braces: {@code mail={address}}. Immutable. */
final class FactTemplate {

    private static final String KNOWN =
            Arrays.stream(Fact.values()).map(fact -> "{" + fact.key() + "}").collect(Collectors.joining(", "));

    private final List<Part> parts;

    private FactTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Literal text, and the fact that follows it; none follows the last. */
    private record Part(String literal, @Nullable Fact fact) {}

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException where a brace is not one of a placeholder's, or a placeholder is no fact; the
     *     message says where and what was expected, and does not repeat the text, which may hold a secret
     */
    static FactTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            int close = text.indexOf('}', at);
            if (open < 0 && close < 0) {
                parts.add(new Part(text.substring(at), null));
                return new FactTemplate(parts);
            }
            if (close < 0) {
                throw new IllegalArgumentException("the { at character " + (open + 1) + " has no }");
            }
            if (open < 0 || close < open) {
                throw new IllegalArgumentException("the } at character " + (close + 1) + " has no {");
            }
            parts.add(new Part(text.substring(at, open), fact(text.substring(open + 1, close), open)));
            at = close + 1;
        }
    }

    private static Fact fact(String key, int at) {
        Fact fact = Fact.ofKey(key);
        if (fact == null) {
            throw new IllegalArgumentException(
                    "the placeholder at character " + (at + 1) + " is unknown; expected one of " + KNOWN);
        }
        return fact;
    }

    /** The facts that are filled in. */
    Set<Fact> facts() {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        for (Part part : parts) {
            if (part.fact() != null) {
                facts.add(part.fact());
            }
        }
        return facts;
    }

    /**
     * Fills the template in.
     *
     * @param escape makes of a value what may stand in its place; null where none may
     * @return null where a value is not known or cannot be escaped
     */
    @Nullable
    String fill(Login login, Function<String, @Nullable String> escape) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(part.literal());
            if (part.fact() != null) {
                String value = login.get(part.fact());
                String escaped = value == null ? null : escape.apply(value);
                if (escaped == null) {
                    return null;
                }
                filled.append(escaped);
            }
        }
        return filled.toString();
    }

    /** The template with a text in the place of each placeholder. */
    String sample(String value) {
        StringBuilder sample = new StringBuilder();
        for (Part part : parts) {
            sample.append(part.literal()).append(part.fact() == null ? "" : value);
        }
        return sample.toString();
    }
}
