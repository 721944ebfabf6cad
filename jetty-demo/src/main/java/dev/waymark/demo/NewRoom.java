// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The room that a user asks for. */
record NewRoom(@Nullable String name, @Nullable String topic, Preset preset, boolean direct, List<Account> invited) {

    /** The specification's presets, as far as they differ here. */
    enum Preset {
        PRIVATE_CHAT("invite", false),
        TRUSTED_PRIVATE_CHAT("invite", true),
        PUBLIC_CHAT("public", false);

        private final String joinRule;
        private final boolean invitedAreEqual;

        Preset(String joinRule, boolean invitedAreEqual) {
            this.joinRule = joinRule;
            this.invitedAreEqual = invitedAreEqual;
        }

        String joinRule() {
            return joinRule;
        }

        boolean invitedAreEqual() {
            return invitedAreEqual;
        }
    }

    /** Without what the user calls it. */
    @Override
    public String toString() {
        return "NewRoom[" + preset + "]";
    }
}
