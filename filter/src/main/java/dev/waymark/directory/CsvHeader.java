// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a CSV file, which names its columns.
 *
 * @param width how many columns there are
 * @param key what users are looked up by
 * @param keyIndex its column, from 0
 * @param targetIndex the column of the target, from 0
 */
record CsvHeader(int width, CsvKey key, int keyIndex, int targetIndex) {

    /** The most columns. */
    static final int MAX_WIDTH = 1_000;

    /** The longest name of a column that is looked at, in characters. */
    static final int MAX_NAME = 1_000;

    /**
     * Looks for the columns of a format. What is wrong is told without the names that were found: where a header is
     * missing, they are a user's.
     *
     * @param problems gets what is wrong, without its place
     * @return null where something is
     */
    static @Nullable CsvHeader of(List<String> names, CsvFormat format, List<String> problems) {
        if (names.size() > MAX_WIDTH) {
            problems.add("the header has more than " + MAX_WIDTH + " columns");
            return null;
        }
        if (names.size() == 1) {
            problems.add("the header has one column; expected two or more, with \"" + format.separator()
                    + "\" between them");
            return null;
        }
        int targetIndex = indexOf(format.targetColumn(), names, problems);
        CsvKey key = format.key() == null ? firstKey(names, format) : format.key();
        if (key == null) {
            problems.add("the header names no column that users can be looked up by; expected one of " + CsvKey.NAMES);
            return null;
        }
        int keyIndex = indexOf(key.column(), names, problems);
        return problems.isEmpty() ? new CsvHeader(names.size(), key, keyIndex, targetIndex) : null;
    }

    private static @Nullable CsvKey firstKey(List<String> names, CsvFormat format) {
        for (String name : names) {
            CsvKey key = CsvKey.of(name, format.ignoreCase());
            if (key != null && !name.equals(format.targetColumn())) {
                return key;
            }
        }
        return null;
    }

    private static int indexOf(String name, List<String> names, List<String> problems) {
        int index = names.indexOf(name);
        if (index < 0) {
            problems.add("the header has no column \"" + name + "\"" + nearMiss(name, names));
        } else if (names.lastIndexOf(name) != index) {
            problems.add("the header has more than one column \"" + name + "\"");
        }
        return index;
    }

    private static String nearMiss(String name, List<String> names) {
        List<String> folded = new ArrayList<>();
        names.forEach(other -> folded.add(fold(other)));
        int near = folded.indexOf(fold(name));
        return near < 0 ? "" : "; column " + (near + 1) + " differs from it in spaces or case only";
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
