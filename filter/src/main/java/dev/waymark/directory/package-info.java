// SPDX-License-Identifier: Apache-2.0
/**
 * The directories of Waymark's own (CSV files, databases, LDAP, HTTP), and what stands around any directory: cache, limit of
 * time, and the check of what it answers.
 *
 * <p>Uses {@link dev.waymark.rule} and {@link dev.waymark.spi}; knows neither the rules file's syntax nor servlets.
 */
@NullMarked
package dev.waymark.directory;

import org.jspecify.annotations.NullMarked;
