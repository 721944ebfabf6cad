// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An LDAP server in this JVM, with some people, that notes what it is asked. */
final class LdapTestServer implements AutoCloseable {

    static final String BIND_DN = "cn=waymark,dc=ac,dc=cdl";
    static final String PASSWORD = "s3cret-passw0rd";

    /** Searches, as the server got them. */
    final List<String> filters = new CopyOnWriteArrayList<>();

    final List<String> binds = new CopyOnWriteArrayList<>();

    /** Connections that searched. */
    final Set<Long> connections = ConcurrentHashMap.newKeySet();

    private final InMemoryDirectoryServer server;
    private volatile Search onSearch = request -> {};

    /** What happens at a search, before it is done. */
    interface Search {
        void at(InMemoryInterceptedSearchRequest request) throws LDAPException;
    }

    private LdapTestServer(InMemoryListenerConfig listener) throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=ac,dc=cdl");
        config.setListenerConfigs(listener);
        config.addAdditionalBindCredentials(BIND_DN, PASSWORD);
        config.setSchema(null);
        config.addInMemoryOperationInterceptor(new Notes());
        server = new InMemoryDirectoryServer(config);
        add("dn: dc=ac,dc=cdl", "objectClass: domain", "dc: ac");
        add("dn: ou=people,dc=ac,dc=cdl", "objectClass: organizationalUnit", "ou: people");
        person("ada", "mail: ada@ac.cdl", "description: east");
        person("bob", "mail: bob@ac.cdl", "description: https://bob.example");
        person("nobody", "mail: nobody@ac.cdl");
        person("many", "mail: many@ac.cdl", "description: east", "description: west");
        person("twin1", "mail: twin@ac.cdl", "description: east");
        person("twin2", "mail: twin@ac.cdl", "description: east");
        person("star", "mail: *", "description: west");
        person("uni", "mail: ädä@ac.cdl", "description: west");
        person("evil", "mail: evil@ac.cdl", "description: https://evil.example/?x");
        person("host", "mail: host@ac.cdl", "description: host.example");
        server.startListening();
    }

    private void person(String uid, String... lines) throws LDAPException {
        String[] entry = new String[lines.length + 3];
        entry[0] = "dn: uid=" + uid + ",ou=people,dc=ac,dc=cdl";
        entry[1] = "objectClass: person";
        entry[2] = "uid: " + uid;
        System.arraycopy(lines, 0, entry, 3, lines.length);
        add(entry);
    }

    private void add(String... lines) throws LDAPException {
        try {
            server.add(lines);
        } catch (LDIFException e) {
            throw new AssertionError(e);
        }
    }

    static LdapTestServer plain() throws LDAPException {
        return new LdapTestServer(InMemoryListenerConfig.createLDAPConfig("plain", loopback(), 0, null));
    }

    static LdapTestServer startTls(SSLContext tls) throws LDAPException {
        return new LdapTestServer(
                InMemoryListenerConfig.createLDAPConfig("starttls", loopback(), 0, tls.getSocketFactory()));
    }

    static LdapTestServer tls(SSLContext tls) throws LDAPException {
        return new LdapTestServer(
                InMemoryListenerConfig.createLDAPSConfig("tls", loopback(), 0, tls.getServerSocketFactory(), null));
    }

    private static @Nullable InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    int port() {
        return server.getListenPort();
    }

    /** The settings that any directory here has, for people by their address. */
    String settings() {
        return "'type': 'ldap', 'url': 'ldap://127.0.0.1:" + port() + "', " + search();
    }

    /** The same without a URL. */
    static String search() {
        return "'base': 'ou=people,dc=ac,dc=cdl', 'filter': '(&(objectClass=person)(mail={address}))',"
                + " 'attribute': 'description'";
    }

    static String credentials() {
        return ", 'bind_dn': '" + BIND_DN + "', 'password': '" + PASSWORD + "'";
    }

    void onSearch(Search search) {
        onSearch = search;
    }

    /** Ends all connections, and listens again at the same port. */
    void restart() throws LDAPException {
        server.shutDown(true);
        server.startListening();
    }

    void stop() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    private final class Notes extends InMemoryOperationInterceptor {

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            binds.add(request.getRequest().getBindDN());
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
            filters.add(request.getRequest().getFilter().toString());
            connections.add(request.getConnectionID());
            onSearch.at(request);
        }
    }
}
