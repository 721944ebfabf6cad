// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, read strictly: what cannot be decoded is refused as a whole, and nothing of it is ever in an exception or
 * a log line, as it may be where a container reads it. Immutable.
 */
final class QueryParameters {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads the part of a URL behind the question mark.
     *
     * @param query null where there is none
     * @return null where it holds anything but ASCII, or escapes that are none, or are not of UTF-8
     */
    static @Nullable QueryParameters parse(@Nullable String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (name == null || value == null) {
                return null;
            }
            values.computeIfAbsent(name, none -> new ArrayList<>(1)).add(value);
        }
        return new QueryParameters(values);
    }

    private static @Nullable String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c > 0x7f) {
                return null;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The value of a digit; those of other scripts, which {@link Character#digit} takes as well, are none. */
    private static int hex(char c) {
        return c > 0x7f ? -1 : Character.digit(c, 16);
    }

    /** All values of a parameter, in their order; none where it is not given. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The value of a parameter that is given once; null where it is given more often, or not at all. */
    @Nullable
    String one(String name) {
        List<String> all = all(name);
        return all.size() == 1 ? all.get(0) : null;
    }

    /** A name or value, or a step of a path, as it stands in a URL: only letters, digits and {@code -._~} are not escaped. */
    static String encode(String text) {
        StringBuilder url = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                url.append((char) b);
            } else {
                url.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return url.toString();
    }
}
