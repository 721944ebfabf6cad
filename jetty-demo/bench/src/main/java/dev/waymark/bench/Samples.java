// SPDX-License-Identifier: Apache-2.0
package dev.waymark.bench;

import dev.waymark.config.InvalidRulesException;
import dev.waymark.config.RuleSource;
import dev.waymark.config.RulesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The logins and rules that all variants are measured with. The same in every run. */
final class Samples {

    /** Different responses in rotation, so that no branch predictor learns one by heart. */
    static final int RESPONSES = 64;

    private static final int TARGETS = 8;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Samples() {}

    /** The user ID of that number. */
    static String user(int number) {
        return "@user" + number + ":bench.example";
    }

    private static String target(int user) {
        return "t" + user % TARGETS;
    }

    /** Where the user belongs. */
    static String baseUrl(int user) {
        return "https://matrix-" + user % TARGETS + ".bench.example";
    }

    /**
     * A response as Synapse writes them, of some 290 bytes, or with a further field up to the wanted size.
     *
     * @param user its number
     * @param size in bytes; what is less than the usual size leaves out what is not needed
     */
    static byte[] response(int user, int size) {
        Random random = new Random(user);
        StringBuilder json = new StringBuilder("{\"user_id\":\"").append(user(user));
        json.append("\",\"access_token\":\"syt_").append(letters(random, 40));
        if (size >= 290) {
            json.append("\",\"home_server\":\"bench.example\",\"device_id\":\"").append(letters(random, 10));
            json.append("\",\"expires_in_ms\":3600000,\"refresh_token\":\"syr_").append(letters(random, 40));
        }
        json.append("\",\"example.padding\":\"");
        json.append(letters(random, Math.max(0, size - json.length() - 2))).append("\"}");
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    /** Users in rotation, spread evenly over those that rules are for. */
    static int[] users(int rules) {
        int[] users = new int[RESPONSES];
        for (int i = 0; i < RESPONSES; i++) {
            users[i] = (int) ((long) i * rules / RESPONSES);
        }
        return users;
    }

    /** The text of a rules file with a rule for each of so many users. */
    static String rulesText(int rules) {
        StringBuilder text = new StringBuilder("{\"targets\":{");
        for (int target = 0; target < TARGETS; target++) {
            text.append(target == 0 ? "" : ",").append('"').append(target(target));
            text.append("\":{\"base_cs_url\":\"").append(baseUrl(target)).append("\"}");
        }
        text.append("},\"rules\":[");
        for (int user = 0; user < rules; user++) {
            text.append(user == 0 ? "" : ",").append("{\"user_id\":\"").append(user(user));
            text.append("\",\"target\":\"").append(target(user)).append("\"}");
        }
        return text.append("]}").toString();
    }

    /** The same, loaded. */
    static RulesFile rules(int rules) {
        try {
            return RulesFile.load(RuleSource.text("rules.json", rulesText(rules)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidRulesException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as the map that one would write by hand. */
    static Map<String, String> map(int rules) {
        Map<String, String> map = new HashMap<>();
        for (int user = 0; user < rules; user++) {
            map.put(user(user), baseUrl(user));
        }
        return map;
    }
}
