// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL that is asked of a user: with placeholders in its path and query only. What is filled in comes from users: all but
 * the unreserved characters of RFC 3986 are percent-encoded, and no step of the path becomes {@code .}, {@code ..} or empty.
 * Immutable.
 */
final class HttpQuestion {

    /** The longest URL that is asked, in characters: what servers take, at least (RFC 9110, section 4.1). */
    static final int MAX_LENGTH = 8000;

    private static final EscapedBytes ENCODED = new EscapedBytes('%', "-._~");
    private static final Pattern SCHEME = Pattern.compile("(https?)://(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?");

    /** Scheme, host and port. */
    private final String origin;

    private final FactTemplate pathAndQuery;

    private HttpQuestion(String origin, FactTemplate pathAndQuery) {
        this.origin = origin;
        this.pathAndQuery = pathAndQuery;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException where it is none; the message says why, and does not repeat it
     */
    static HttpQuestion parse(String url) {
        Matcher parts = SCHEME.matcher(url);
        if (!parts.matches()) {
            throw wrong("it does not begin with https:// or http://");
        }
        String rest = parts.group(2);
        int end = endOfAuthority(rest);
        checkAuthority(rest.substring(0, end));
        if (url.indexOf('#') >= 0) {
            throw wrong("it has a fragment");
        }
        FactTemplate pathAndQuery = FactTemplate.parse(rest.substring(end));
        String origin = parts.group(1).toLowerCase(Locale.ROOT) + "://" + rest.substring(0, end);
        String sample = origin + pathAndQuery.sample("x");
        if (!sample.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong("it holds spaces or characters other than ASCII, which are written percent-encoded");
        }
        try {
            new URI(sample);
        } catch (URISyntaxException e) {
            throw wrong("it holds characters that are written percent-encoded");
        } catch (NumberFormatException e) {
            // As in BaseUrl.
            throw wrong("it has a malformed IPv6 address");
        }
        if (hasDotStep(sample.substring(origin.length()))) {
            throw wrong("its path has a step . or ..");
        }
        return new HttpQuestion(origin, pathAndQuery);
    }

    private static int endOfAuthority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static void checkAuthority(String authority) {
        if (authority.indexOf('@') >= 0) {
            throw wrong("it holds user info before an @, which is sent by headers");
        }
        if (authority.indexOf('{') >= 0) {
            throw wrong("a placeholder stands in its host or port; expected it in the path or the query");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw wrong("it has no valid host name or port");
        }
        String port = parts.group("port");
        if (port != null && (Integer.parseInt(port) == 0 || Integer.parseInt(port) > 65_535)) {
            throw wrong("its port is not between 1 and 65535");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                what + "; expected https://host[:port]/path, with placeholders such as {user_id}");
    }

    private static boolean hasDotStep(String pathAndQuery) {
        return Arrays.stream(path(pathAndQuery).split("/"))
                .map(step -> step.toLowerCase(Locale.ROOT).replace("%2e", "."))
                .anyMatch(step -> step.equals(".") || step.equals(".."));
    }

    private static String path(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }

    boolean isTls() {
        return origin.startsWith("https:");
    }

    Set<Fact> facts() {
        return pathAndQuery.facts();
    }

    /** The URL for a login, or null where a value is not known or cannot be asked: no server knows such a user. */
    @Nullable
    URI fill(Login login) {
        String filled = pathAndQuery.fill(login, value -> value.isEmpty() ? null : ENCODED.of(value));
        if (filled == null || origin.length() + filled.length() > MAX_LENGTH || hasDotStep(filled)) {
            return null;
        }
        return URI.create(origin + filled);
    }
}
