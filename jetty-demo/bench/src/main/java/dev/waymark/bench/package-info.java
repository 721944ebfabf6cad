// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: JMH for code, and programs that measure servers and directories in interleaved rounds. Figures are for ratios within a
 * run; {@code jetty-demo/bench/run} runs all and writes {@code docs/performance.md}.
 */
@NullMarked
package dev.waymark.bench;

import org.jspecify.annotations.NullMarked;
