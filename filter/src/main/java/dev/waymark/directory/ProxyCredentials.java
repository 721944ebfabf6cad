// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import org.jspecify.annotations.Nullable;

/** Gives proxies the credentials that the JVM has for them, and servers none: they are none of theirs. */
final class ProxyCredentials extends Authenticator {

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        if (getRequestorType() != RequestorType.PROXY) {
            return null;
        }
        return requestPasswordAuthentication(
                Authenticator.getDefault(),
                getRequestingHost(),
                getRequestingSite(),
                getRequestingPort(),
                getRequestingProtocol(),
                getRequestingPrompt(),
                getRequestingScheme(),
                getRequestingURL(),
                getRequestorType());
    }
}
