// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A user of the homeserver, and what it keeps for them. */
final class Account {

    /** The most devices, and so access tokens, of one user; the oldest is logged out. */
    static final int MAX_DEVICES = 20;

    /** The most filters kept for one user; the oldest goes, and its clients upload it again. */
    static final int MAX_FILTERS = 50;

    /** The most types of account data kept for one user; the oldest goes. */
    static final int MAX_ACCOUNT_DATA = 50;

    /** Account data of one type, and when it was set. */
    private record Data(ObjectNode content, long position) {

        /** Without the content, which is the user's. */
        @Override
        public String toString() {
            return "Data[" + position + "]";
        }
    }

    private final String userId;
    private final byte[] password;
    private String displayName;

    private final Map<String, Session> devices = new LinkedHashMap<>();
    private final Map<String, ObjectNode> filters = new BoundedMap<>(MAX_FILTERS);
    private final Map<String, Data> accountData = new BoundedMap<>(MAX_ACCOUNT_DATA);
    private int filtersMade;
    private long latestNews;

    Account(String userId, DemoUser user) {
        this.userId = userId;
        this.password = user.password().getBytes(StandardCharsets.UTF_8);
        this.displayName = user.displayName();
    }

    String userId() {
        return userId;
    }

    boolean hasPassword(String candidate) {
        return MessageDigest.isEqual(candidate.getBytes(StandardCharsets.UTF_8), password);
    }

    String displayName() {
        return displayName;
    }

    void setDisplayName(String displayName) {
        this.displayName = displayName;
    }

    /** Oldest first, by login; a snapshot. */
    List<Session> sessions() {
        return List.copyOf(devices.values());
    }

    @Nullable
    Session session(String deviceId) {
        return devices.get(deviceId);
    }

    void add(Session session) {
        devices.put(session.deviceId(), session);
    }

    void remove(Session session) {
        devices.remove(session.deviceId(), session);
    }

    String addFilter(ObjectNode filter) {
        String id = String.valueOf(filtersMade++);
        filters.put(id, filter);
        return id;
    }

    @Nullable
    ObjectNode filter(String id) {
        return filters.get(id);
    }

    void setAccountData(String type, ObjectNode content, long position) {
        accountData.put(type, new Data(content, position));
        notifyOf(position);
    }

    @Nullable
    ObjectNode accountData(String type) {
        Data data = accountData.get(type);
        return data == null ? null : data.content();
    }

    /** The account data set after the position, by type. */
    Map<String, ObjectNode> accountDataAfter(long position) {
        Map<String, ObjectNode> changed = new LinkedHashMap<>();
        accountData.forEach((type, data) -> {
            if (data.position() > position) {
                changed.put(type, data.content());
            }
        });
        return changed;
    }

    /** The position of the latest thing that a sync of this user shows. */
    long latestNews() {
        return latestNews;
    }

    void notifyOf(long position) {
        latestNews = position;
        devices.values().forEach(Session::wake);
    }
}
