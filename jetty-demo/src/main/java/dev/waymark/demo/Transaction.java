// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

/** What makes two requests the same one, sent twice: its device, its path, and the client's own ID of it. */
record Transaction(Session session, String roomId, String type, String id) {}
