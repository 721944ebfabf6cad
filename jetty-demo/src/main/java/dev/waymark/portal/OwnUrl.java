// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import dev.waymark.rule.BaseUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where clients reach the portal: as configured, else as the request at hand has reached it. */
final class OwnUrl implements Function<HttpServletRequest, BaseUrl> {

    private final @Nullable BaseUrl configured;
    private final Supplier<BaseUrl> listening;

    /**
     * The portal's address.
     *
     * @param configured what is told to everybody, or null
     * @param listening what is told where a request came by a name that is none
     */
    OwnUrl(@Nullable BaseUrl configured, Supplier<BaseUrl> listening) {
        this.configured = configured;
        this.listening = listening;
    }

    @Override
    public BaseUrl apply(HttpServletRequest request) {
        if (configured != null) {
            return configured;
        }
        String scheme = request.getScheme();
        int port = request.getServerPort();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        try {
            return BaseUrl.parse(scheme + "://" + request.getServerName() + (usual ? "" : ":" + port));
        } catch (IllegalArgumentException e) {
            return listening.get();
        }
    }
}
