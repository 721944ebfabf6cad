// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.InvalidNameException;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections: how many, how long, and what happens when they break. */
class LdapPoolTest {

    private final AtomicLong nanos = new AtomicLong();
    private LdapTestServer server;
    private LdapDirectory directory;

    @BeforeEach
    void start() throws LDAPException, InvalidNameException {
        server = LdapTestServer.plain();
        directory = directory(2, Duration.ofSeconds(5), server.port());
    }

    @AfterEach
    void stop() throws InterruptedException {
        directory.close();
        server.close();
        LdapThreads.awaitNone();
    }

    private LdapDirectory directory(int poolSize, Duration timeout, int... ports) throws InvalidNameException {
        List<LdapServer> servers = new ArrayList<>();
        for (int port : ports) {
            servers.add(new LdapServer("127.0.0.1", port, false));
        }
        LdapSettings settings = new LdapSettings(
                servers,
                LdapTestServer.BIND_DN,
                LdapTestServer.PASSWORD,
                false,
                null,
                new LdapName("ou=people,dc=ac,dc=cdl"),
                SearchControls.SUBTREE_SCOPE,
                LdapFilter.parse("(mail={address})"),
                "description",
                "",
                poolSize,
                timeout);
        return new LdapDirectory(settings, nanos::get);
    }

    private void findAda() throws IOException, InterruptedException {
        assertThat(directory.find(LookedUp.address("ada@ac.cdl"))).isEqualTo("east");
    }

    private Future<String> findAdaIn(ExecutorService threads) {
        return threads.submit(() -> directory.find(LookedUp.address("ada@ac.cdl")));
    }

    @Test
    void connection_isNotOpenedBeforeItIsNeeded() {
        assertThat(directory.connections()).isZero();
        assertThat(server.binds).isEmpty();
    }

