// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import dev.waymark.rule.Target;

/**
 * What the operator wants injected.
 *
 * @param baseCsUrl whether {@code base_cs_url} is, the field of the MSC1730 draft
 * @param wellKnown whether {@code well_known} is, the field that the Matrix specification adopted
 * @param keepExisting whether a field that the homeserver sent itself stays as it is; one that it sent as null counts
 *     as not sent
 */
public record Injection(boolean baseCsUrl, boolean wellKnown, boolean keepExisting) {

    public static final String BASE_CS_URL = "base_cs_url";
    public static final String WELL_KNOWN = "well_known";

    /** Both fields, and the target's word above the homeserver's. */
    public static final Injection DEFAULT = new Injection(true, true, false);

    /** What is injected for a target where the homeserver sent neither field: a JSON object. */
    public String json(Target target) {
        return new InjectedFields(target, this).json();
    }
}
