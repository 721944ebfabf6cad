// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An LDAP server: {@code ldap://host:port} or {@code ldaps://host:port}.
 *
 * @param host an IPv6 address in brackets
 * @param tls whether the connection begins with TLS
 */
record LdapServer(String host, int port, boolean tls) {

    private static final int PORT = 389;
    private static final int TLS_PORT = 636;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*0*1]");

    /**
     * Reads a server's URL.
     *
     * @throws IllegalArgumentException where it is none; the message says why, and does not repeat it
     */
    static LdapServer parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong("it is no URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ldap") && !scheme.equals("ldaps")) {
            throw wrong("it does not begin with ldap:// or ldaps://");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrong("it holds user info before an @, which is set by bind_dn and password");
        }
        if (uri.getHost() == null || uri.getHost().indexOf('%') >= 0) {
            throw wrong("it has no valid host name");
        }
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            throw wrong("it has a path, which is set by base");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("it has a query or a fragment, which are set by attribute, scope and filter");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw wrong("its port is not between 1 and 65535");
        }
        boolean tls = scheme.equals("ldaps");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? TLS_PORT : PORT;
        return new LdapServer(uri.getHost().toLowerCase(Locale.ROOT), port, tls);
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "not an LDAP server: " + what + "; expected ldap://host[:port] or ldaps://host[:port]");
    }

    /** Whether what is sent to it leaves this machine; taken from the name, without asking anybody what it stands for. */
    boolean isRemote() {
        return !LOOPBACK.matcher(host).matches();
    }

    /** The URL. */
    @Override
    public String toString() {
        return (tls ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
