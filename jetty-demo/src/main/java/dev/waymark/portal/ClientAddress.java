// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Puts the client's own address, scheme and host in the place of those of a proxy in front, where that is one of {@code trusted_proxies}; rules,
 * the access log and homeservers all see the same. Jetty's own customizer takes the leftmost entry of {@code X-Forwarded-For}, which a client
 * may have written.
 *
 * <p>{@code X-Forwarded-For} is read from the right, the end that proxies add to, for as long as the entries are addresses of trusted proxies;
 * the first that is not one is the client. What is no address ends the walk: the last that was one counts. Several lines of it are one list.
 * {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} are the nearest proxy's word, the last of several; one that is no scheme, or no host,
 * is passed over. From any other peer, nothing is believed. {@code Forwarded} (RFC 7239) is not read.
 */
final class ClientAddress implements HttpConfiguration.Customizer {

    private static final int MAX_HOST = 255;
    private static final int MAX_PORT = 65_535;

    private final List<AddressRange> trusted;

    ClientAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        String peer = literal(request.getConnectionMetaData().getRemoteSocketAddress());
        if (peer == null || !isTrusted(peer)) {
            return request;
        }
        HttpFields headers = request.getHeaders();
        String client = client(peer, values(headers, HttpHeader.X_FORWARDED_FOR));
        String scheme = scheme(last(values(headers, HttpHeader.X_FORWARDED_PROTO)));
        HostPort host = host(last(values(headers, HttpHeader.X_FORWARDED_HOST)));
        return client.equals(peer) && scheme == null && host == null
                ? request
                : new Forwarded(
                        request, client.equals(peer) ? null : new InetSocketAddress(address(client), 0), scheme, host);
    }

    /**
     * The client's address.
     *
     * @param peer that of the connection, a literal
     * @param entries of {@code X-Forwarded-For}, from left to right
     */
    String client(String peer, List<String> entries) {
        String client = peer;
        for (int i = entries.size() - 1; i >= 0 && isTrusted(client); i--) {
            String entry = literal(entries.get(i));
            if (entry == null) {
                break;
            }
            client = entry;
        }
        return client;
    }

    private boolean isTrusted(String literal) {
        for (AddressRange range : trusted) {
            if (range.match(literal) != null) {
                return true;
            }
        }
        return false;
    }

    /** The address of a peer, without zone; null where it is none, as on a Unix domain socket. */
    private static @Nullable String literal(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? withoutZone(inet.getAddress().getHostAddress())
                : null;
    }

    /**
     * An entry's address as Java writes it, without port, brackets and zone, and as one of IPv4 where that is mapped into IPv6; null where it
     * is none.
     */
    static @Nullable String literal(String entry) {
        String text = withoutZone(withoutPort(entry));
        return isAddress(text) ? address(text).getHostAddress() : null;
    }

    /** Not so for names, and for forms that mean different addresses to different programs. */
    private static boolean isAddress(String text) {
        try {
            return text.indexOf('/') < 0 && AddressRange.parse(text).match(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end >= 0 && isPort(entry.substring(end + 1)) ? entry.substring(1, end) : entry;
        }
        int colon = entry.indexOf(':');
        boolean alone = colon >= 0 && colon == entry.lastIndexOf(':');
        return alone && isPort(entry.substring(colon)) ? entry.substring(0, colon) : entry;
    }

    private static boolean isPort(String text) {
        return text.isEmpty()
                || (text.length() > 1
                        && text.length() <= 6
                        && text.charAt(0) == ':'
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static String withoutZone(String literal) {
        int zone = literal.indexOf('%');
        return zone < 0 ? literal : literal.substring(0, zone);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal that is no address", e);
        }
    }

    private static @Nullable String scheme(@Nullable String value) {
        String scheme = value == null ? "" : value.toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? scheme : null;
    }

    private static @Nullable HostPort host(@Nullable String value) {
        // Looked at first, since Jetty logs what it refuses.
        return value != null && isHost(value) ? new HostPort(value) : null;
    }

    private static boolean isHost(String value) {
        String host = withoutPort(value);
        boolean inBrackets = value.startsWith("[");
        boolean good = inBrackets ? host.indexOf(':') >= 0 && isAddress(host) : isName(host);
        String port = good ? value.substring(inBrackets ? value.indexOf(']') + 1 : host.length()) : "";
        return good && (port.isEmpty() || Integer.parseInt(port.substring(1)) <= MAX_PORT);
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && host.length() <= MAX_HOST
                && host.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0));
    }

    private static List<String> values(HttpFields headers, HttpHeader name) {
        return headers.contains(name) ? values(Collections.enumeration(headers.getValuesList(name))) : List.of();
    }

    /** What is between the commas, of all lines of a header. */
    static List<String> values(Enumeration<String> lines) {
        List<String> values = new ArrayList<>();
        while (lines.hasMoreElements()) {
            for (String value : lines.nextElement().split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** A request as it was before it came through proxies. */
    private static final class Forwarded extends Request.Wrapper {

        private final ConnectionMetaData connection;
        private final HttpURI uri;
        private final HttpFields headers;

        Forwarded(
                Request request, @Nullable InetSocketAddress client, @Nullable String scheme, @Nullable HostPort host) {
            super(request);
            HttpURI.Mutable changed = HttpURI.build(request.getHttpURI());
            if (scheme != null) {
                changed.scheme(scheme);
            }
            if (host != null) {
                changed.authority(host.getHost(), host.getPort());
            }
            this.uri = changed.asImmutable();
            this.headers = host == null
                    ? request.getHeaders()
                    : HttpFields.build(request.getHeaders(), new HostPortHttpField(host.getHost(), host.getPort()));
            this.connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return Objects.requireNonNullElseGet(client, super::getRemoteSocketAddress);
                }

                @Override
                public HostPort getServerAuthority() {
                    return Objects.requireNonNullElseGet(host, super::getServerAuthority);
                }
            };
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public boolean isSecure() {
            return "https".equals(uri.getScheme());
        }
    }
}
