// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who the users are, and who is logged in. */
final class Accounts {

    private static final int DEVICE_ID_LENGTH = 10;

    private final String serverName;
    private final RandomIds ids;
    private final Map<String, Account> byUserId = new HashMap<>();
    private final Map<String, Session> byAccessToken = new HashMap<>();

    Accounts(String serverName, List<DemoUser> users, RandomIds ids) {
        this.serverName = serverName;
        this.ids = ids;
        users.forEach(user -> byUserId.put(userId(user.localpart()), new Account(userId(user.localpart()), user)));
    }

    @Nullable
    Account find(String userId) {
        return byUserId.get(userId);
    }

    /** An account that must exist: nobody else gets into a room. */
    Account require(String userId) {
        return Objects.requireNonNull(find(userId));
    }

    /** @param name a localpart, or a full user ID, which must be of this homeserver */
    Account authenticate(String name, String password) {
        Account account = find(name.startsWith("@") ? name : userId(name));
        if (account == null || !account.hasPassword(password)) {
            throw MatrixException.forbidden("Invalid username or password");
        }
        return account;
    }

    /** Logs in, on a new device where none is named; the device's earlier access token ends. */
    Session open(Account account, @Nullable String deviceId, @Nullable String deviceName) {
        String device = deviceId == null ? ids.letters(DEVICE_ID_LENGTH) : deviceId;
        Session earlier = account.session(device);
        if (earlier != null) {
            close(earlier);
        } else if (account.sessions().size() == Account.MAX_DEVICES) {
            close(account.sessions().get(0));
        }
        Session session = new Session(account, device, deviceName, ids.opaque());
        account.add(session);
        byAccessToken.put(session.accessToken(), session);
        return session;
    }

    Session session(@Nullable String accessToken) {
        if (accessToken == null) {
            throw MatrixException.missingToken();
        }
        Session session = byAccessToken.get(accessToken);
        if (session == null) {
            throw MatrixException.unknownToken();
        }
        return session;
    }

    void close(Session session) {
        byAccessToken.remove(session.accessToken());
        session.account().remove(session);
        session.wake();
    }

    /** Ends every wait for news. */
    void wakeAll() {
        byAccessToken.values().forEach(Session::wake);
    }

    private String userId(String localpart) {
        return "@" + localpart + ":" + serverName;
    }
}
