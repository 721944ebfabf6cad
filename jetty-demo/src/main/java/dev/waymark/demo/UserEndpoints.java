// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the homeserver keeps for a user: the profile, filters, account data and keys. */
final class UserEndpoints {

    /** The algorithm whose keys clients count, and upload again when they run out. */
    static final String ONE_TIME_KEY_ALGORITHM = "signed_curve25519";

    private final Accounts accounts;
    private final AtomicLong clock;

    UserEndpoints(Accounts accounts, AtomicLong clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    JsonNode profile(Call call) {
        Account account = accounts.find(call.variable("userId"));
        if (account == null) {
            throw MatrixException.notFound("No such user");
        }
        return Json.object().put("displayname", account.displayName());
    }

    JsonNode setDisplayName(Call call, Session session) {
        own(call, session).setDisplayName(call.body().requiredText("displayname"));
        return Json.object();
    }

    JsonNode addFilter(Call call, Session session) {
        return Json.object()
                .put("filter_id", own(call, session).addFilter(call.body().json()));
    }

    JsonNode filter(Call call, Session session) {
        return found(own(call, session).filter(call.variable("filterId")), "No such filter");
    }

    JsonNode setAccountData(Call call, Session session) {
        own(call, session).setAccountData(call.variable("type"), call.body().json(), clock.incrementAndGet());
        return Json.object();
    }

    JsonNode accountData(Call call, Session session) {
        return found(own(call, session).accountData(call.variable("type")), "No such account data");
    }

    /** One-time keys are counted and forgotten: enough that a client does not upload them again and again. */
    JsonNode uploadKeys(Call call, Session session) {
        JsonBody body = call.body();
        JsonBody deviceKeys = body.object("device_keys");
        if (deviceKeys != null) {
            session.setDeviceKeys(deviceKeys.json());
        }
        JsonBody oneTimeKeys = body.object("one_time_keys");
        if (oneTimeKeys != null) {
            session.addOneTimeKeys((int) oneTimeKeys.json().propertyNames().stream()
                    .filter(name -> name.startsWith(ONE_TIME_KEY_ALGORITHM + ":"))
                    .count());
        }
        ObjectNode json = Json.object();
        json.putObject("one_time_key_counts").put(ONE_TIME_KEY_ALGORITHM, session.oneTimeKeys());
        return json;
    }

    JsonNode queryKeys(Call call, Session session) {
        ObjectNode json = Json.object();
        ObjectNode byUser = json.putObject("device_keys");
        for (String userId : call.body().requiredObject("device_keys").json().propertyNames()) {
            Account account = accounts.find(userId);
            if (account != null) {
                byUser.set(userId, deviceKeys(account));
            }
        }
        json.putObject("failures");
        return json;
    }

    private static ObjectNode deviceKeys(Account account) {
        ObjectNode byDevice = Json.object();
        for (Session session : account.sessions()) {
            if (session.deviceKeys() != null) {
                byDevice.set(session.deviceId(), session.deviceKeys());
            }
        }
        return byDevice;
    }

    private static Account own(Call call, Session session) {
        if (!call.variable("userId").equals(session.userId())) {
            throw MatrixException.forbidden("That is another user's");
        }
        return session.account();
    }

    private static JsonNode found(@Nullable ObjectNode json, String otherwise) {
        if (json == null) {
            throw MatrixException.notFound(otherwise);
        }
        return json;
    }
}
