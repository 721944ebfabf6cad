// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets its oldest entry where a new one would take it over the limit. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

    private final int limit;

    BoundedMap(int limit) {
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
