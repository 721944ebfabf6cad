// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import dev.waymark.config.PortalConfig.RedirectUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of {@code sso.redirect_urls}: an absolute URL in ASCII, its scheme in lower case, with a path or a host, without user
 * info and fragment. A {@code *} may stand at its very end, behind the path's first slash. Login tokens are sent there, so what might be
 * read in two ways is refused: steps that are empty or lead up, and escapes of what has a meaning in a URL.
 */
final class RedirectUrlReader {

    /** It has to fit into the URL of a homeserver, signed, with a login token behind it. */
    private static final int MAX_LENGTH = 2000;

    private static final int LARGEST_PORT = 65_535;

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");

    /** What browsers run, or open without asking anybody, or take another URL from. */
    private static final Set<String> FORBIDDEN = Set.of(
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

    /** Scheme and authority. */
    private static final Pattern ORIGIN = Pattern.compile("[^:]*:(?://[^/?#]*)?");

    private static final Pattern APP_AUTHORITY = Pattern.compile("[A-Za-z0-9._-]+(?::[0-9]{1,5})?");
    private static final Pattern LEADS_UP = Pattern.compile("/\\.{1,2}(?:[/;]|$)");

    /** A control character, a dot, a slash, a backslash or a per cent sign: who decodes it sees another path. */
    private static final Pattern HIDDEN = Pattern.compile("%(?:[01].|2[5EeFf]|5[Cc]|7[Ff])");

    private static final String TOKEN = "logintoken";

    private RedirectUrlReader() {}

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException where it is none; the message says what is wrong and what was expected, and does not repeat
     *     the URL
     */
    static RedirectUrl read(String text) {
        require(text.length() <= MAX_LENGTH, "it is longer than " + MAX_LENGTH + " characters");
        require(
                text.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "it holds spaces or characters other than ASCII (write a host name in its xn-- form)");
        require(text.indexOf('\\') < 0, "it holds a backslash");
        String scheme = scheme(text);
        boolean isPrefix = isPrefix(text);
        URI url = uri(isPrefix ? text.substring(0, text.length() - 1) : text);
        require(url.getRawFragment() == null, "it has a fragment");
        checkPath(url);
        checkEscapes(url);
        boolean isOfWeb = scheme.equals("http") || scheme.equals("https");
        return new RedirectUrl(isOfWeb ? ofWeb(url) : ofApp(url), isPrefix);
    }

    private static String scheme(String text) {
        Matcher matcher = SCHEME.matcher(text);
        require(matcher.matches(), "it does not begin with a scheme");
        String scheme = matcher.group(1);
        require(scheme.equals(scheme.toLowerCase(Locale.ROOT)), "its scheme is not in lower case");
        require(!FORBIDDEN.contains(scheme), "a browser must never be sent to one that begins with " + scheme + ":");
        return scheme;
    }

    private static boolean isPrefix(String text) {
        int star = text.indexOf('*');
        if (star < 0) {
            return false;
        }
        Matcher origin = ORIGIN.matcher(text);
        int path = origin.lookingAt() ? origin.end() : 0;
        require(
                star > path,
                "its * stands before the path, where it would take in other hosts, as https://host* would"
                        + " https://host.evil.org");
        require(star == text.length() - 1, "it has a * elsewhere than at its end");
        require(text.indexOf('?') < 0, "it has a * behind a query");
        require(text.indexOf('#') < 0, "it has a fragment");
        require(text.charAt(path) == '/', "it has a *, and no path with a slash");
        return true;
    }

    private static void checkPath(URI url) {
        String path = url.getRawPath();
        require(
                path != null && (url.getRawAuthority() != null || path.startsWith("/")),
                "it has neither a host nor a path that begins with a slash");
        require(!path.contains("//"), "its path has an empty step (//)");
        require(!LEADS_UP.matcher(path).find(), "its path has a step . or ..");
        require(path.indexOf('@') < 0, "its path holds an @");
        require(
                !HIDDEN.matcher(path).find(),
                "its path has an escaped dot, slash, backslash, per cent sign or control character");
    }

    /** {@link URI} puts in a sign of its own for bytes that are no UTF-8. */
    private static void checkEscapes(URI url) {
        String query = url.getQuery() == null ? "" : url.getQuery();
        require((url.getPath() + query).indexOf('\ufffd') < 0, "its escapes are not of UTF-8");
        require(
                !query.replace('+', ' ').toLowerCase(Locale.ROOT).contains(TOKEN),
                "its query names a loginToken, which the portal puts there");
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    message("it is not a URL at character " + (e.getIndex() + 1) + ": " + e.getReason()));
        } catch (NumberFormatException e) {
            // As in BaseUrl.
            throw new IllegalArgumentException(message("it has a malformed IPv6 address"));
        }
    }

    private static URI ofApp(URI url) {
        String authority = url.getRawAuthority();
        require(authority == null || authority.indexOf('@') < 0, "it holds user info before an @");
        require(
                authority == null || APP_AUTHORITY.matcher(authority).matches(),
                "what stands behind its // is no name of letters, digits and ._-");
        return url;
    }

    /** The same with its host in lower case, as browsers send it. */
    private static URI ofWeb(URI url) {
        String authority = url.getRawAuthority();
        require(authority == null || authority.indexOf('@') < 0, "it holds user info before an @");
        // The zone of an IPv6 address means something on one machine only.
        require(url.getHost() != null && url.getHost().indexOf('%') < 0, "it has no valid host name");
        require(url.getPort() != 0 && url.getPort() <= LARGEST_PORT, "its port is not between 1 and 65535");
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(
                url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + url.getRawPath() + query);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(message(otherwise));
        }
    }

    private static String message(String what) {
        return "not a URL to send users back to: " + what
                + "; expected one like https://app.element.io/* or element://vector/webapp";
    }
}
