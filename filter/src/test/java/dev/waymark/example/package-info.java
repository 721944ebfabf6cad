// SPDX-License-Identifier: Apache-2.0
/** A directory and a condition in Java, as users may write them. */
@NullMarked
package dev.waymark.example;

import org.jspecify.annotations.NullMarked;
