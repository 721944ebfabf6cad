// SPDX-License-Identifier: Apache-2.0
/** Servers that the system's packages bring, for the tests of all modules. */
@NullMarked
package dev.waymark.system;

import org.jspecify.annotations.NullMarked;
