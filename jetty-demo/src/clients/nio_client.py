"""Logs in with matrix-nio, which does not follow well_known, and goes on at the portal, as its applications do.

Then does by hand what the portal's answer advises: takes the session to the homeserver's own address, and uses it there. The
password is in the environment variable WAYMARK_PASSWORD. One line of JSON on standard output, or one on standard error and exit
code 1.
"""

import argparse
import asyncio
import json
import os
import sys

from nio import (
    AsyncClient,
    LoginResponse,
    LogoutResponse,
    RoomCreateResponse,
    RoomMessageText,
    RoomSendResponse,
    SyncResponse,
    WhoamiResponse,
)

LIMIT_SECONDS = 60


class Failed(Exception):
    pass


def expect(response, kind):
    if not isinstance(response, kind):
        raise Failed(f"expected {kind.__name__}, got {type(response).__name__}: {getattr(response, 'message', '')}")
    return response


def refusal(response):
    """What an application shows its user."""
    return {
        "status": response.transport_response.status,
        "errcode": getattr(response, "status_code", None),
        "error": getattr(response, "message", None),
    }


async def at_the_portal(portal, user, password):
    """Returns the session and what its first requests were answered."""
    client = AsyncClient(portal, user)
    try:
        login = expect(await client.login(password, device_name="Waymark client test"), LoginResponse)
        return login, [refusal(await client.sync(timeout=0)), refusal(await client.whoami())]
    finally:
        await client.close()


async def at_the_homeserver(home, login):
    client = AsyncClient(home, login.user_id)
    client.restore_login(login.user_id, login.device_id, login.access_token)
    try:
        whoami = expect(await client.whoami(), WhoamiResponse)
        expect(await client.sync(timeout=0, full_state=True), SyncResponse)
        room = expect(await client.room_create(name="Waymark"), RoomCreateResponse)
        text = {"msgtype": "m.text", "body": "Hello from matrix-nio"}
        sent = expect(await client.room_send(room.room_id, "m.room.message", text), RoomSendResponse)
        seen = asyncio.Event()

        def receive(received_in, event):
            if received_in.room_id == room.room_id and event.event_id == sent.event_id:
                seen.set()

        client.add_event_callback(receive, RoomMessageText)
        while not seen.is_set():
            expect(await client.sync(timeout=1000), SyncResponse)
        expect(await client.logout(), LogoutResponse)
        return {"whoami": whoami.user_id, "room_id": room.room_id, "event_seen": True}
    finally:
        await client.close()


async def drive(options, password):
    login, refusals = await at_the_portal(options.portal, options.user, password)
    result = {"user_id": login.user_id, "at_portal": refusals}
    return {**result, **await at_the_homeserver(options.home, login)}


def main():
    parser = argparse.ArgumentParser()
    for name, text in [
        ("--portal", "base URL of the portal"),
        ("--user", "user ID"),
        ("--home", "base URL of the user's homeserver"),
    ]:
        parser.add_argument(name, required=True, help=text)
    options = parser.parse_args()
    try:
        result = asyncio.run(asyncio.wait_for(drive(options, os.environ["WAYMARK_PASSWORD"]), LIMIT_SECONDS))
    except (Failed, OSError, asyncio.TimeoutError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    print(json.dumps(result))


main()
