// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads login responses of the shape that most homeservers send: an object of strings, whole numbers, true, false and
 * null, in ASCII, without escapes, and without any of the fields that would be injected. Of a text that is anything
 * else, or of which there is any doubt, it says nothing, and {@link LoginResponseReader} reads it.
 *
 * <p>It is there for what it does not do: a parser for all of JSON allocates more than all else that is done with a
 * response. What it does say is what the other would have said.
 */
final class PlainResponseReader {

    private static final byte[] USER_ID = ascii("user_id");
    private static final byte[] DEVICE_ID = ascii("device_id");
    private static final byte[] ACCESS_TOKEN = ascii("access_token");
    private static final byte[] BASE_CS_URL = ascii(Injection.BASE_CS_URL);
    private static final byte[] WELL_KNOWN = ascii(Injection.WELL_KNOWN);

    /** Longer names and numbers are left to the parser, which has limits to them. */
    private static final int MAX_LENGTH = 500;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** In each byte of a word. */
    private static final long ONES = 0x0101010101010101L;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final int END = -1;

    private final byte[] body;
    private final int length;
    private int at;

    private @Nullable String userId;
    private @Nullable String deviceId;
    private boolean device;
    private boolean accessToken;

    private PlainResponseReader(byte[] body, int length) {
        this.body = body;
        this.length = length;
    }

    /** Reads the first {@code length} bytes; null where they are not of that shape, whatever else they are. */
    static @Nullable LoginResponse read(byte[] body, int length) {
        return new PlainResponseReader(body, length).read();
    }

    private @Nullable LoginResponse read() {
        if (next() != '{') {
            return null;
        }
        int start = at;
        int separator;
        do {
            if (!readMember()) {
                return null;
            }
            separator = next();
        } while (separator == ',');
        if (separator != '}' || next() != END || userId == null || !accessToken) {
            return null;
        }
        return new LoginResponse(userId, deviceId, start, null, null);
    }

    /** The next byte that is no space, which is read; or {@link #END}. */
    private int next() {
        while (at < length) {
            // Not as it is signed: 0xff would be the end.
            int b = body[at++] & 0xff;
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
        }
        return END;
    }

    /** Whether there was a member, and it is plain. */
    private boolean readMember() {
        if (next() != '"') {
            return false;
        }
        int name = at;
        if (!readString() || at - name > MAX_LENGTH) {
            return false;
        }
        int nameEnd = at - 1;
        if (next() != ':') {
            return false;
        }
        int first = next();
        int value = at;
        boolean isString = first == '"';
        if (!(isString ? readString() : readOther(first))) {
            return false;
        }
        return switch (nameEnd - name) {
            case 7 -> !isName(USER_ID, name) || setUserId(isString, value);
            case 9 -> !isName(DEVICE_ID, name) || setDevice(isString, value);
            case 10 -> !isName(WELL_KNOWN, name);
            case 11 -> !isName(BASE_CS_URL, name);
            case 12 -> !isName(ACCESS_TOKEN, name) || setAccessToken(isString);
            default -> true;
        };
    }

    private boolean isName(byte[] name, int place) {
        return Arrays.equals(body, place, place + name.length, name, 0, name.length);
    }

    private boolean setUserId(boolean isString, int place) {
        boolean plain = isString && userId == null;
        userId = plain ? text(place) : null;
        return plain;
    }

    private boolean setDevice(boolean isString, int place) {
        boolean first = !device;
        device = true;
        deviceId = isString ? text(place) : null;
        return first;
    }

    private boolean setAccessToken(boolean isString) {
        boolean plain = isString && !accessToken;
        accessToken = true;
        return plain;
    }

    /** The text of the string that was just read. */
    private String text(int place) {
        return new String(body, place, at - 1 - place, StandardCharsets.ISO_8859_1);
    }

    /** Reads to behind the closing quote. Eight bytes at a time, as long as none of them is one to look at. */
    private boolean readString() {
        while (at <= length - Long.BYTES) {
            long special = specialBytes((long) LONG.get(body, at));
            if (special != 0) {
                at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
                break;
            }
            at += Long.BYTES;
        }
        while (at < length) {
            byte b = body[at++];
            if (b == '"') {
                return true;
            }
            // Control characters, and all that is not ASCII, which is negative.
            if (b < ' ' || b == '\\') {
                return false;
            }
        }
        return false;
    }

    /**
     * A word of which the lowest bit that is set is in the first byte of the given one that is a quote, a backslash, a control
     * character or not ASCII; 0 where there is none. (Bytes above that may have bits by a borrow.)
     */
    private static long specialBytes(long word) {
        long notAscii = word;
        long control = (word - ' ' * ONES) & ~word;
        return (zeroBytes(word ^ '"' * ONES) | zeroBytes(word ^ '\\' * ONES) | control | notAscii) & HIGH_BITS;
    }

    private static long zeroBytes(long word) {
        return (word - ONES) & ~word;
    }

    /** Reads a whole number, true, false or null, of which the first byte has been read. */
    private boolean readOther(int first) {
        return switch (first) {
            case 't' -> readRest('r', 'u', 'e');
            case 'n' -> readRest('u', 'l', 'l');
            case 'f' -> readRest('a', 'l', 's') && at < length && body[at++] == 'e';
            default -> readWhole(first);
        };
    }

    private boolean readRest(int second, int third, int fourth) {
        boolean found = at + 3 <= length && body[at] == second && body[at + 1] == third && body[at + 2] == fourth;
        at += 3;
        return found;
    }

    /** Without sign, fraction and exponent, and without a zero in front. Behind it must be what ends a number. */
    private boolean readWhole(int first) {
        int start = at;
        boolean isDigit = first >= '0' && first <= '9';
        while (at < length && body[at] >= '0' && body[at] <= '9') {
            at++;
        }
        int more = at - start;
        return isDigit && (first != '0' || more == 0) && more < MAX_LENGTH;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
