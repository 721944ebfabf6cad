// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures variants in rounds: each round has every variant once, in random order, so that what else the machine does falls on all of them.
 * Only ratios within a round mean anything.
 */
final class Rounds {

    private final String kind;
    private final String baseline;
    private final Map<String, Object> settings;
    private final List<Map<String, Map<String, Double>>> rounds = new ArrayList<>();
    private final Random order = new Random(1);

    /** One variant, measured once. */
    interface Measurement {
        /** Figures by name. */
        Map<String, Double> measure(String variant) throws Exception;
    }

    Rounds(String kind, String baseline, Map<String, Object> settings) {
        this.kind = kind;
        this.baseline = baseline;
        this.settings = settings;
    }

    /** Runs so many rounds. */
    Rounds run(int count, List<String> variants, Measurement measurement) throws Exception {
        for (int i = 0; i < count; i++) {
            List<String> shuffled = new ArrayList<>(variants);
            Collections.shuffle(shuffled, order);
            Map<String, Map<String, Double>> round = new LinkedHashMap<>();
            for (String variant : shuffled) {
                round.put(variant, measurement.measure(variant));
            }
            rounds.add(round);
            show(System.out, round);
        }
        return this;
    }

    private void show(PrintStream out, Map<String, Map<String, Double>> round) {
        out.println(kind + " " + new JsonMapper().writeValueAsString(round));
    }

    /** What was measured, as {@code report.py} reads it. */
    Map<String, Object> result() {
        return Map.of("kind", kind, "baseline", baseline, "settings", settings, "rounds", rounds);
    }

    /** Writes what was measured as a list. */
    static void write(Path file, List<Rounds> all) throws IOException {
        List<Map<String, Object>> results = all.stream().map(Rounds::result).toList();
        Files.writeString(file, new JsonMapper().writeValueAsString(results));
    }
}
