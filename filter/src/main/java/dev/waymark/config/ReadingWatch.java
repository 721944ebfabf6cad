// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a source again and compares, for one of which no more is known. */
final class ReadingWatch implements RuleSource.Watch {

    private final RuleSource source;
    private byte @Nullable [] taken;

    ReadingWatch(RuleSource source) {
        this.source = source;
    }

    @Override
    public @Nullable String next() throws IOException {
        String text = source.read();
        byte[] digest = RuleText.digest(text.getBytes(StandardCharsets.UTF_8));
        if (Arrays.equals(digest, taken)) {
            return null;
        }
        taken = digest;
        return text;
    }

    @Override
    public Duration interval() {
        return RuleSource.OTHER_INTERVAL;
    }
}
