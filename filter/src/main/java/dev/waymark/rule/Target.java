// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

import org.jspecify.annotations.Nullable;

/**
 * A homeserver that users are sent to.
 *
 * @param name its name in the rules file, or null where only a URL was given
 * @param baseUrl where clients reach its client-server API
 * @param identityServer the identity server that its users are told of, if any
 * @param upstream where a portal reaches it, or null where that is the base URL
 */
public record Target(
        @Nullable String name,
        BaseUrl baseUrl,
        @Nullable BaseUrl identityServer,
        @Nullable BaseUrl upstream) {

    /** A target that everybody reaches by its base URL. */
    public Target(@Nullable String name, BaseUrl baseUrl, @Nullable BaseUrl identityServer) {
        this(name, baseUrl, identityServer, null);
    }

    /** Where a portal reaches it. */
    public BaseUrl reachedAt() {
        return upstream == null ? baseUrl : upstream;
    }
}
