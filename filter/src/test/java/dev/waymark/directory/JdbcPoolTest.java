// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static dev.waymark.directory.Patience.awaitAnswer;
import static dev.waymark.directory.Patience.awaitThat;
import static dev.waymark.directory.Patience.poolThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may happen to a database and the connections to it. */
@Timeout(60)
class JdbcPoolTest {

    private static final Login ADA = Login.of("@ada:ac.cdl");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final JdbcSettings settings =
            JdbcSettings.empty().with("query", "select target from users where user_id = :user_id");
    private Database database;

    @BeforeEach
    void openDatabase() throws SQLException {
        database = new Database();
        settings.with("url", database.url());
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private Directory open() {
        Directory directory = new JdbcProvider().open(settings);
        assertThat(settings.problems()).isEmpty();
        return directory;
    }

    private Server server(int port) throws SQLException {
        return Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static FutureTask<String> inThread(Directory directory, Login login) {
        FutureTask<String> task = new FutureTask<>(() -> String.valueOf(directory.find(login)));
        new Thread(task, "look-up").start();
        return task;
    }

    @Test
    void databaseThatIsDown_isToldInTime_andUsedAsSoonAsItIsBack() throws Exception {
        int port = freePort();
        settings.with("url", database.url().replace("mem:", "tcp://127.0.0.1:" + port + "/mem:"));
        try (Directory directory = open()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessageStartingWith(
                            "the database cannot be reached, or the connection to it broke (SQLState 90067,")
                    .hasMessageEndingWith("by ConnectException)");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

            Server server = server(port);
            assertThat(awaitAnswer(directory, ADA)).isEqualTo("hist");

            server.stop();
            assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(DatabaseFailure.class);

            server = server(port);
            assertThat(awaitAnswer(directory, ADA)).isEqualTo("hist");
            server.stop();
        }
        awaitThat(() -> poolThreads().isEmpty());
    }

    @Test
    void wrongPassword_isTold() throws Exception {
        database.run("create user waymark password 'right'");
        settings.with("user", "waymark").with("password", "hush");
        try (Directory directory = open()) {
            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessageStartingWith("the database refuses the user or the password (SQLState 28000,");
        }
        awaitThat(() -> poolThreads().isEmpty());
    }

    @Test
    void poolThatIsExhausted_isTold_andGoesOn() throws Exception {
        settings.with("url", database.url() + ";LOCK_TIMEOUT=30000")
                .with("query", "select target from users where user_id = :user_id for update")
                .with("pool_size", 1)
                .timeout(LONG);
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement();
                Directory patient = open();
                Directory directory = new JdbcProvider().open(settings.timeout(Duration.ofMillis(500)))) {
            assertThat(patient.find(ADA)).isEqualTo("hist");
            assertThat(awaitAnswer(directory, Login.of("@bob:ac.cdl"))).isEqualTo("eng");
            other.setAutoCommit(false);
            statement.execute("update users set target = 'east' where localpart = 'ada'");
            FutureTask<String> waiting = inThread(directory, ADA);
            awaitThat(() -> sessionsThatWait(statement) > 0);

            assertThatThrownBy(() -> directory.find(ADA))
                    .hasMessage("all connections to the database are in use (pool_size 1)");

            other.commit();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("east");
            assertThat(directory.find(ADA)).isEqualTo("east");
        }
        awaitThat(() -> poolThreads().isEmpty());
    }

    private static int sessionsThatWait(Statement statement) throws SQLException {
        try (var rows =
                statement.executeQuery("select count(*) from information_schema.sessions where blocker_id is not null"
                        + " or executing_statement like '%for update%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void queryThatTakesTooLong_isCancelledByTheDatabase_andTheConnectionIsKept() throws Exception {
        settings.with("query", """
                        select case :localpart when 'slow'
                            then (select 'n' || count(*) from system_range(1, 1000000000000) where mod(x, 7) = 9)
                            else 's' || session_id() end""").with("pool_size", 1).timeout(Duration.ofMillis(600));
        try (Directory directory = open()) {
            String session = awaitAnswer(directory, ADA);
            long start = System.nanoTime();
            assertThatThrownBy(() -> directory.find(Login.of("@slow:ac.cdl")))
                    .hasMessageStartingWith("the query took too long and was cancelled (SQLState 57014,");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
            assertThat(directory.find(ADA)).isEqualTo(session);
        }
    }

    @Test
    void lookUpThatIsInterrupted_endsAtOnce() throws Exception {
        settings.with("url", "jdbc:h2:tcp://127.0.0.1:" + freePort() + "/mem:none")
                .timeout(LONG);
        try (Directory directory = open()) {
            CompletableFuture<String> message = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    message.complete("found " + directory.find(ADA));
                } catch (Exception e) {
                    message.complete(e.getMessage());
                }
            });
            thread.start();
            awaitThat(() -> thread.getState() == Thread.State.TIMED_WAITING);
            thread.interrupt();
            assertThat(message.get(10, TimeUnit.SECONDS))
                    .isEqualTo("the look-up was broken off while it waited for a connection");
        }
    }

    @Test
    void directoryThatWasNeverAsked_connectsAtItsFirstRefresh() throws Exception {
        try (Directory directory = open()) {
            assertThat(poolThreads()).isEmpty();
            assertThat(directory.refresh()).isFalse();
            awaitThat(() -> !poolThreads().isEmpty());
        }
        awaitThat(() -> poolThreads().isEmpty());
    }

    @Test
    void serverThatIsSilent_holdsNeitherLookUpsNorTheEnd() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            settings.with("url", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/users")
                    .timeout(Duration.ofSeconds(1));
            long start;
            try (Directory directory = open()) {
                assertThatThrownBy(() -> directory.find(ADA)).hasMessage("the database was not connected in time");
                start = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
        }
        awaitThat(() -> poolThreads().isEmpty());
    }
}
