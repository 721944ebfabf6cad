// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.waymark.interop.Api.Answer;
import dev.waymark.system.Postgresql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two portal processes with nginx in front, and PostgreSQL for who belongs where; one portal is killed while users log in, and comes back.
 * Each user logs in once, and is never told to try again, so that what reached a homeserver can be counted.
 */
@Tag("interop")
class ManyPortalsIT {

    private static final int LOGINS = 6000;
    private static final int CLIENTS = 24;

    /** How many idle connections to portals nginx keeps. */
    private static final int KEPT = 32;

    /** The number of the login with which one portal is killed, and of that with which it comes back. */
    private static final int KILLED_AT = LOGINS / 3;

    private static final int BACK_AT = LOGINS * 2 / 3;

    @TempDir
    private static Path folder;

    /** How a login went. */
    private record Login(int number, int status, String baseUrl, String error) {

        boolean isGood() {
            return status == 200;
        }
    }

    @Test
    void logins_succeedOnceOrFailClearly_whenAPortalIsKilled() throws Exception {
        Postgresql database = new Postgresql();
        try (CountingHomeserver east = new CountingHomeserver();
                CountingHomeserver west = new CountingHomeserver()) {
            place(database);
            int port = Ports.free();
            int first = Ports.free();
            int second = Ports.free();
            Path one = configure("one", database, east, west, first);
            Path two = configure("two", database, east, west, second);
            List<Login> logins;
            try (PortalProcess stays = new PortalProcess(one, first);
                    PortalProcess killed = new PortalProcess(two, second);
                    Nginx nginx = new Nginx(folder, balancer(port, first, second), port)) {
                assertThat(nginx).isNotNull();
                logins = logInAll("http://127.0.0.1:" + port, killed, two, second);
                assertThat(stays.output()).doesNotContain("s3cret", database.password);
                assertThat(killed.output()).doesNotContain("s3cret", database.password);
            }
            requireOnceOrClearly(logins, List.of(east, west));
        } finally {
            database.remove();
        }
    }

    /** Who belongs where: a hash of the number, which no rule could guess. */
    private static int home(int number) {
        return Integer.bitCount(number * 0x9E3779B9) % 2;
    }

    private static String user(int number) {
        return "@user" + number + ":ac.example";
    }

