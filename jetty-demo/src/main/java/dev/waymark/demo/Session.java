// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A user logged in on a device; lives as long as its access token. */
final class Session {

    /** The most requests of one session that wait for news; the oldest is answered. */
    static final int MAX_WAITS = 10;

    private final Account account;
    private final String deviceId;
    private final @Nullable String deviceName;
    private final String accessToken;
    private final Queue<CompletableFuture<@Nullable Void>> waits = new ArrayDeque<>();

    private @Nullable ObjectNode deviceKeys;
    private int oneTimeKeys;

    Session(Account account, String deviceId, @Nullable String deviceName, String accessToken) {
        this.account = account;
        this.deviceId = deviceId;
        this.deviceName = deviceName;
        this.accessToken = accessToken;
    }

    Account account() {
        return account;
    }

    String userId() {
        return account.userId();
    }

    String deviceId() {
        return deviceId;
    }

    @Nullable
    String deviceName() {
        return deviceName;
    }

    String accessToken() {
        return accessToken;
    }

    @Nullable
    ObjectNode deviceKeys() {
        return deviceKeys;
    }

    void setDeviceKeys(ObjectNode deviceKeys) {
        this.deviceKeys = deviceKeys;
    }

    int oneTimeKeys() {
        return oneTimeKeys;
    }

    void addOneTimeKeys(int count) {
        oneTimeKeys += count;
    }

    /** Completes when there is news for the user, when the time is over, or when the session ends. */
    CompletableFuture<@Nullable Void> awaitNews(int millis) {
        waits.removeIf(CompletableFuture::isDone);
        if (waits.size() == MAX_WAITS) {
            waits.remove().complete(null);
        }
        CompletableFuture<@Nullable Void> wait = new CompletableFuture<>();
        waits.add(wait);
        return wait.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    }

    void wake() {
        waits.forEach(wait -> wait.complete(null));
        waits.clear();
    }
}
