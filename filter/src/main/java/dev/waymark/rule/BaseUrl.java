// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The base URL of a homeserver or identity server: absolute http or https, without user info, query or fragment, and
 * without a trailing slash, since clients append {@code /_matrix/client/...} to it. Plain ASCII, with nothing in it
 * that JSON would have to escape. Immutable.
 */
public final class BaseUrl {

    /** The longest URL accepted, in characters: far above any real one, far below what clients choke on. */
    public static final int MAX_LENGTH = 2048;

    static final int MAX_LABEL = 63;
    private static final int MAX_HOST = 253;

    private final String text;

    private BaseUrl(String text) {
        this.text = text;
    }

    /**
     * Reads a base URL.
     *
     * @throws IllegalArgumentException where it is none; the message says what is wrong and what was expected, and
     *     does not repeat the URL
     */
    public static BaseUrl parse(String url) {
        URI uri = toUri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("http") || scheme.equals("https"), "it does not begin with https:// or http://");
        require(uri.getRawUserInfo() == null, "it holds user info before an @");
        require(isDnsName(uri.getHost()), "it has no valid host name");
        require(uri.getRawQuery() == null, "it has a query");
        require(uri.getRawFragment() == null, "it has a fragment");
        require(uri.getPort() != 0 && uri.getPort() <= 65_535, "its port is not between 1 and 65535");
        return new BaseUrl(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port(uri) + path(uri));
    }

    private static URI toUri(String url) {
        require(!url.isEmpty(), "it is empty");
        require(url.length() <= MAX_LENGTH, "it is longer than " + MAX_LENGTH + " characters");
        require(
                url.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "it holds spaces or characters other than ASCII (write a host name in its xn-- form)");
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    message("it is not a URL at character " + (e.getIndex() + 1) + ": " + e.getReason()));
        } catch (NumberFormatException e) {
            // Not as documented: JDK 17 reads the numbers of an address without looking how long they are.
            throw new IllegalArgumentException(message("it has a malformed IPv6 address"));
        }
    }

    /** A name that DNS can carry (RFC 1035, section 2.3.4), or an IP address, as {@link URI} has found it. */
    private static boolean isDnsName(@Nullable String host) {
        return host != null
                && host.length() <= MAX_HOST
                // The zone of an IPv6 address means something on one machine only.
                && host.indexOf('%') < 0
                && Arrays.stream(host.split("\\.")).allMatch(label -> label.length() <= MAX_LABEL);
    }

    private static String port(URI uri) {
        return uri.getPort() < 0 ? "" : ":" + uri.getPort();
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        if (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.isEmpty()) {
            return path;
        }
        for (String step : path.substring(1).split("/", -1)) {
            require(!step.isEmpty(), "its path has an empty step (//)");
            require(!leadsUp(step), "its path has a step . or ..");
        }
        return path;
    }

    /**
     * Whether a step is {@code .} or {@code ..} to anyone: proxies and servers there are that decode a step before
     * they look at it, or twice, that take {@code %2F} or a backslash for a slash, and that drop parameters behind a
     * semicolon.
     */
    private static boolean leadsUp(String step) {
        for (String part : decoded(step).replace('\\', '/').split("/", -1)) {
            int parameters = part.indexOf(';');
            String name = parameters < 0 ? part : part.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** All escapes decoded, and those that come of it, in one go. */
    private static String decoded(String step) {
        StringBuilder decoded = new StringBuilder(step.length());
        for (int i = 0; i < step.length(); i++) {
            decoded.append(step.charAt(i));
            int escape = decoded.length() - 3;
            while (escape >= 0 && isEscape(decoded, escape)) {
                char c = (char) Integer.parseInt(decoded.substring(escape + 1), 16);
                decoded.setLength(escape);
                decoded.append(c);
                escape = decoded.length() - 3;
            }
        }
        return decoded.toString();
    }

    private static boolean isEscape(CharSequence text, int at) {
        return text.charAt(at) == '%'
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(message(otherwise));
        }
    }

    private static String message(String what) {
        return "not a base URL: " + what + "; expected https://host[:port][/path]";
    }

    /** The URL, without a trailing slash. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BaseUrl url && url.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
