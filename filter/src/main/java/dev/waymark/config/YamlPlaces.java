// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.Arrays;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Places of YAML events in a text, counted as those of JSON are: in characters as Java has them, not code points. */
final class YamlPlaces {

    private final Lines lines;
    private final int length;

    /** The code points that are two characters, by their numbers. */
    private final int[] pairs;

    YamlPlaces(String text) {
        this.lines = new Lines(text);
        this.length = text.length();
        this.pairs = pairs(text);
    }

    private static int[] pairs(String text) {
        int[] pairs = new int[16];
        int count = 0;
        int number = 0;
        for (int i = 0; i < text.length(); i++, number++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                if (count == pairs.length) {
                    pairs = Arrays.copyOf(pairs, count * 2);
                }
                pairs[count++] = number;
                i++;
            }
        }
        return Arrays.copyOf(pairs, count);
    }

    /** The place of a mark; the beginning where there is none. */
    Node.Place of(Optional<Mark> mark, Node.Path path) {
        int number = mark.map(Mark::getIndex).orElse(0);
        int found = Arrays.binarySearch(pairs, number);
        int before = found >= 0 ? found : -found - 1;
        return lines.place(Math.min(number + before, length), path);
    }
}
