// SPDX-License-Identifier: Apache-2.0
/**
 * Deciding where a user belongs: conditions, outcomes, ordered rules, and the decision they come to.
 *
 * <p>The centre of the project. It may use the JDK only, and does no I/O; every other package may use it.
 */
@NullMarked
package dev.waymark.rule;

import org.jspecify.annotations.NullMarked;
