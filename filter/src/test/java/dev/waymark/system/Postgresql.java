// SPDX-License-Identifier: Apache-2.0
package dev.waymark.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server with an empty database, from the system's programs, in a folder and on a port of its own. */
public final class Postgresql {

    private static final String OWNER = "postgres";
    private static final String PACKAGE = "postgresql";

    /** Of the user of that name, who may do anything. */
    public final String password = UUID.randomUUID().toString();

    public final int port;

    private final Path folder;
    private @Nullable Process process;

    /** Makes the folder and starts the server. */
    public Postgresql() throws IOException, InterruptedException, SQLException {
        port = SystemServer.freePort();
        // Not in the project's folder, which the server's user may not see.
        folder = Files.createTempDirectory("waymark-postgresql");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path secret = Files.writeString(folder.resolve("password"), password);
        SystemServer.give(folder, OWNER);
        SystemServer.run(
                folder,
                postgres(
                        "initdb",
                        "-D",
                        folder.resolve("data").toString(),
                        "-U",
                        OWNER,
                        "--pwfile",
                        secret.toString(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-sync"));
        start();
    }

    private static List<String> postgres(String program, String... options) {
        Path path = SystemServer.program("/usr/lib/postgresql/*/bin/" + program, PACKAGE);
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(options));
        return SystemServer.asUser(OWNER, command);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", OWNER);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url(), properties);
    }

    public void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Starts it, and waits until it takes connections. */
    public void start() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process started = SystemServer.start(
                folder,
                log.toFile(),
                postgres(
                        "postgres",
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off"));
        process = started;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException e) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("PostgreSQL does not start:\n" + Files.readString(log), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Ends it, and all connections with it. */
    public void stop() throws InterruptedException, IOException {
        Process last = process;
        if (last == null) {
            return;
        }
        process = null;
        SystemServer.run(
                folder,
                postgres(
                        "pg_ctl",
                        "stop",
                        "-w",
                        "-m",
                        "fast",
                        "-D",
                        folder.resolve("data").toString()));
        last.waitFor(60, TimeUnit.SECONDS);
    }

    /** Ends it for good, and deletes its folder. */
    public void remove() throws IOException, InterruptedException {
        stop();
        SystemServer.delete(folder);
    }
}
