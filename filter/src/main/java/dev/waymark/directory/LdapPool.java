// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.naming.InterruptedNamingException;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an LDAP directory. Each is used by one search at a time, and kept for the next; one that fails is
 * thrown away. A search that fails since a kept connection has died meanwhile is done once more, on a new one. Safe for
 * use by many threads.
 */
final class LdapPool implements AutoCloseable {

    /** How long a connection is kept without use. */
    static final Duration IDLE = Duration.ofMinutes(1);

    private final LdapSettings settings;
    private final LdapServerOrder servers;
    private final LongSupplier nanos;
    private final Semaphore free;

    /** All sockets that are open, also those of connections in use. */
    private final Set<LdapSocketFactory.One> sockets = ConcurrentHashMap.newKeySet();

    /** The one that was used last comes first. Guarded by itself. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private volatile boolean closed;

    private record Idle(LdapConnection connection, long since) {}

    LdapPool(LdapSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.servers = new LdapServerOrder(settings.servers(), nanos);
        this.nanos = nanos;
        this.free = new Semaphore(settings.poolSize());
    }

    /**
     * Searches for one entry; see {@link LdapConnection#search}.
     *
     * @throws IOException where that fails; the message says why, and names neither the user nor a secret
     */
    @Nullable
    String search(String filter) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        if (!free.tryAcquire(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("as many searches as there may be connections (pool_size " + settings.poolSize()
                    + ") are running, and none of them ended in time");
        }
        try {
            return search(filter, deadline);
        } catch (InterruptedNamingException e) {
            throw new InterruptedException();
        } catch (NamingException e) {
            throw new IOException("the search failed: of the LDAP server, " + LdapFailure.reason(e));
        } finally {
            free.release();
        }
    }

    private @Nullable String search(String filter, long deadline)
            throws NamingException, IOException, InterruptedException {
        LdapConnection kept = takeKept();
        if (kept != null) {
            try {
                return search(kept, filter);
            } catch (InterruptedNamingException e) {
                throw e;
            } catch (NamingException e) {
                if (!LdapFailure.isOfConnection(e) || left(deadline) <= 0) {
                    throw e;
                }
                // The server was restarted, perhaps: then all of them have died.
                drop(takeAllKept());
            }
        }
        return search(connect(deadline), filter);
    }

    private @Nullable String search(LdapConnection connection, String filter) throws NamingException, IOException {
        boolean sound = false;
        try {
            String answer = connection.search(filter);
            sound = true;
            return answer;
        } catch (IOException e) {
            sound = true;
            throw e;
        } finally {
            if (sound) {
                keep(connection);
            } else {
                sockets.remove(connection.socket());
                connection.abort();
            }
        }
    }

    private LdapConnection connect(long deadline) throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        List<LdapServer> order = servers.order();
        for (int i = 0; i < order.size(); i++) {
            LdapServer server = order.get(i);
            // What is left is shared with those that would come after it.
            Duration share = Duration.ofNanos(Math.max(left(deadline), 0) / (order.size() - i));
            if (share.toMillis() < 1) {
                failures.add(server + ": no time was left to ask it");
                continue;
            }
            try {
                LdapConnection connection = connect(server, share);
                servers.worked(server);
                return connection;
            } catch (InterruptedNamingException e) {
                throw new InterruptedException();
            } catch (NamingException | IOException e) {
                failures.add(server + ": " + LdapFailure.reason(e));
                if (!LdapFailure.isOfConnection(e)) {
                    // The next server would say the same of the password, and might lock the account.
                    break;
                }
                servers.failed(server);
            }
        }
        throw new IOException("no connection to an LDAP server: " + String.join("; ", failures));
    }

    private LdapConnection connect(LdapServer server, Duration timeout) throws NamingException, IOException {
        LdapSocketFactory.One socket = LdapConnection.socketFor(server, settings);
        sockets.add(socket);
        if (closed) {
            socket.close();
        }
        LdapConnection connection = null;
        try {
            connection = LdapConnection.open(server, settings, socket, timeout);
            return connection;
        } finally {
            if (connection == null) {
                sockets.remove(socket);
            }
        }
    }

    private @Nullable LdapConnection takeKept() {
        dropIdle();
        synchronized (idle) {
            Idle last = idle.pollFirst();
            return last == null ? null : last.connection();
        }
    }

    private List<LdapConnection> takeAllKept() {
        synchronized (idle) {
            List<LdapConnection> all = idle.stream().map(Idle::connection).toList();
            idle.clear();
            return all;
        }
    }

    private void keep(LdapConnection connection) {
        synchronized (idle) {
            if (!closed) {
                idle.addFirst(new Idle(connection, nanos.getAsLong()));
                return;
            }
        }
        drop(List.of(connection));
    }

    /** Closes the connections that were not used for {@link #IDLE}. */
    void dropIdle() {
        List<LdapConnection> old = new ArrayList<>();
        synchronized (idle) {
            long now = nanos.getAsLong();
            while (!idle.isEmpty() && now - idle.getLast().since() >= IDLE.toNanos()) {
                old.add(idle.removeLast().connection());
            }
        }
        drop(old);
    }

    private void drop(List<LdapConnection> connections) {
        for (LdapConnection connection : connections) {
            sockets.remove(connection.socket());
            connection.close();
        }
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    /** How many connections are open; for tests. */
    int size() {
        return sockets.size();
    }

    /** Closes all connections, also those in use. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
        }
        drop(takeAllKept());
        sockets.forEach(LdapSocketFactory.One::close);
    }
}
