// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Directories of the type {@code ldap}: a search for one entry, of which an attribute is the answer. Public for
 * {@link java.util.ServiceLoader}.
 *
 * <pre>
 * url              ldap://host[:port] or ldaps://host[:port], or a list of them, which are tried in order
 * bind_dn          as whom to bind                                   default: anonymously
 * password         must be there where bind_dn is
 * starttls         whether ldap:// connections change to TLS         default: false
 * certificate      a PEM file of whom TLS trusts                     default: whom the JVM trusts
 * allow_cleartext  whether the password may be sent without TLS      default: false
 * base             the DN where the search begins
 * scope            "sub", "one" or "base"                            default: "sub"
 * filter           with at least one placeholder, see {@link LdapFilter}
 * attribute        whose one value is the answer
 * prefix           stands before the answer                          default: nothing
 * pool_size        the most connections at once, 1 to 100            default: 5
 * </pre>
 */
public final class LdapProvider implements DirectoryProvider {

    private static final int POOL_SIZE = 5;
    private static final int MAX_POOL_SIZE = 100;

    /** A description or an OID, with options (RFC 4512, section 2.5); so neither {@code *} nor {@code +}. */
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Za-z][A-Za-z0-9-]*|\\d+(\\.\\d+)+)(;[A-Za-z0-9-]+)*");

    @Override
    public String type() {
        return "ldap";
    }

    @Override
    public Directory open(Settings settings) {
        List<LdapServer> servers = servers(settings);
        String bindDn = settings.text("bind_dn", null);
        String password = settings.text("password", null);
        boolean startTls = settings.flag("starttls", false);
        boolean allowCleartext = settings.flag("allow_cleartext", false);
        SSLContext trust = TrustedCertificates.read(settings);
        checkTls(settings, servers, startTls);
        checkPassword(settings, bindDn, password);
        if (bindDn != null && !startTls && !allowCleartext && servers.stream().anyMatch(LdapProvider::isCleartext)) {
            settings.problem(
                    "url",
                    "the password would be sent without TLS; expected ldaps://, or \"starttls\": true, or"
                            + " \"allow_cleartext\": true where that is meant");
        }
        LdapName base = base(settings);
        int scope = switch (settings.oneOf("scope", "sub", "one", "base")) {
            case "one" -> SearchControls.ONELEVEL_SCOPE;
            case "base" -> SearchControls.OBJECT_SCOPE;
            default -> SearchControls.SUBTREE_SCOPE;
        };
        LdapFilter filter = filter(settings);
        String attribute = attribute(settings);
        String prefix = Prefix.read(settings);
        int poolSize = (int) settings.number("pool_size", POOL_SIZE, 1, MAX_POOL_SIZE);
        if (servers.isEmpty() || base == null || filter == null) {
            return new UnusableDirectory();
        }
        return new LdapDirectory(new LdapSettings(
                servers,
                bindDn,
                password,
                startTls,
                trust,
                base,
                scope,
                filter,
                attribute,
                prefix,
                poolSize,
                settings.timeout()));
    }

    private static List<LdapServer> servers(Settings settings) {
        List<LdapServer> servers = new ArrayList<>();
        List<String> urls = settings.texts("url");
        if (urls.isEmpty()) {
            settings.problem("url", "it is missing; expected ldap://host[:port] or ldaps://host[:port]");
        }
        for (String url : urls) {
            try {
                servers.add(LdapServer.parse(url));
            } catch (IllegalArgumentException e) {
                settings.problem("url", String.valueOf(e.getMessage()));
            }
        }
        return servers;
    }

    private static boolean isCleartext(LdapServer server) {
        return !server.tls() && server.isRemote();
    }

    private static void checkTls(Settings settings, List<LdapServer> servers, boolean startTls) {
        boolean anyTls = servers.stream().anyMatch(LdapServer::tls);
        if (startTls && anyTls) {
            settings.problem("starttls", "an ldaps:// connection has TLS from its beginning; expected ldap:// with it");
        }
        if (!servers.isEmpty() && settings.has("certificate") && !startTls && !anyTls) {
            settings.problem("certificate", "no connection uses TLS; expected ldaps://, or \"starttls\": true");
        }
    }

    /** An empty password would make the bind an anonymous one that seems to succeed (RFC 4513, section 5.1.2). */
    private static void checkPassword(Settings settings, @Nullable String bindDn, @Nullable String password) {
        if (bindDn != null && password == null && !settings.has("password")) {
            settings.problem("bind_dn", "there is no \"password\" with it; expected one");
        }
        if (bindDn == null && password != null && !settings.has("bind_dn")) {
            settings.problem("password", "there is no \"bind_dn\" with it; expected one");
        }
    }

    private static @Nullable LdapName base(Settings settings) {
        try {
            return new LdapName(settings.text("base"));
        } catch (InvalidNameException | IllegalArgumentException e) {
            settings.problem("base", "not a DN; expected one such as ou=people,dc=example,dc=org");
            return null;
        }
    }

    private static @Nullable LdapFilter filter(Settings settings) {
        boolean has = settings.has("filter");
        String text = settings.text("filter");
        if (!has) {
            return null;
        }
        try {
            return LdapFilter.parse(text);
        } catch (IllegalArgumentException e) {
            settings.problem("filter", "not a search filter: " + e.getMessage());
            return null;
        }
    }

    private static String attribute(Settings settings) {
        boolean has = settings.has("attribute");
        String attribute = settings.text("attribute");
        if (has && !ATTRIBUTE.matcher(attribute).matches()) {
            settings.problem("attribute", "not the name of an attribute; expected one such as description");
        }
        return attribute;
    }
}
