// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How long the homeserver says that its response is, in whichever of the ways there are to say it. */
final class DeclaredLength {

    static final String HEADER = "Content-Length";

    private static final long NONE = -1;

    private final Capture capture;
    private long length = NONE;

    DeclaredLength(Capture capture) {
        this.capture = capture;
    }

    /** Whether the container knows of one. Jetty before ee10 tells of an unset one, which it does not send, as -1. */
    static boolean isIn(HttpServletResponse response) {
        String value = response.getHeader(HEADER);
        return value != null && !value.equals("-1");
    }

    /** What was declared, or less than 0. */
    long get() {
        return length;
    }

    boolean isSet() {
        return length >= 0;
    }

    void clear() {
        length = NONE;
    }

    /** Whether it is that of what is held. A container's line end may be of two characters, and is held as one. */
    boolean isOf(Held held) {
        long written = held.length();
        return written <= length && length <= written + capture.lineEnds();
    }

    /** Sets any header, and takes note if it is this one. */
    void set(String name, @Nullable String value, @Nullable Held held, Runnable setter) {
        if (HEADER.equalsIgnoreCase(name)) {
            set(parse(value), held, setter);
        } else {
            setter.run();
        }
    }

    private static long parse(@Nullable String value) {
        try {
            return value == null ? NONE : Long.parseLong(value);
        } catch (NumberFormatException e) {
            // What the container makes of it is its own affair; if a length comes of it, the body is not changed.
            return NONE;
        }
    }

    /** A length less than what was written is for the container to refuse; with that length, the response is whole. */
    void set(long declared, @Nullable Held held, Runnable setter) {
        long written = capture.hasEnded() || held == null || held.size() == 0 ? NONE : held.length();
        try {
            if (declared >= 0 && written > declared) {
                capture.release();
            }
            setter.run();
            length = declared;
            if (declared >= 0 && written == declared) {
                capture.reached(written);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the response was sent, and the client is gone", e);
        }
    }
}
