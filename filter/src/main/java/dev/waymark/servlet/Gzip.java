// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Bodies that a homeserver compressed itself. */
final class Gzip {

    private Gzip() {}

    /** The plain body of the first {@code length} bytes, or null where they are not gzip, or hold more than {@code max}. */
    static byte @Nullable [] unzip(byte[] body, int length, int max) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body, 0, length))) {
            byte[] plain = in.readNBytes(max);
            return in.read() < 0 ? plain : null;
        } catch (IOException e) {
            return null;
        }
    }

    static byte[] zip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(plain.length);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return zipped.toByteArray();
    }
}
