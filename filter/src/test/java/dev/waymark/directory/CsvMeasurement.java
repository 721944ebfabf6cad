// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.Login;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measures a directory of some millions of users: how long it takes to read, how much of the heap it takes then, and how
 * long a look-up takes. To be run by hand, with the number of users: no test.
 */
final class CsvMeasurement {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int FIRST = 1_000_000;
    private static final int LOOK_UPS = 5_000_000;

    private CsvMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        int users = arguments.length == 0 ? 10_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("waymark");
        Path file = folder.resolve("users.csv");
        try {
            write(file, users);
            long before = used();
            long start = System.nanoTime();
            long processor = THREADS.getCurrentThreadCpuTime();
            CsvDirectory directory = new CsvFolder(folder).open();
            processor = THREADS.getCurrentThreadCpuTime() - processor;
            long nanoseconds = System.nanoTime() - start;
            long after = used();
            System.out.printf(
                    "%,d users, a file of %,d bytes%n", directory.table().size(), Files.size(file));
            System.out.printf("read in %.2f s, %.2f s of them on a processor%n", nanoseconds / 1e9, processor / 1e9);
            System.out.printf("heap: %.1f bytes a user%n", (double) (after - before) / users);
            System.out.printf(
                    "own account: %.1f bytes a user%n",
                    (double) directory.table().sizeInBytes() / users);
            System.out.printf("look-up: %.0f ns%n", lookUp(directory, users));
            start = System.nanoTime();
            directory.refresh();
            System.out.printf("looked at again, unchanged: %.2f s%n", (System.nanoTime() - start) / 1e9);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static void write(Path file, int users) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("user_id,target\n");
            for (int i = 0; i < users; i++) {
                // In no order, as a database gives them; each once.
                long number = FIRST + i * 7_368_787L % users;
                out.write("@user" + number + ":example.org," + (i % 3 == 0 ? "east" : "west") + "\n");
            }
        }
    }

    private static double lookUp(CsvDirectory directory, int users) {
        SplittableRandom random = new SplittableRandom(1);
        Map<Boolean, String> answers = Map.of(true, "east", false, "west");
        int found = 0;
        long start = System.nanoTime();
        for (int i = 0; i < LOOK_UPS; i++) {
            String answer = directory.find(Login.of("@user" + (FIRST + random.nextInt(users)) + ":example.org"));
            found += answers.containsValue(answer) ? 1 : 0;
        }
        double each = (double) (System.nanoTime() - start) / LOOK_UPS;
        if (found != LOOK_UPS) {
            throw new AssertionError(LOOK_UPS - found + " users were not found");
        }
        return each;
    }

    private static long used() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }
}
