// SPDX-License-Identifier: Apache-2.0
package dev.waymark.portal;

import jakarta.servlet.http.HttpServletRequest;

/** Paths as the container routes them: decoded, normalised, without query and parameters. */
final class Paths {

    private Paths() {}

    static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
