// SPDX-License-Identifier: Apache-2.0
/**
 * Login requests and login responses as bytes and facts, and the splice: what Matrix clients and homeservers say at
 * {@code POST /_matrix/client/v3/login}, read in one pass, and changed without being written anew.
 *
 * <p>Uses {@link dev.waymark.rule} and Jackson's streaming parser; knows no servlets. Its public types are public for
 * the servlet filter and the portal, which live in other packages.
 */
@NullMarked
package dev.waymark.login;

import org.jspecify.annotations.NullMarked;
