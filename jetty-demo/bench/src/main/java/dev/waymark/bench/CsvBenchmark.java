// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import dev.waymark.rule.Login;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A CSV directory of many rows: how long it takes to load, what a user takes in memory, how long a look-up is. */
public final class CsvBenchmark {

    private static final int LOOKUPS = 1_000_000;

    private static final String RULES = """
            targets:
              t0: {base_cs_url: "https://t0.bench.example"}
              t1: {base_cs_url: "https://t1.bench.example"}
              t2: {base_cs_url: "https://t2.bench.example"}
              t3: {base_cs_url: "https://t3.bench.example"}
            directories:
              users: {type: csv, file: users.csv}
            rules:
              - {name: users, lookup: users}
            """;

    private final Path folder;
    private final Path csv;
    private final int rows;

    private CsvBenchmark(Path folder, int rows) {
        this.folder = folder;
        this.csv = folder.resolve("users.csv");
        this.rows = rows;
    }

    /** Arguments: the file for what is measured, an empty folder to work in, rows, rounds. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("expected: FILE FOLDER ROWS ROUNDS, such as csv.json /tmp/csv 10000000 3");
            System.exit(2);
        }
        CsvBenchmark benchmark = new CsvBenchmark(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        benchmark.writeFiles();
        Rounds rounds = new Rounds("directories.csv", "map", Map.of("rows", benchmark.rows))
                .run(Integer.parseInt(arguments[3]), List.of("read", "waymark", "map"), benchmark::measure);
        Rounds.write(Path.of(arguments[0]), List.of(rounds));
        System.exit(0);
    }

    private void writeFiles() throws IOException {
        Files.writeString(folder.resolve("rules.yaml"), RULES);
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("user_id,target\n");
            for (int i = 0; i < rows; i++) {
                out.write(Samples.user(i) + ",t" + i % 4 + "\n");
            }
        }
    }

    private Map<String, Double> measure(String variant) throws Exception {
        return switch (variant) {
            case "read" -> read();
            case "waymark" -> waymark();
            default -> map();
        };
    }

    /** The limit: to read the bytes of the file. */
    private Map<String, Double> read() throws IOException {
        long start = System.nanoTime();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(csv)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        return Map.of("load_s", seconds(start), "bytes", (double) bytes);
    }

    private Map<String, Double> waymark() throws Exception {
        long before = usedHeap();
        long start = System.nanoTime();
        try (RulesFile file = RulesFile.load(RuleSource.file(folder.resolve("rules.yaml")))) {
            double load = seconds(start);
            double perUser = (usedHeap() - before) / (double) rows;
            double lookup = nanos(user -> file.rules().decide(Login.of(user)).target() != null);
            return Map.of("load_s", load, "bytes_per_user", perUser, "lookup_ns", lookup);
        }
    }

    /** What one would write by hand: lines split at the comma, in a map. */
    private Map<String, Double> map() throws IOException {
        long before = usedHeap();
        long start = System.nanoTime();
        Map<String, String> targets = new HashMap<>();
        Map<String, String> users = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(csv)) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split(",", -1);
                users.put(fields[0], targets.computeIfAbsent(fields[1], target -> target));
            }
        }
        double load = seconds(start);
        double perUser = (usedHeap() - before) / (double) rows;
        double lookup = nanos(user -> users.get(user) != null);
        return Map.of("load_s", load, "bytes_per_user", perUser, "lookup_ns", lookup);
    }

    private interface Lookup {
        boolean find(String user);
    }

    /** Of a look-up of some user, the making of the user ID included. Half of the users are not there. */
    private double nanos(Lookup lookup) {
        double best = Double.MAX_VALUE;
        for (int pass = 0; pass < 3; pass++) {
            Random random = new Random(pass);
            int found = 0;
            long start = System.nanoTime();
            for (int i = 0; i < LOOKUPS; i++) {
                found += lookup.find(Samples.user(random.nextInt(2 * rows))) ? 1 : 0;
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) LOOKUPS);
            if (Math.abs(found - LOOKUPS / 2) > LOOKUPS / 10) {
                throw new IllegalStateException(found + " of " + LOOKUPS + " users were found");
            }
        }
        return best;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
