// SPDX-License-Identifier: Apache-2.0
/**
 * For own directories and own conditions in Java. A provider is found by {@link java.util.ServiceLoader}; a rules file
 * names it by its {@code type}, and hands it its settings.
 *
 * <p>Uses {@link dev.waymark.rule} only. The directories of Waymark's own are written against the same interfaces.
 */
@NullMarked
package dev.waymark.spi;

import org.jspecify.annotations.NullMarked;
