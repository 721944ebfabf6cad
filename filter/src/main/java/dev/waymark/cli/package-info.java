// SPDX-License-Identifier: Apache-2.0
/**
 * The command-line tool: {@code check}, {@code explain}, {@code simulate}, {@code diff}.
 *
 * <p>Uses {@link dev.waymark.rule}, {@link dev.waymark.login} and {@link dev.waymark.config}, picocli for the command line,
 * FastCSV for the users file, and Jackson's streaming generator for {@code --json}. Loaded by nobody else.
 */
@NullMarked
package dev.waymark.cli;

import org.jspecify.annotations.NullMarked;
