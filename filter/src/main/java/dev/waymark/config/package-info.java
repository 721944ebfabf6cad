// SPDX-License-Identifier: Apache-2.0
/**
 * The rules file: from its text to rules, or to a list of every problem in it with its place.
 *
 * <p>Uses {@link dev.waymark.rule}, {@link dev.waymark.login}, Jackson's streaming parser and RE2; knows no servlets.
 */
@NullMarked
package dev.waymark.config;

import org.jspecify.annotations.NullMarked;
