// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a homeserver does with one request. */
@FunctionalInterface
interface Action {
    void run(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
