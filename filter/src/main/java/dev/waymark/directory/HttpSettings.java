// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP directory was set to.
 *
 * @param body null for a GET
 * @param trust whom TLS trusts; null for whom the JVM does
 * @param prefix stands before the answer
 * @param timeout for one look-up
 */
record HttpSettings(
        HttpQuestion question,
        Map<String, String> headers,
        @Nullable HttpBody body,
        JsonAnswer answer,
        String prefix,
        @Nullable SSLContext trust,
        Duration timeout) {

    HttpSettings {
        headers = Map.copyOf(headers);
    }

    /** Nothing of them: they may be secret. */
    @Override
    public String toString() {
        return "HttpSettings";
    }
}
