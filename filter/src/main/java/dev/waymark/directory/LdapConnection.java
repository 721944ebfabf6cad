// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.directory.Attribute;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A connection to an LDAP server, bound and, where it was asked for, within TLS. For one thread at a time. */
final class LdapConnection implements AutoCloseable {

    /** One more than is expected, so that more than one is noticed. */
    private static final int MAX_ENTRIES = 2;

    private final LdapSettings settings;
    private final LdapContext context;
    private final LdapSocketFactory.One socket;

    private LdapConnection(LdapSettings settings, LdapContext context, LdapSocketFactory.One socket) {
        this.settings = settings;
        this.context = context;
        this.socket = socket;
    }

    /** What a connection to this server makes its socket with. */
    static LdapSocketFactory.One socketFor(LdapServer server, LdapSettings settings) throws IOException {
        return new LdapSocketFactory.One(server.tls() ? TrustedCertificates.orDefault(settings.trust()) : null);
    }

    /**
     * Opens a connection. It may take some times as long as the time-out.
     *
     * @param socket is closed where this fails
     * @param timeout for the connection, and for each answer while it is being opened
     * @throws NamingException where the server cannot be reached, or refuses the bind
     * @throws IOException where TLS fails
     */
    static LdapConnection open(LdapServer server, LdapSettings settings, LdapSocketFactory.One socket, Duration timeout)
            throws NamingException, IOException {
        LdapConnection opened = null;
        try {
            opened = socket.opening(() -> opening(server, settings, socket, timeout));
            return opened;
        } catch (NamingException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (opened == null) {
                socket.close();
            }
        }
    }

    // JNDI takes no other kind of map.
    @SuppressWarnings("JdkObsolete")
    private static LdapConnection opening(
            LdapServer server, LdapSettings settings, LdapSocketFactory.One socket, Duration timeout)
            throws NamingException, IOException {
        Hashtable<String, Object> environment = environment(server, settings, timeout);
        if (!settings.startTls()) {
            authenticate(environment::put, settings);
        }
        LdapContext context = new InitialLdapContext(environment, null);
        try {
            if (settings.startTls()) {
                startTls(context, settings, socket, timeout);
            }
        } catch (NamingException | IOException | RuntimeException e) {
            // Without a word to the server, whose connection is in an unknown state.
            socket.close();
            context.close();
            throw e;
        }
        return new LdapConnection(settings, context, socket);
    }

    // The same.
    @SuppressWarnings("JdkObsolete")
    private static Hashtable<String, Object> environment(LdapServer server, LdapSettings settings, Duration timeout) {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, server.toString());
        environment.put(Context.SECURITY_AUTHENTICATION, "none");
        // Another server is never asked, and never sees the password.
        environment.put(Context.REFERRAL, "ignore");
        environment.put("java.naming.ldap.version", "3");
        environment.put("java.naming.ldap.factory.socket", LdapSocketFactory.class.getName());
        environment.put("com.sun.jndi.ldap.connect.timeout", Long.toString(timeout.toMillis()));
        environment.put(
                "com.sun.jndi.ldap.read.timeout",
                Long.toString(settings.timeout().toMillis()));
        environment.put("com.sun.jndi.ldap.connect.pool", "false");
        // Both together: all entries are read before a search can fail by references to other servers among them.
        environment.put("com.sun.jndi.ldap.search.waitForReply", "false");
        environment.put(Context.BATCHSIZE, "0");
        return environment;
    }

    /** Takes settings of a context's environment. */
    private interface Environment {
        void put(String key, String value) throws NamingException;
    }

    private static void authenticate(Environment environment, LdapSettings settings) throws NamingException {
        if (settings.bindDn() != null && settings.password() != null) {
            environment.put(Context.SECURITY_AUTHENTICATION, "simple");
            environment.put(Context.SECURITY_PRINCIPAL, settings.bindDn());
            environment.put(Context.SECURITY_CREDENTIALS, settings.password());
        }
    }

    private static void startTls(
            LdapContext context, LdapSettings settings, LdapSocketFactory.One socket, Duration timeout)
            throws NamingException, IOException {
        SSLContext trust = TrustedCertificates.orDefault(settings.trust());
        StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
        // JNDI reads nothing of its own meanwhile, and limits the handshake by nothing.
        socket.setTimeout((int) timeout.toMillis());
        // It checks the host's name itself, and fails where that is another since nobody is set to say otherwise.
        tls.negotiate(trust.getSocketFactory());
        socket.setTimeout(0);
        authenticate(context::addToEnvironment, settings);
        if (settings.bindDn() != null) {
            context.reconnect(null);
        }
    }

    /**
     * Searches for one entry.
     *
     * @return the attribute's value; null where there is no entry, or it has not the attribute
     * @throws NamingException where the search fails, after which this connection is of no more use
     * @throws IOException where what was found is not what was expected
     */
    // Objects that are in the directory are not asked for, so that none is deserialised.
    @SuppressWarnings("BanJNDI")
    @Nullable
    String search(String filter) throws NamingException, IOException {
        int timeout = (int) settings.timeout().toMillis();
        SearchControls controls = new SearchControls(
                settings.scope(), MAX_ENTRIES, timeout, new String[] {settings.attribute()}, false, false);
        NamingEnumeration<SearchResult> found = context.search(settings.base(), filter, controls);
        try {
            if (!hasMore(found)) {
                return null;
            }
            SearchResult entry = found.next();
            if (hasMore(found)) {
                throw new IOException("more than one entry was found; expected one (setting \"filter\" or \"base\")");
            }
            return value(entry.getAttributes().get(settings.attribute()));
        } finally {
            found.close();
        }
    }

    private static boolean hasMore(NamingEnumeration<SearchResult> found) throws NamingException {
        try {
            return found.hasMore();
        } catch (PartialResultException e) {
            if (LdapFailure.resultCode(e) >= 0) {
                throw e;
            }
            // Only references to other servers remain.
            return false;
        }
    }

    private @Nullable String value(@Nullable Attribute attribute) throws NamingException, IOException {
        if (attribute == null || attribute.size() == 0) {
            return null;
        }
        if (attribute.size() > 1) {
            throw new IOException("the entry has " + attribute.size() + " values of the attribute "
                    + settings.attribute() + "; expected one");
        }
        if (attribute.get() instanceof String text) {
            return Prefix.before(text, settings.prefix());
        }
        throw new IOException("the value of the attribute " + settings.attribute() + " is binary; expected text");
    }

    /** Says goodbye to the server, and closes. */
    @Override
    public void close() {
        try {
            context.close();
        } catch (NamingException e) {
            // It is of no more use either way.
        } finally {
            socket.close();
        }
    }

    /** Closes without a word: for a connection that is broken, or waits for an answer. */
    void abort() {
        socket.close();
        close();
    }

    LdapSocketFactory.One socket() {
        return socket;
    }
}
