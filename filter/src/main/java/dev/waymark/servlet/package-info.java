// SPDX-License-Identifier: Apache-2.0
/**
 * The servlet filter, and what it holds a login response back with.
 *
 * <p>The one package of the filter that knows the Servlet API. It uses {@link dev.waymark.config}, {@link dev.waymark.metrics} and
 * {@link dev.waymark.login}, and no JSON library. {@link dev.waymark.servlet.LoginRedirectFilter} is for users; the other
 * public classes are called by containers and by Spring.
 *
 * <p>A {@code Capture} accompanies one login. The homeserver gets a {@code CapturingRequest} and a
 * {@code CapturingResponse}; what it writes is held back in a {@code CapturingOutputStream} or {@code CapturingWriter}
 * until it is whole, and is then sent on, once, by the capture. From that moment on, or as soon as it is clear that this is no login response,
 * all calls go straight to the container.
 */
@NullMarked
package dev.waymark.servlet;

import org.jspecify.annotations.NullMarked;
