// SPDX-License-Identifier: Apache-2.0
package dev.waymark.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made when it is first asked for. For use by one thread. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> source;
    private @Nullable T made;

    Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        T known = made;
        if (known == null) {
            known = source.get();
            made = known;
        }
        return known;
    }
}
