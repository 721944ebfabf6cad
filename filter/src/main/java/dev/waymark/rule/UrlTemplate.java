// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A base URL with placeholders, {@code https://matrix.{dept}.ac.cdl}. A placeholder is a fact of the login or a named
 * group of the rule's patterns.
 *
 * <p>What is filled in comes from users, so it can never leave its place: in the host, only letters, digits and
 * {@code -} are accepted, at most 63 of them, no label begins with {@code xn--} by it, and the last label of the host
 * is always the template's own; in the path, all but the unreserved characters of RFC 3986 are percent-encoded, and
 * no step may be {@code .} or {@code ..} to whoever decodes it. A placeholder in the scheme or the port is refused
 * when the template is read. Immutable.
 */
public final class UrlTemplate {

    /** Stands for a placeholder where the text around it is looked at; no valid host has it. */
    private static final String PLACEHOLDER = "{";

    /** How IDNA marks a label that stands for one with other letters (RFC 5890, section 2.3.2.1). */
    private static final String PUNYCODE = "xn--";

    private final String text;
    private final List<Part> parts;
    private final String[] hostLabels;

    private UrlTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        this.hostLabels = labels(withPlaceholdersAs(PLACEHOLDER));
    }

    /** Literal text (then {@code literal} is true), or a placeholder's name. */
    private record Part(String text, boolean literal, boolean inHost) {}

    /**
     * Reads a template.
     *
     * @param names the placeholders that will have a value besides the facts: the rule's named groups
     * @throws IllegalArgumentException where it is not a template of a base URL; the message says why
     */
    public static UrlTemplate parse(String text, Set<String> names) {
        int afterScheme = text.indexOf("://") + 3;
        if (afterScheme < 3 || text.lastIndexOf('{', afterScheme - 1) >= 0) {
            throw new IllegalArgumentException("not a URL template: it does not begin with https:// or http://");
        }
        int hostEnd = endOfHost(text, afterScheme);
        int pathStart = text.indexOf('/', afterScheme);
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(
                        "not a URL template: the { at character " + (open + 1) + " has no }");
            }
            boolean inHost = open < hostEnd;
            if (!inHost && (pathStart < 0 || open < pathStart)) {
                throw new IllegalArgumentException(
                        "not a URL template: a placeholder stands in the port; expected it in"
                                + " the host or the path");
            }
            parts.add(new Part(text.substring(at, open), true, inHost));
            parts.add(new Part(known(text.substring(open + 1, close), names), false, inHost));
            at = close + 1;
        }
        parts.add(new Part(text.substring(at), true, false));
        UrlTemplate template = new UrlTemplate(text, parts);
        template.requireSound();
        return template;
    }

    private static int endOfHost(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '/' || text.charAt(i) == ':') {
                return i;
            }
        }
        return text.length();
    }

    private static String known(String name, Set<String> names) {
        if (factOf(name) == null && !names.contains(name)) {
            throw new IllegalArgumentException("not a URL template: {" + name + "} has no value; expected {user_id},"
                    + " {localpart}, {server_name} or a named group that every pattern of a condition of this rule"
                    + " defines");
        }
        return name;
    }

    private void requireSound() {
        // A full stop at the end of a host is that of the DNS root: an empty label is none, nor is it split off.
        String lastLabel = hostLabels[hostLabels.length - 1];
        if (lastLabel.contains(PLACEHOLDER) || lastLabel.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "not a URL template: the last label of its host is a placeholder; expected"
                            + " a literal one, so that users cannot choose the domain");
        }
        if (hasOpenPunycode(hostLabels)) {
            throw new IllegalArgumentException("not a URL template: a label of its host begins with " + PUNYCODE
                    + " and has a placeholder; expected the one or the other");
        }
        BaseUrl.parse(withPlaceholdersAs("x"));
    }

    private String withPlaceholdersAs(String value) {
        StringBuilder sample = new StringBuilder();
        for (Part part : parts) {
            sample.append(part.literal() ? part.text() : value);
        }
        return sample.toString();
    }

    /** The labels of a URL's host, without the empty one of a full stop at its end. */
    private static String[] labels(String url) {
        int from = url.indexOf("://") + 3;
        String[] labels = url.substring(from, endOfHost(url, from)).split("\\.");
        return labels.length == 0 ? new String[] {""} : labels;
    }

    /** Whether a label that has a placeholder in the template begins as one that stands for other letters. */
    private boolean hasOpenPunycode(String[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (hostLabels[i].contains(PLACEHOLDER)
                    && labels[i].toLowerCase(Locale.ROOT).startsWith(PUNYCODE)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills the template in.
     *
     * @param groups the named groups of the rule's patterns
     * @throws IllegalArgumentException where a value is missing or does not fit its place; the message names the
     *     placeholder, or the template where all together is no base URL, and never repeats a value
     */
    BaseUrl fill(Login login, Map<String, String> groups) {
        StringBuilder url = new StringBuilder(text.length() + 32);
        for (Part part : parts) {
            if (part.literal()) {
                url.append(part.text());
            } else {
                append(url, part, value(part.text(), login, groups));
            }
            if (url.length() > BaseUrl.MAX_LENGTH) {
                // No base URL any more, and users choose how long it would become.
                break;
            }
        }
        if (hasOpenPunycode(labels(url.toString()))) {
            throw new IllegalArgumentException("a label of the host would begin with " + PUNYCODE
                    + ", which stands for other letters than are seen; expected a value without");
        }
        try {
            return BaseUrl.parse(url.toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("filled in for this login, " + text + " is " + e.getMessage(), e);
        }
    }

    private static @Nullable String value(String name, Login login, Map<String, String> groups) {
        Fact fact = factOf(name);
        return fact == null ? groups.get(name) : login.get(fact);
    }

    /** The fact that a placeholder stands for, or null where it is none of these. */
    private static @Nullable Fact factOf(String name) {
        Fact fact = Fact.ofKey(name);
        return fact == Fact.USER_ID || fact == Fact.LOCALPART || fact == Fact.SERVER_NAME ? fact : null;
    }

    /** The facts that are filled in. */
    Set<Fact> facts() {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        for (Part part : parts) {
            Fact fact = part.literal() ? null : factOf(part.text());
            if (fact != null) {
                facts.add(fact);
            }
        }
        return facts;
    }

    private static void append(StringBuilder url, Part part, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("{" + part.text() + "} has no value for this login");
        }
        if (!part.inHost()) {
            appendEncoded(url, value);
        } else if (value.length() <= BaseUrl.MAX_LABEL && value.chars().allMatch(UrlTemplate::isHostCharacter)) {
            url.append(value);
        } else {
            throw new IllegalArgumentException("{" + part.text() + "} of this login does not fit into a host name;"
                    + " expected at most " + BaseUrl.MAX_LABEL + " letters, digits and -");
        }
    }

    private static boolean isHostCharacter(int c) {
        return isLetterOrDigit(c) || c == '-';
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static void appendEncoded(StringBuilder url, String value) {
        // One character more than fits, so that it is seen not to.
        String fitting = value.substring(0, Math.min(value.length(), BaseUrl.MAX_LENGTH + 1));
        for (byte b : fitting.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
                url.append((char) c);
            } else {
                url.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
            }
        }
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UrlTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
