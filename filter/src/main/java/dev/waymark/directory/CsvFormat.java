// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is read.
 *
 * @param separator what stands between two fields
 * @param targetColumn the name of the column that says where a user belongs
 * @param key the column of users; null where it is the first that can be
 * @param ignoreCase whether case does not count in that
 */
record CsvFormat(
        char separator, String targetColumn, @Nullable CsvKey key, boolean ignoreCase) {

    /** The same, with a key column. */
    CsvFormat withKey(CsvKey column) {
        return new CsvFormat(separator, targetColumn, column, ignoreCase);
    }
}
