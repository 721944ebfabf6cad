// SPDX-License-Identifier: Apache-2.0
/**
 * The portal and the filter with real homeservers: two Synapse servers, real clients, a real identity provider. Everything runs on
 * the loopback interface; what is not on the machine is installed from PyPI and npm, under {@code target}.
 */
package dev.waymark.interop;
