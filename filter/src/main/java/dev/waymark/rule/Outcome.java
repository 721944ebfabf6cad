// SPDX-License-Identifier: Apache-2.0
package dev.waymark.rule;

/** What a rule says of the logins that meet its conditions. */
public sealed interface Outcome {

    /** The user belongs to a named homeserver. */
    record ToTarget(Target target) implements Outcome {}

    /** The user's homeserver has a base URL that is built from the login. */
    record ToBaseUrl(UrlTemplate template) implements Outcome {}

    /** The response stays as the homeserver wrote it. */
    record Leave() implements Outcome {}
}
