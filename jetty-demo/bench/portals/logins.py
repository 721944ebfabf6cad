# SPDX-License-Identifier: Apache-2.0
"""Logins one at a time, and whether their answers are right."""

import http.client
import json
import ssl
import time

USERS = 1000
TARGETS = 8
LOGIN = "/_matrix/client/v3/login"
VERSIONS = "/_matrix/client/versions"

# As a browser's, so that who drops the homeserver's headers is found out.
_KEPT_HEADER = ("Access-Control-Allow-Origin", "*")


class WrongAnswer(Exception):
    """A portal did not do what all here are to do."""


def base_url(user: int) -> str:
    """Where a user belongs."""
    return f"https://matrix{user % TARGETS}.bench.example"


def user_id(user: int) -> str:
    """A user's Matrix ID."""
    return f"@user{user}:bench.example"


def device(size: int = 0, delay_ms: int = 0) -> str:
    """The name of a device whose logins the homeserver answers with so many bytes (0: as usual), after so long."""
    return f"size={size} delay={delay_ms}"


def body(user: int, device_name: str = device()) -> bytes:
    """The request of a login by password."""
    return json.dumps({
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": f"user{user}"},
        "password": "correct horse battery staple",
        "device_id": "QBUAZIFURK",
        "initial_device_display_name": device_name,
    }, separators=(",", ":")).encode()


class Client:
    """One connection to a service. Certificates are not looked at: they were made a moment ago."""

    def __init__(self, service, timeout: float = 30):
        if service.tls:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            self._connection = http.client.HTTPSConnection("127.0.0.1", service.port, timeout=timeout, context=context)
        else:
            self._connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.close()

    def get(self, path: str):
        """The response to a GET, and its body."""
        return self._exchange("GET", path, None, {})

    def login(self, user: int, device_name: str = device()):
        """The response to a login, and its body."""
        return self._exchange("POST", LOGIN, body(user, device_name), {"Content-Type": "application/json"})

    def _exchange(self, method, path, content, headers):
        self._connection.request(method, path, content, headers)
        response = self._connection.getresponse()
        return response, response.read()


def is_good(service, user: int, response, answer: bytes) -> bool:
    """Whether this is the answer to a login that the user should get, as far as can be told without asking the homeserver."""
    if response.status != 200:
        return False
    return not service.rewrites or json.loads(answer).get("base_cs_url") == base_url(user)


def wait_for_login(service, deadline_s: float = 120) -> float:
    """Logs in until it works; returns the time (of `time.perf_counter`) at which it did."""
    return _wait(service, lambda client: is_good(service, 0, *client.login(0)), deadline_s)


def wait_until_ready(service, deadline_s: float = 120) -> float:
    """Waits until the service answers what no login is; returns the time at which it did."""
    return _wait(service, lambda client: client.get(VERSIONS)[0].status == 200, deadline_s)


def _wait(service, works, deadline_s: float) -> float:
    deadline = time.monotonic() + deadline_s
    while time.monotonic() < deadline:
        service.check_alive()
        try:
            with Client(service) as client:
                if works(client):
                    return time.perf_counter()
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.002)
    raise WrongAnswer(f"{service.name} did not answer within {deadline_s} s; see {service.directory}")


def verify(service, upstream, size: int = 0) -> None:
    """Raises `WrongAnswer` unless users of all targets get the homeserver's answer with their own base URL, and its length."""
    for user in [*range(TARGETS), USERS - 1]:
        with Client(upstream) as client:
            expected = json.loads(client.login(user, device(size))[1])
        if service.rewrites:
            expected |= {"base_cs_url": base_url(user), "well_known": {"m.homeserver": {"base_url": base_url(user)}}}
        with Client(service) as client:
            _verify_answer(service, expected, *client.login(user, device(size)))


def _verify_answer(service, expected: dict, response, answer: bytes) -> None:
    found = {
        "status": response.status,
        "Content-Length": response.getheader("Content-Length"),
        "Transfer-Encoding": response.getheader("Transfer-Encoding"),
        "Content-Type": (response.getheader("Content-Type") or "").split(";")[0],
        _KEPT_HEADER[0]: response.getheader(_KEPT_HEADER[0]),
        "body": json.loads(answer) if response.status == 200 else answer[:200],
    }
    right = {
        "status": 200,
        "Content-Length": str(len(answer)),
        "Transfer-Encoding": None,
        "Content-Type": "application/json",
        _KEPT_HEADER[0]: _KEPT_HEADER[1],
        "body": expected,
    }
    wrong = [f"{what} is {str(found[what])[:300]}, not {str(right[what])[:300]}" for what in right if found[what] != right[what]]
    if wrong:
        raise WrongAnswer(f"{service.name}: " + "; ".join(wrong))
