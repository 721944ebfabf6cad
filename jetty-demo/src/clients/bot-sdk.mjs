import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
withoutCrypto();
const { MatrixAuth, getRequestFn, setRequestFn } = require("matrix-bot-sdk");

/** Logs in by MatrixAuth, which follows well_known by itself. */
export async function drive(session) {
  const exchange = observeRequests(session);

  session.step = "log in";
  const { identifier, password, initial_device_display_name } = session.loginBody;
  const client = await new MatrixAuth(session.portal).passwordLogin(
    identifier.user,
    password,
    initial_device_display_name,
  );
  session.loggedIn();

  session.step = "whoami";
  const whoami = await client.getWhoAmI();

  const messages = receivedMessages(client);
  session.step = "first sync";
  await Promise.all([firstSync(client), client.start()]);

  session.step = "create a room";
  const room_id = await client.createRoom({ name: "Waymark" });

  session.step = "send a message";
  const event_id = await client.sendText(room_id, "Hello from matrix-bot-sdk");

  session.step = "see the message";
  await messages.received(room_id, event_id);

  session.step = "log out";
  client.stop();
  await client.doRequest("POST", "/_matrix/client/v3/logout");

  return { login: exchange.login, base_url: client.homeserverUrl, whoami: whoami.user_id, room_id };
}

/**
 * The SDK loads its native crypto library when it is imported, needed or not; that library is not in the npm package
 * but downloaded by an install script. No room is encrypted here, so an empty module stands in for it.
 */
function withoutCrypto() {
  const id = require.resolve("@matrix-org/matrix-sdk-crypto-nodejs");
  require.cache[id] = { id, filename: id, loaded: true, exports: {} };
}

/**
 * Sees every request, and the login response, of which the SDK hands out no more than a client. The SDK logs in under
 * v3 only: for another path the URL is changed here, where the request leaves it.
 */
function observeRequests(session) {
  const exchange = {};
  const request = getRequestFn();
  const loginUri = `${session.portal}/_matrix/client/v3/login`;

  setRequestFn((params, callback) => {
    const isLogin = params.uri === loginUri;
    const uri = isLogin ? loginUri.replace("/v3/", `/${session.path}/`) : params.uri;
    session.sent(uri);
    return request({ ...params, uri }, (error, response, body) => {
      if (response) session.answered(params.method, uri, response.statusCode);
      if (isLogin && response?.statusCode === 200) exchange.login = JSON.parse(body);
      callback(error, response, body);
    });
  });
  return exchange;
}

/** There is no event for it: a sync is done when its token is stored. */
function firstSync(client) {
  client.persistTokenAfterSync = true;
  const storage = client.storageProvider;
  const setSyncToken = storage.setSyncToken.bind(storage);
  return new Promise((resolve) => {
    storage.setSyncToken = (token) => {
      setSyncToken(token);
      resolve();
    };
  });
}

/** A message may arrive by /sync before the request that sent it is answered. */
function receivedMessages(client) {
  const seen = new Set();
  client.on("room.message", (roomId, event) => {
    seen.add(`${roomId} ${event.event_id}`);
    client.emit("waymark.seen");
  });
  return {
    received: (roomId, eventId) =>
      new Promise((resolve) => {
        const check = () => seen.has(`${roomId} ${eventId}`) && resolve();
        client.on("waymark.seen", check);
        check();
      }),
  };
}
