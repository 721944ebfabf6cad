// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.rule.BaseUrl;
import dev.waymark.spi.Settings;
import org.jspecify.annotations.Nullable;

/** The setting {@code prefix}: stands before what a server answers, so that a bare host name becomes a base URL. */
final class Prefix {

    private static final String KEY = "prefix";

    private Prefix() {}

    /** What the setting says; empty where it is missing. */
    static String read(Settings settings) {
        String prefix = settings.text(KEY, "");
        if (prefix == null) {
            return "";
        }
        if (prefix.contains(":")) {
            checkUrl(settings, prefix);
        }
        return prefix;
    }

    private static void checkUrl(Settings settings, String prefix) {
        try {
            BaseUrl.parse(prefix + "x");
        } catch (IllegalArgumentException e) {
            settings.problem(KEY, "with an answer after it, it is " + e.getMessage());
        }
    }

    /** The answer with the prefix; null, and an empty one, stay no answer. */
    static @Nullable String before(@Nullable String answer, String prefix) {
        return answer == null || answer.isEmpty() ? null : prefix + answer;
    }
}
