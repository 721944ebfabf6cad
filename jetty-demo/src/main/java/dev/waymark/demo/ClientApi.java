// SPDX-License-Identifier: Apache-2.0
package dev.waymark.demo;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The part of the client-server API that a demo homeserver has; all else it does not recognize. */
final class ClientApi {

    private final Accounts accounts;
    private final Router router = new Router();

    private ClientApi(Accounts accounts) {
        this.accounts = accounts;
    }

    static Router routes(
            Accounts accounts,
            FixedEndpoints fixed,
            SessionEndpoints sessions,
            UserEndpoints users,
            RoomEndpoints rooms,
            SyncEndpoint sync) {
        ClientApi api = new ClientApi(accounts);

        api.anybody("GET", "/.well-known/matrix/client", call -> fixed.wellKnown());
        api.anybody("GET", "/_matrix/client/versions", call -> fixed.versions());
        api.loggedIn("GET", "capabilities", (call, session) -> fixed.capabilities());
        api.loggedIn("GET", "pushrules", (call, session) -> fixed.pushRules());
        api.loggedIn("GET", "thirdparty/protocols", (call, session) -> Json.object());
        api.loggedIn("GET", "voip/turnServer", (call, session) -> Json.object());

        api.anybody("GET", "login", call -> fixed.loginFlows());
        api.anybody("POST", "login", sessions::login);
        api.loggedIn("GET", "account/whoami", sessions::whoami);
        api.loggedIn("POST", "logout", sessions::logout);
        api.loggedIn("POST", "logout/all", sessions::logoutAll);
        api.loggedIn("GET", "devices", sessions::devices);

        api.anybody("GET", "profile/{userId}", users::profile);
        api.anybody("GET", "profile/{userId}/displayname", users::profile);
        api.loggedIn("PUT", "profile/{userId}/displayname", users::setDisplayName);
        api.loggedIn("POST", "user/{userId}/filter", users::addFilter);
        api.loggedIn("GET", "user/{userId}/filter/{filterId}", users::filter);
        api.loggedIn("GET", "user/{userId}/account_data/{type}", users::accountData);
        api.loggedIn("PUT", "user/{userId}/account_data/{type}", users::setAccountData);
        api.loggedIn("POST", "keys/upload", users::uploadKeys);
        api.loggedIn("POST", "keys/query", users::queryKeys);

        api.loggedIn("POST", "createRoom", rooms::create);
        api.loggedIn("POST", "join/{roomId}", rooms::join);
        api.loggedIn("GET", "joined_rooms", rooms::joinedRooms);
        api.loggedIn("POST", "rooms/{roomId}/join", rooms::join);
        api.loggedIn("GET", "rooms/{roomId}/joined_members", rooms::joinedMembers);
        api.loggedIn("GET", "rooms/{roomId}/messages", rooms::messages);
        api.loggedIn("PUT", "rooms/{roomId}/send/{type}/{txnId}", rooms::send);
        api.loggedIn("GET", "rooms/{roomId}/state", rooms::state);
        api.router.add("GET", "sync", call -> sync.answer(call, accounts.session(call.accessToken())));

        return api.router;
    }

    private void anybody(String method, String pattern, Function<Call, JsonNode> endpoint) {
        router.add(method, pattern, call -> CompletableFuture.completedFuture(endpoint.apply(call)));
    }

    private void loggedIn(String method, String pattern, BiFunction<Call, Session, JsonNode> endpoint) {
        anybody(method, pattern, call -> endpoint.apply(call, accounts.session(call.accessToken())));
    }
}
