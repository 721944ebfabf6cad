# SPDX-License-Identifier: Apache-2.0
"""Logins in great numbers, by wrk (as fast as can be) and h2load (at a rate; over HTTP/2)."""

import json
import math
import pathlib
import re
import subprocess

import logins
from services import HERE, Service


class LoadFailed(Exception):
    """A load generator did not do what it was told."""


def wrk(service: Service, core: int, connections: int, seconds: int, device: str = logins.device()) -> dict:
    """Logs in over so many connections, each as soon as its last login was answered. Errors are what was refused, with
    another status than 200, and connections that failed or broke."""
    output = _run(["taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency",
                   "-s", str(HERE / "login.lua"), service.url, "--", device])
    figures = json.loads(output.strip().splitlines()[-1])
    return {"rate": round(figures["logins"] / figures.pop("seconds"), 1)} | figures


def h2load_at_rate(service: Service, core: int, rate: int, seconds: int, directory: pathlib.Path) -> dict:
    """Logs in at a fixed rate, spread evenly, whether or not earlier logins were answered.

    A client of h2load logs in at its own rate, one login at a time. There are a hundred, begun one a turn, so that they are not in
    step, and a login waits for another only where that takes longer than a hundred turns.
    """
    clients = 100
    lines = _h2load(service, core, directory, [
        "--h1", f"-c{clients}", f"--rps={rate / clients:g}", f"-n{rate * seconds}", "-r1", f"--rate-period={1000 / rate:g}ms"])
    return _figures(lines, rate * seconds)


def h2load(service: Service, core: int, directory: pathlib.Path, connections: int, seconds: int | None = None,
           count: int | None = None, http1: bool = False) -> dict:
    """Logs in over so many connections, over HTTP/2 one stream each, for a time or a number of logins."""
    limit = [f"-D{seconds}"] if seconds else [f"-n{count}"]
    lines = _h2load(service, core, directory, [*limit, f"-c{connections}", *(["--h1"] if http1 else [])],
                    protocol="http/1.1" if http1 else "h2")
    return _figures(lines, count)


def _h2load(service: Service, core: int, directory: pathlib.Path, options: list[str], protocol: str = "http/1.1") -> list[list[int]]:
    request, log = directory / "login.json", directory / "h2load.log"
    request.write_bytes(logins.body(1))
    log.unlink(missing_ok=True)
    # One cipher for all: left to themselves, servers choose differently.
    output = _run(["taskset", "-c", str(core), "h2load", "-t1", f"--data={request}", "--header=content-type: application/json",
                   "--tls13-ciphers=TLS_AES_128_GCM_SHA256", f"--log-file={log}", *options, service.url])
    spoken = re.search(r"^Application protocol: (\S+)", output, re.MULTILINE)
    if service.tls and (spoken is None or spoken[1] != protocol):
        raise LoadFailed(f"{service.name} does not speak {protocol}:\n{output}")
    if " 0 2xx" in output:
        raise LoadFailed(f"{service.name} answered no login:\n{output}")
    return [[int(field) for field in line.split()[:3]] for line in log.read_text().splitlines()]


def _figures(lines: list[list[int]], expected: int | None) -> dict:
    """From lines of when a login began (in microseconds), its status, and how long it took."""
    took = sorted(duration for _, status, duration in lines if status == 200)
    seconds = (max(begun + duration for begun, _, duration in lines) - min(begun for begun, _, _ in lines)) / 1e6
    return {
        "rate": round(len(took) / seconds, 1),
        "logins": len(took),
        "errors": max(len(lines), expected or 0) - len(took),
        **{name: round(percentile(took, part) / 1000, 3) for name, part in (("p50_ms", 50), ("p99_ms", 99), ("p999_ms", 99.9))},
    }


def percentile(ordered: list[float], part: float) -> float:
    """The value below or at which so many per cent of the values are."""
    return ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)]


def _run(command: list[str]) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise LoadFailed(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout
