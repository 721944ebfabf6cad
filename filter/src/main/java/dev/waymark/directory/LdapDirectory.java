// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Fact;
import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks users up on an LDAP server. Connects when it is asked first, not before. Safe for use by many threads. */
final class LdapDirectory implements Directory {

    private final LdapFilter filter;
    private final LdapPool pool;

    LdapDirectory(LdapSettings settings) {
        this(settings, System::nanoTime);
    }

    /** With a clock for the ages of connections. */
    LdapDirectory(LdapSettings settings, LongSupplier nanos) {
        this.filter = settings.filter();
        this.pool = new LdapPool(settings, nanos);
    }

    @Override
    public Set<Fact> facts() {
        return filter.facts();
    }

    @Override
    public @Nullable String find(Login login) throws IOException, InterruptedException {
        String filled = filter.fill(login);
        return filled == null ? null : pool.search(filled);
    }

    /** Closes connections that nobody needs; there is nothing to read. */
    @Override
    public boolean refresh() {
        pool.dropIdle();
        return false;
    }

    @Override
    public void close() {
        pool.close();
    }

    /** How many connections are open; for tests. */
    int connections() {
        return pool.size();
    }
}
