// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import org.jspecify.annotations.Nullable;

/**
 * What a homeserver's own code said of the target, which wins over the rules: the values of two request attributes, as
 * they were set. At most one of them is expected.
 *
 * @param target the name of a target of the rules file, or null
 * @param baseCsUrl a base URL, or null
 */
public record Instruction(@Nullable Object target, @Nullable Object baseCsUrl) {

    /** The request attribute that holds a target's name, a {@link String}. */
    public static final String TARGET_ATTRIBUTE = "dev.waymark.target";
    /** The request attribute that holds a base URL, a {@link String}. */
    public static final String BASE_CS_URL_ATTRIBUTE = "dev.waymark.base_cs_url";

    /** Nothing was said: the rules decide. */
    public static final Instruction NONE = new Instruction(null, null);
}
