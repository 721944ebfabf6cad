// SPDX-License-Identifier: Apache-2.0
/**
 * What operators see of the rules in force and of their directories: an MXBean for each filter.
 *
 * <p>Reads what {@link dev.waymark.config} and {@link dev.waymark.directory} keep count of anyway, and counts nothing
 * itself. Uses them, {@link dev.waymark.rule}, and {@code javax.management} where there is such a module; knows no servlets.
 */
@NullMarked
package dev.waymark.metrics;

import org.jspecify.annotations.NullMarked;
