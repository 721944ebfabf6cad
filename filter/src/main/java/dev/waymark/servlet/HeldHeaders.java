// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers that say something of the body's bytes: false once the body changes. They are held back, and sent only with
 * an unchanged body, since Tomcat before 11 cannot remove a header that was set.
 */
final class HeldHeaders {

    /** ETag (RFC 9110), Content-MD5 (RFC 1864), Digest (RFC 3230), Content-Digest and Repr-Digest (RFC 9530). */
    private static final List<String> NAMES = List.of("ETag", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest");

    private final List<Header> headers = new ArrayList<>(0);

    private record Header(String name, String value) {}

    /** Whether the container has one already, from a filter further out: that one cannot be taken back. */
    static boolean isAnyIn(HttpServletResponse response) {
        // Loops, since this is asked for every header of every login response.
        for (String held : NAMES) {
            if (response.containsHeader(held)) {
                return true;
            }
        }
        return false;
    }

    static boolean isOne(String name) {
        for (String held : NAMES) {
            if (held.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    void set(String name, @Nullable String value) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
        add(name, value);
    }

    void add(String name, @Nullable String value) {
        if (value != null) {
            headers.add(new Header(name, value));
        }
    }

    @Nullable
    String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    List<String> all(String name) {
        return headers.isEmpty()
                ? List.of()
                : headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(name))
                        .map(Header::value)
                        .toList();
    }

    boolean isEmpty() {
        return headers.isEmpty();
    }

    /** The names of others, and of those that are held. */
    Collection<String> namesWith(Collection<String> others) {
        if (headers.isEmpty()) {
            return others;
        }
        Collection<String> names = new LinkedHashSet<>(others);
        headers.forEach(header -> names.add(header.name()));
        return names;
    }

    /** Hands all over to the container. */
    void sendTo(HttpServletResponse response) {
        headers.forEach(header -> response.addHeader(header.name(), header.value()));
        clear();
    }

    void clear() {
        headers.clear();
    }
}
