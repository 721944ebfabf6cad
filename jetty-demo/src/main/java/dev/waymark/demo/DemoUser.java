// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** A user that a demo homeserver knows from the start. */
record DemoUser(String localpart, String password, String displayName) {

    /** Without the password. */
    @Override
    public String toString() {
        return "DemoUser[" + localpart + ", " + displayName + "]";
    }
}
