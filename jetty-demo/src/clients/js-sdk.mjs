import { AutoDiscovery, AutoDiscoveryAction, ClientEvent, Method, SyncState, createClient } from "matrix-js-sdk";

/**
 * Logs in as Element Web does: matrix-js-sdk has no login that follows well_known, so the application reads the login
 * response itself and makes a second client for the base URL that it finds there.
 */
export async function drive(session) {
  const fetchFn = recordingFetch(session);

  session.step = "probe the portal";
  await probe(session.portal, fetchFn);

  session.step = "log in";
  const login = await sendLoginRequest(session, fetchFn);
  session.loggedIn();

  const client = createClient({
    baseUrl: login.well_known?.["m.homeserver"]?.base_url ?? session.portal,
    userId: login.user_id,
    deviceId: login.device_id,
    accessToken: login.access_token,
    fetchFn,
  });

  session.step = "whoami";
  const whoami = await client.whoami();

  session.step = "first sync";
  await Promise.all([firstSync(client), client.startClient({ initialSyncLimit: 1 })]);

  session.step = "create a room";
  const { room_id } = await client.createRoom({ name: "Waymark" });

  session.step = "send a message";
  const { event_id } = await client.sendTextMessage(room_id, "Hello from matrix-js-sdk");

  session.step = "see the message";
  await inTimeline(client, room_id, event_id);

  session.step = "log out";
  await client.logout(true);

  return { login, base_url: client.getHomeserverUrl(), whoami: whoami.user_id, room_id };
}

function recordingFetch(session) {
  return async (url, options) => {
    session.sent(url);
    const response = await fetch(url, options);
    session.answered(options?.method ?? "GET", url, response.status);
    return response;
  };
}

/** What Element Web asks a homeserver before it shows a login form. */
async function probe(portal, fetchFn) {
  AutoDiscovery.setFetchFn(fetchFn);
  const discovered = await AutoDiscovery.fromDiscoveryConfig({ "m.homeserver": { base_url: portal } });
  const { state, error } = discovered["m.homeserver"];
  if (state !== AutoDiscoveryAction.SUCCESS) throw new Error(`not a homeserver: ${error}`);

  const client = createClient({ baseUrl: portal, fetchFn });
  await client.getAuthMetadata().catch((error) => {
    if (error.httpStatus !== 404 || error.errcode !== "M_UNRECOGNIZED") throw error;
  });
  const { flows } = await client.loginFlows();
  if (!flows.some(({ type }) => type === "m.login.password")) throw new Error("no password login offered");
}

async function sendLoginRequest({ portal, path, loginBody }, fetchFn) {
  const client = createClient({ baseUrl: portal, fetchFn });
  // loginRequest is this authedRequest with the prefix v3, the only one it knows.
  return path === "v3"
    ? client.loginRequest(loginBody)
    : client.http.authedRequest(Method.Post, "/login", undefined, loginBody, { prefix: `/_matrix/client/${path}` });
}

function firstSync(client) {
  return new Promise((resolve, reject) => {
    client.on(ClientEvent.Sync, (state, _previous, data) => {
      if (state === SyncState.Prepared) resolve();
      if (state === SyncState.Error) reject(data.error);
    });
  });
}

/** An event sent from here is in the timeline at once, as a local echo: it loses its status when /sync brings it. */
function inTimeline(client, roomId, eventId) {
  const seen = () =>
    client
      .getRoom(roomId)
      ?.getLiveTimeline()
      .getEvents()
      .some((event) => event.getId() === eventId && event.status === null);

  return new Promise((resolve) => {
    const check = () => seen() && resolve();
    client.on(ClientEvent.Sync, check);
    check();
  });
}
