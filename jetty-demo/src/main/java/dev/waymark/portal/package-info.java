// SPDX-License-Identifier: Apache-2.0
/**
 * The login portal: one address in front of many homeservers, built from Jetty's server and proxy and the filter.
 *
 * <p>It decides from the login request, by the same rules as the filter, which homeserver a login is for, forwards it
 * there, and tells the filter by a request attribute; the filter injects. All other requests it answers itself. It may
 * use every package of the filter; nothing but the demo may use it.
 */
@NullMarked
package dev.waymark.portal;

import org.jspecify.annotations.NullMarked;
