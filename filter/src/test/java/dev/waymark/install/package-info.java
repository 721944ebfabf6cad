// SPDX-License-Identifier: Apache-2.0
/**
 * Installing, as {@code docs/install.md} says it: each way is followed to the letter ({@code InstallGuide}) and ends in the
 * real server, started as operators start it, with a homeserver that is answered for with and without Waymark.
 */
package dev.waymark.install;