    @Test
    void connection_isUsedAgain() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            findAda();
        }
        assertThat(server.connections).hasSize(1);
        assertThat(server.binds).hasSize(1);
        assertThat(LdapThreads.ofJndi()).hasSize(1);
    }

    @Test
    void connection_isUsedAgainAfterAnAnswerThatIsNone() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> directory.find(LookedUp.address("twin@ac.cdl")))
                    .isInstanceOf(IOException.class);
        }
        findAda();
        assertThat(server.connections).hasSize(1);
    }

    @Test
    void connections_areAsManyAsSearchesAtOnce_butNotMoreThanAllowed() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        server.onSearch(request -> {
            two.countDown();
            await(goOn);
        });
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<String>> found = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                found.add(findAdaIn(threads));
            }
            await(two);
            assertThat(directory.connections()).isEqualTo(2);
            goOn.countDown();
            for (Future<String> one : found) {
                assertThat(one.get()).isEqualTo("east");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.connections).hasSize(2);
    }

    @Test
    void search_thatGetsNoConnectionInTime_fails() throws Exception {
        directory.close();
        directory = directory(1, Duration.ofMillis(300), server.port());
        findAda();
        CountDownLatch searching = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.onSearch(request -> {
            searching.countDown();
            await(goOn);
        });
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<String> first = findAdaIn(threads);
            await(searching);
            assertThatThrownBy(this::findAda).isInstanceOf(IOException.class);
            assertThatThrownBy(first::get).hasCauseInstanceOf(IOException.class);
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void serverRestarted_isNotNoticed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch both = new CountDownLatch(2);
            server.onSearch(request -> {
                both.countDown();
                await(both);
            });
            Future<String> one = findAdaIn(threads);
            Future<String> other = findAdaIn(threads);
            assertThat(one.get()).isEqualTo(other.get());
        } finally {
            threads.shutdownNow();
        }
        assertThat(directory.connections()).isEqualTo(2);

        server.restart();

        findAda();
        findAda();
        assertThat(directory.connections()).isEqualTo(1);
    }

    @Test
    void serverGone_isAFailureUntilItIsBack() throws Exception {
        findAda();
        int port = server.port();
        server.stop();
        assertThatThrownBy(this::findAda)
                .isInstanceOf(IOException.class)
                .hasMessage("no connection to an LDAP server: ldap://127.0.0.1:" + port
                        + ": it cannot be reached, or refuses connections");
        assertThat(directory.connections()).isZero();

        server.restart();

        findAda();
    }

    @Test
    void firstServerDown_secondIsAsked_andFirstOnlyNowAndThen() throws Exception {
        directory.close();
        int dead;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = socket.getLocalPort();
        }
        directory = directory(2, Duration.ofSeconds(5), dead, server.port());
        findAda();
    }

    @Test
    void firstServerSilent_leavesTimeForTheSecond() throws Exception {
        directory.close();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            directory = directory(2, Duration.ofSeconds(2), silent.getLocalPort(), server.port());
            findAda();
        }
    }

    @Test
    void serverThatFailed_comesLastForAWhile() {
        LdapServer first = new LdapServer("first", 389, false);
        LdapServer second = new LdapServer("second", 389, false);
        LdapServerOrder order = new LdapServerOrder(List.of(first, second), nanos::get);
        order.failed(first);
        assertThat(order.order()).containsExactly(second, first);
        nanos.addAndGet(LdapServerOrder.PENALTY.toNanos() - 1);
        assertThat(order.order()).containsExactly(second, first);
        nanos.addAndGet(1);
        assertThat(order.order()).containsExactly(first, second);
        order.failed(second);
        order.failed(first);
        order.worked(first);
        assertThat(order.order()).containsExactly(first, second);
    }

    @Test
    void connection_withoutUseForAMinute_isClosedAtTheNextRefresh() throws Exception {
        findAda();
        nanos.addAndGet(LdapPool.IDLE.toNanos() - 1);
        assertThat(directory.refresh()).isFalse();
        assertThat(directory.connections()).isEqualTo(1);
        nanos.addAndGet(1);
        directory.refresh();
        assertThat(directory.connections()).isZero();
        LdapThreads.awaitNone();
    }

    @Test
    void connection_withoutUseForAMinute_isNotUsedAgain() throws Exception {
        findAda();
        nanos.addAndGet(LdapPool.IDLE.toNanos());
        findAda();
        assertThat(server.connections).hasSize(2);
        assertThat(directory.connections()).isEqualTo(1);
    }

    @Test
    void slowServer_isCutAtTheTimeout() throws Exception {
        directory.close();
        directory = directory(2, Duration.ofMillis(300), server.port());
        CountDownLatch goOn = new CountDownLatch(1);
        server.onSearch(request -> await(goOn));
        try {
            assertThatThrownBy(this::findAda)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in time")
                    .hasMessageNotContaining("ada");
            assertThat(directory.connections()).isZero();
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void serverThatAcceptsAndSaysNothing_isCutAtTheTimeout() throws Exception {
        directory.close();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            directory = directory(2, Duration.ofMillis(300), silent.getLocalPort());
            assertThatThrownBy(this::findAda).isInstanceOf(IOException.class).hasMessageContaining("in time");
        }
    }

    @Test
    void interrupt_endsASearch() throws Exception {
        CountDownLatch searching = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.onSearch(request -> {
            searching.countDown();
            await(goOn);
        });
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<String> unused = findAdaIn(threads);
            await(searching);
            threads.shutdownNow();
            assertThat(threads.awaitTermination(4, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.connections()).isZero();
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void close_endsASearch() throws Exception {
        CountDownLatch searching = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.onSearch(request -> {
            searching.countDown();
            await(goOn);
        });
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<String> running = findAdaIn(threads);
            await(searching);
            directory.close();
            assertThatThrownBy(() -> running.get(4, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(this::findAda).isInstanceOf(IOException.class);
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
        assertThat(directory.connections()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
