// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.List;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an LDAP directory was set to.
 *
 * @param servers in the order in which they are tried; at least one
 * @param bindDn as whom to bind; null for anonymously
 * @param password null exactly where {@code bindDn} is
 * @param startTls whether connections change to TLS before anything else
 * @param trust whom TLS trusts; null for whom the JVM does
 * @param base where the search begins
 * @param scope a scope of {@link javax.naming.directory.SearchControls}
 * @param attribute whose value is the answer
 * @param prefix stands before the answer
 * @param poolSize the most connections at once
 * @param timeout for one look-up
 */
record LdapSettings(
        List<LdapServer> servers,
        @Nullable String bindDn,
        @Nullable String password,
        boolean startTls,
        @Nullable SSLContext trust,
        LdapName base,
        int scope,
        LdapFilter filter,
        String attribute,
        String prefix,
        int poolSize,
        Duration timeout) {

    /** The servers: the rest may be secret. */
    @Override
    public String toString() {
        return "LdapSettings" + servers;
    }
}
