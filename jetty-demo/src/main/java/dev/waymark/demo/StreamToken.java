// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** How clients see a position in the stream of events: {@code s17}. */
final class StreamToken {

    private static final String PREFIX = "s";

    private StreamToken() {}

    static String of(long position) {
        return PREFIX + position;
    }

    static long parse(String parameter, String token) {
        try {
            if (token.startsWith(PREFIX)) {
                return Long.parseLong(token.substring(PREFIX.length()));
            }
        } catch (NumberFormatException e) {
            // Refused below, like any other token that is not ours.
        }
        throw MatrixException.invalidParam(parameter);
    }
}
