// SPDX-License-Identifier: Apache-2.0
/** The demo: three small homeservers, the portal in front of them, and the main class. */
@NullMarked
package dev.waymark.demo;

import org.jspecify.annotations.NullMarked;
