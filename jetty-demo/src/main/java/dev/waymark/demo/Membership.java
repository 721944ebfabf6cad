// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** What a user is to a room. */
enum Membership {
    INVITE("invite"),
    JOIN("join");

    private final String value;

    Membership(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    boolean is(Event member) {
        return member.content().path("membership").asString("").equals(value);
    }
}