    private static void place(Postgresql database) throws Exception {
        database.run("create table placement (user_id text primary key, target text not null)");
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("insert into placement values (?, ?)")) {
            for (int number = 0; number < LOGINS; number++) {
                insert.setString(1, user(number));
                insert.setString(2, home(number) == 0 ? "east" : "west");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Path configure(
            String name, Postgresql database, CountingHomeserver east, CountingHomeserver west, int port)
            throws IOException, ClassNotFoundException {
        Path driver = Path.of(Class.forName("org.postgresql.Driver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Files.writeString(folder.resolve("password"), database.password);
        Files.writeString(
                folder.resolve("rules.yaml"), """
            targets:
              east: {base_cs_url: "%s"}
              west: {base_cs_url: "%s"}
            directories:
              placement:
                type: jdbc
                timeout: 20s
                url: "%s"
                user: postgres
                password: "${file:password}"
                driver_jar: "%s"
                query: select target from placement where user_id = :user_id
            rules:
              - lookup: placement
            """.formatted(east.baseUrl(), west.baseUrl(), database.url(), driver));
        return Files.writeString(folder.resolve(name + ".yaml"), """
            listen: {host: 127.0.0.1, port: %d}
            rules: rules.yaml
            trusted_proxies: [127.0.0.1]
            access_log: none
            """.formatted(port));
    }

    /** The example in the documentation, on other ports. */
    private static String balancer(int port, int first, int second) throws IOException {
        Path example = Path.of(System.getProperty("waymark.portal.guide"))
                .resolveSibling("examples")
                .resolve("portal/nginx.conf");
        return Files.readString(example)
                .replace("127.0.0.1:8448", "127.0.0.1:" + port)
                .replace("127.0.0.1:8008", "127.0.0.1:" + first)
                .replace("127.0.0.1:8009", "127.0.0.1:" + second);
    }

    private static List<Login> logInAll(String url, PortalProcess killed, Path configuration, int port)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch kill = new CountDownLatch(1);
        CountDownLatch restart = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        try {
            List<Future<List<Login>>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(clients.submit(() -> {
                    List<Login> mine = new ArrayList<>();
                    for (int number = next.getAndIncrement(); number < LOGINS; number = next.getAndIncrement()) {
                        if (number == KILLED_AT) {
                            kill.countDown();
                        } else if (number == BACK_AT) {
                            restart.countDown();
                        }
                        mine.add(logIn(url, number));
                    }
                    return mine;
                }));
            }
            Future<PortalProcess> back = clients.submit(() -> {
                kill.await();
                killed.kill();
                restart.await();
                return new PortalProcess(configuration, port);
            });
            List<Login> logins = new ArrayList<>();
            for (Future<List<Login>> mine : all) {
                logins.addAll(mine.get());
            }
            back.get().close();
            return logins;
        } finally {
            clients.shutdownNow();
        }
    }

    private static Login logIn(String url, int number) {
        Answer answer;
        try {
            answer = Api.post(url + Api.LOGIN, """
                    {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "%s"}, "password": "s3cret"}
                    """.formatted(user(number)));
        } catch (CompletionException e) {
            return new Login(number, 0, "", String.valueOf(e.getCause()));
        }
        if (answer.status() == 200) {
            return new Login(number, 200, answer.text("base_cs_url"), "");
        }
        // Whoever answers: a Matrix error that a browser may read.
        assertThatCode(answer::json).as(answer.body()).doesNotThrowAnyException();
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
        return new Login(number, answer.status(), "", answer.text("errcode"));
    }

    private static void requireOnceOrClearly(List<Login> logins, List<CountingHomeserver> homeservers)
            throws IOException {
        int failed = 0;
        int failedThere = 0;
        for (Login login : logins) {
            String user = user(login.number());
            CountingHomeserver own = homeservers.get(home(login.number()));
            CountingHomeserver other = homeservers.get(1 - home(login.number()));
            assertThat(other.loginsOf(user))
                    .as("at the wrong homeserver: %s", login)
                    .isZero();
            if (login.isGood()) {
                assertThat(login.baseUrl()).as("%s", login).isEqualTo(own.baseUrl());
                assertThat(own.loginsOf(user)).as("%s", login).isEqualTo(1);
            } else {
                assertThat(login.status()).as("%s", login).isIn(502, 503, 504);
                assertThat(login.error()).as("%s", login).isEqualTo("M_UNKNOWN");
                assertThat(own.loginsOf(user)).as("%s", login).isLessThanOrEqualTo(1);
                failed++;
                failedThere += own.loginsOf(user);
            }
        }
        assertThat(logins).hasSize(LOGINS);
        // Those that were in flight at the portal that was killed, or were sent to it on a connection that nginx had
        // kept.
        assertThat(failed).as("%s", byStatus(logins)).isLessThanOrEqualTo(CLIENTS + KEPT);
        report(
                ("%d logins by %d clients, one of two portals killed and started again: %d succeeded, %d failed clearly, of which"
                                + " %d had reached their homeserver; by status: %s; none was sent twice, none to a wrong homeserver")
                        .formatted(LOGINS, CLIENTS, LOGINS - failed, failed, failedThere, byStatus(logins)));
    }

    private static Map<Integer, Long> byStatus(List<Login> logins) {
        return logins.stream().collect(Collectors.groupingBy(Login::status, TreeMap::new, Collectors.counting()));
    }

    private static void report(String figures) throws IOException {
        Path report = Path.of(System.getProperty("waymark.demo.jar")).resolveSibling("many-portals.txt");
        Files.writeString(report, figures + "\n");
        System.out.println(figures);
    }
}
