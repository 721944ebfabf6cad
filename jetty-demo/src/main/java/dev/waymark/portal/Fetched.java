// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import org.jspecify.annotations.Nullable;

/**
 * What came of asking a target: a JSON text, or why there is none.
 *
 * @param json null where there is a fault
 * @param fault null where there is a text
 */
record Fetched(@Nullable String json, @Nullable Fault fault) {

    static Fetched of(String json) {
        return new Fetched(json, null);
    }

    static Fetched failed(Fault fault) {
        return new Fetched(null, fault);
    }

    /** With what a reader makes of the text; where that is null, it was not what a homeserver answers. */
    Fetched read(JsonReader reader) {
        if (json == null) {
            return this;
        }
        String made = reader.read(json);
        return made == null ? failed(Fault.NOT_A_HOMESERVER) : of(made);
    }

    /** Makes one JSON text of another, or null where that is not what it has to be. */
    @FunctionalInterface
    interface JsonReader {
        @Nullable
        String read(String json);
    }
}
