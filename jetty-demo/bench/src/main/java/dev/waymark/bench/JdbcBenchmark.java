// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.Login;
import dev.waymark.system.Postgresql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Look-ups in a PostgreSQL with a million users: cached, not cached, and by the driver alone. */
public final class JdbcBenchmark {

    private static final int USERS = 1_000_000;
    /** So many are asked for: the cache holds all of them. */
    private static final int ACTIVE = 10_000;

    private static final String QUERY = "SELECT homeserver FROM placement WHERE user_id = ";

    private final Postgresql database;
    private final int lookups;

    private JdbcBenchmark(Postgresql database, int lookups) {
        this.database = database;
        this.lookups = lookups;
    }

    /** Arguments: the file for what is measured, rounds, look-ups in a measurement. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("expected: FILE ROUNDS LOOKUPS, such as jdbc.json 10 5000");
            System.exit(2);
        }
        Postgresql database = new Postgresql();
        try {
            database.run(
                    "CREATE TABLE placement (user_id text PRIMARY KEY, homeserver text NOT NULL)",
                    "INSERT INTO placement SELECT '@user' || n || ':bench.example', 't' || n % 2"
                            + " FROM generate_series(0, " + (USERS - 1) + ") n",
                    "ANALYZE placement");
            JdbcBenchmark benchmark = new JdbcBenchmark(database, Integer.parseInt(arguments[2]));
            benchmark.run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        } finally {
            database.stop();
        }
        System.exit(0);
    }

    private void run(Path result, int rounds) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername("postgres");
        config.setPassword(database.password);
        try (HikariDataSource pool = new HikariDataSource(config);
                RulesFile cached = rules("{size: 100000}");
                RulesFile uncached = rules("false")) {
            Map<String, Lookup> variants = Map.of(
                    "driver", user -> find(pool, user),
                    "waymark", user -> directed(uncached, user),
                    "waymark, cached", user -> directed(cached, user));
            for (Lookup warm : variants.values()) {
                nanos(warm, Math.max(lookups, ACTIVE));
            }
            // So that the cache knows all.
            for (int user = 0; user < ACTIVE; user++) {
                directed(cached, Samples.user(user));
            }
            Rounds measured = new Rounds("directories.jdbc", "driver", Map.of("users", USERS))
                    .run(
                            rounds,
                            List.copyOf(variants.keySet()),
                            variant -> Map.of("lookup_ns", nanos(variants.get(variant), lookups)));
            Rounds.write(result, List.of(measured));
        }
    }

    private RulesFile rules(String cache) throws Exception {
        return RulesFile.load(
                RuleSource.text("rules.yaml", """
                targets:
                  t0: {base_cs_url: "https://t0.bench.example"}
                  t1: {base_cs_url: "https://t1.bench.example"}
                directories:
                  placement:
                    type: jdbc
                    url: %s
                    user: postgres
                    password: %s
                    query: %s:user_id
                    cache: %s
                rules:
                  - {name: placement, lookup: placement}
                """.formatted(database.url(), database.password, QUERY, cache)));
    }

    private interface Lookup {
        boolean find(String user) throws SQLException;
    }

    private static boolean directed(RulesFile file, String user) {
        return file.rules().decide(Login.of(user)).target() != null;
    }

    private static boolean find(HikariDataSource pool, String user) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(QUERY + "?")) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getString(1) != null;
            }
        }
    }

    private static double nanos(Lookup lookup, int count) throws SQLException {
        Random random = new Random(1);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (!lookup.find(Samples.user(random.nextInt(ACTIVE)))) {
                throw new IllegalStateException("a user was not found");
            }
        }
        return (System.nanoTime() - start) / (double) count;
    }
}
