// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import dev.waymark.login.LoginRequest;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedReader;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what the homeserver reads of a login request, made while it reads, up to a limit. The homeserver's own calls
 * are all that reaches the container: nothing is read, awaited or asked for on its behalf.
 *
 * <p>The container hands out one stream or reader, however often it is asked. A filter in front may hand out a new one
 * each time, that begins anew: then the copy does so too.
 */
final class RequestCopy {

    /**
     * The most that is copied of any login, in bytes or characters: some hundred times what clients send. A larger request
     * goes by untouched, and says nothing to the rules.
     */
    static final int LARGEST = 1 << 16;

    private final int most;
    private @Nullable CopyingInputStream stream;
    private @Nullable CopyingReader reader;
    private @Nullable Source source;

    /** What is read from. */
    interface Source {

        /** What the request says, or null where what was read is no login request, or more than is copied. */
        @Nullable
        LoginRequest copied();
    }

    /** @param most the limit, in bytes or characters */
    RequestCopy(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /** Our stream over the container's. */
    @SuppressWarnings("ReferenceEquality")
    ServletInputStream over(ServletInputStream actual) {
        CopyingInputStream known = stream;
        if (known == null || known.actual() != actual) {
            known = new CopyingInputStream(actual, this);
            stream = known;
        }
        return known;
    }

    /** Our reader over the container's. */
    @SuppressWarnings("ReferenceEquality")
    BufferedReader over(BufferedReader actual) {
        CopyingReader known = reader;
        if (known == null || known.actual() != actual) {
            known = new CopyingReader(actual, this);
            reader = known;
        }
        return known;
    }

    /** The homeserver begins to read from there, and what it read before that from elsewhere counts no more. */
    void begins(Source begun) {
        source = begun;
    }

    /**
     * What the request says, as far as the homeserver has read it; null where it has not read all of a request: not the
     * body, not by us, or not yet.
     */
    @Nullable
    LoginRequest read() {
        Source last = source;
        return last == null ? null : last.copied();
    }
}
