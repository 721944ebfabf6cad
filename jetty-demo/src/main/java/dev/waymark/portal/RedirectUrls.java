// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URLs that a browser may be sent to with a login token: whoever got there gets the user's account. A URL is refused that two readers
 * might understand differently, even where this one would find it in the list. Immutable.
 *
 * <p>A URL is in the list where its scheme, authority and path are those of an entry, or the path begins like the entry's; with the host of
 * http and https compared without regard to case, and their own ports being the same as none. On the user's own machine ({@code
 * http://localhost}, {@code http://127.0.0.1}, {@code http://[::1]}) an entry without a port is meant for all of them, since applications take
 * whichever is free (RFC 8252, section 7.3). Query and fragment are the client's affair
 * (clients keep there what they were doing), but where an entry has a query, it must be that one. What names a login token there itself
 * is refused.
 */
final class RedirectUrls {

    /** The longest URL, in characters: it has to fit, signed, into the URL of a homeserver, and a login token behind it. */
    static final int MAX_LENGTH = 2000;

    private static final String TOKEN = "loginToken";

    /** RFC 3986, appendix B, where there is a scheme. */
    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#([^#]*))?");

    private static final String OTHER_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%";
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final Pattern WEB_AUTHORITY =
            Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?");
    private static final Pattern APP_AUTHORITY = Pattern.compile("[A-Za-z0-9._-]*(?::[0-9]{1,5})?");

    /** Steps that are empty, or lead up, parameters or not; and escapes that some take for what is escaped by them. */
    private static final Pattern UNCLEAR_PATH =
            Pattern.compile("//|/\\.\\.?(?:[/;]|$)|%(?:[01].|2[5EeFf]|5[Cc]|7[Ff])|[\\[\\]@]");

    /** Those that browsers run, or open without asking anybody, and those whose fragment says what to start. */
    private static final Set<String> UNSAFE_SCHEMES = Set.of(
            "about",
            "blob",
            "chrome",
            "content",
            "data",
            "file",
            "filesystem",
            "ftp",
            "intent",
            "jar",
            "javascript",
            "resource",
            "vbscript",
            "view-source",
            "ws",
            "wss");

    /**
     * A URL in its parts, as they are compared.
     *
     * @param authority null where there is none, which is not the same as an empty one
     */
    private record Parts(
            String scheme,
            @Nullable String authority,
            String path,
            @Nullable String query,
            @Nullable String fragment) {}

    private record Entry(Parts parts, boolean isPrefix) {

        boolean holds(Parts url) {
            return url.scheme().equals(parts.scheme())
                    && isSame(url.authority())
                    && (isPrefix
                            ? url.path().startsWith(parts.path())
                            : url.path().equals(parts.path()))
                    && (parts.query() == null || parts.query().equals(url.query()));
        }

        private boolean isSame(@Nullable String authority) {
            String own = parts.authority();
            if (authority == null || own == null) {
                return authority == null && own == null;
            }
            boolean anyPort = parts.scheme().equals("http") && LOOPBACK.contains(own);
            return own.equals(anyPort ? PORT.matcher(authority).replaceFirst("") : authority);
        }
    }

    /** What stands for the user's own machine, of which only http without a port is open to all ports. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    private final List<Entry> entries = new ArrayList<>();

    /**
     * A list of these.
     *
     * @throws IllegalArgumentException where no URL could be found by one of them
     */
    RedirectUrls(List<RedirectUrl> urls) {
        for (RedirectUrl url : urls) {
            Parts parts = parts(url.url().toString());
            boolean isSound = parts != null
                    && parts.fragment() == null
                    && (!url.isPrefix() || (!parts.path().isEmpty() && parts.query() == null));
            if (parts == null || !isSound) {
                throw new IllegalArgumentException("redirect URL " + (entries.size() + 1)
                        + " of single sign-on is none that a browser could safely be sent to");
            }
            entries.add(new Entry(parts, url.isPrefix()));
        }
    }

    /** Whether a browser may be sent there, with a login token. */
    boolean allow(String url) {
        Parts parts = parts(url);
        return parts != null && entries.stream().anyMatch(entry -> entry.holds(parts));
    }

    /** A URL that is allowed, with a login token in its query. */
    static String withToken(String url, String token) {
        int hash = url.indexOf('#');
        String front = hash < 0 ? url : url.substring(0, hash);
        String fragment = hash < 0 ? "" : url.substring(hash);
        int query = front.indexOf('?');
        String separator = query < 0 ? "?" : query == front.length() - 1 || front.endsWith("&") ? "" : "&";
        return front + separator + TOKEN + '=' + QueryParameters.encode(token) + fragment;
    }

    /** Null where it is unsafe, or not clear to everybody. */
    private static @Nullable Parts parts(String url) {
        if (url.length() > MAX_LENGTH
                || !url.chars().allMatch(RedirectUrls::isOfUrls)
                || BROKEN_ESCAPE.matcher(url).find()) {
            return null;
        }
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            return null;
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String path = matcher.group(3);
        Parts parts = scheme.equals("https") || scheme.equals("http")
                ? web(scheme, matcher.group(2), path.isEmpty() ? "/" : path, matcher)
                : app(scheme, matcher.group(2), path, matcher);
        return parts == null
                        || UNCLEAR_PATH.matcher(path).find()
                        || QueryParameters.parse(path) == null
                        || namesToken(parts.query())
                        || namesToken(parts.fragment())
                ? null
                : parts;
    }

    private static @Nullable Parts web(String scheme, @Nullable String authority, String path, Matcher url) {
        if (authority == null || !WEB_AUTHORITY.matcher(authority).matches()) {
            return null;
        }
        String own = scheme.equals("https") ? ":443" : ":80";
        String host = authority.toLowerCase(Locale.ROOT);
        String end = host.endsWith(own) ? host.substring(0, host.length() - own.length()) : host;
        return new Parts(scheme, end, path, url.group(4), url.group(5));
    }

    private static @Nullable Parts app(String scheme, @Nullable String authority, String path, Matcher url) {
        boolean isSound = authority == null
                ? path.startsWith("/")
                : APP_AUTHORITY.matcher(authority).matches() && (!authority.isEmpty() || !path.isEmpty());
        return isSound && !UNSAFE_SCHEMES.contains(scheme)
                ? new Parts(scheme, authority, path, url.group(4), url.group(5))
                : null;
    }

    private static boolean isOfUrls(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || OTHER_CHARACTERS.indexOf(c) >= 0;
    }

    /** Whether anything in it is a login token to anyone, whatever it takes for names and values. */
    private static boolean namesToken(@Nullable String part) {
        if (part == null) {
            return false;
        }
        QueryParameters decoded = QueryParameters.parse("all=" + part.replace("&", "%26"));
        String all = decoded == null ? null : decoded.one("all");
        return all == null || all.toLowerCase(Locale.ROOT).contains(TOKEN.toLowerCase(Locale.ROOT));
    }
}
