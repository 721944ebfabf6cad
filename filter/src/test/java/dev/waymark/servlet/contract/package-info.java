// SPDX-License-Identifier: Apache-2.0
/**
 * The filter's contract as a differential test: each {@code Scenario} is a homeserver that answers a login in some way
 * that the Servlet API allows. It is run without the filter and with it, over a plain socket, and what went over the wire
 * is compared byte for byte, as is what the homeserver itself saw.
 *
 * <p>Some scenarios of every theme, which {@code Http2Scenarios} names, are run over HTTP/2 as well.
 *
 * <p>{@code LoginContract} holds the comparison, the {@code ...Scenarios} classes the homeservers, one class a theme. A
 * container is added by an implementation of {@code Container} and a subclass of {@code LoginContract}, which names what
 * that container cannot keep, and why.
 */
package dev.waymark.servlet.contract;
