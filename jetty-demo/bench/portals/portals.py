#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the login portal side by side with what else could do its work.

    python3 portals.py --out figures.json [--quick] [--only saturated,start] [--rounds 5] [--seconds 3]

Each portal has one core to itself; the homeserver behind it and what logs in share another. All of them are up and warm at once, and
take turns in an order that is random in every round, so that what the machine does meanwhile hits all alike: compare figures of one
round only. Whatever is measured is looked at first, and has to give the right answer.

Needs Linux with two cores, Python 3.10, Java 17, openssl, wrk, h2load, HAProxy, and nginx with its modules for Lua (with cjson) and njs. On Debian:
wrk nghttp2-client haproxy nginx libnginx-mod-http-lua libnginx-mod-http-js lua-cjson.
"""

import argparse
import contextlib
import dataclasses
import json
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from typing import Callable, Iterator

import load
import logins
from services import HERE, Service, Workshop, stop_all

#: What others are compared with: the first of these that is there.
BASELINES = ["nginx-lua", "nginx-njs"]
CONNECTIONS = 32
RATE = 1000
SLOW_CONNECTIONS = 2000
SLOW_MS = 200
GROWTH_CONNECTIONS = [1, 4, 16, 64, 256, 1024]
GROWTH_SIZES = [200, 2_000, 20_000, 200_000, 1 << 20]

REPOSITORY = HERE.parent.parent.parent
JAR = REPOSITORY / "jetty-demo/target/jetty-demo.jar"
GATEWAY = REPOSITORY / "jetty-demo/bench/gateway"
TOOLS = ["taskset", "openssl", "wrk", "h2load", "haproxy", "nginx", "java"]

Load = Callable[[Service], dict]


@dataclasses.dataclass
class Bench:
    """What all measurements share."""

    workshop: Workshop
    rounds: int
    seconds: int
    warm_up: int
    quick: bool
    service_core: int = 0
    load_core: int = 1
    chance: random.Random = dataclasses.field(default_factory=lambda: random.Random(1730))

    @property
    def directory(self) -> pathlib.Path:
        """Where files may be written."""
        return self.workshop.directory

    def some_of(self, values: list[int]) -> list[int]:
        """All of them, or the first and the last where it is to be quick."""
        return [values[0], values[-1]] if self.quick else values

    @contextlib.contextmanager
    def running(self, services: list[Service], upstream: Service) -> Iterator[list[Service]]:
        """Services, each on the one core, with the homeserver on the other; verified, and stopped in the end."""
        with contextlib.ExitStack() as stack:
            for service in [upstream, *services]:
                service.start(self.load_core if service is upstream else self.service_core)
                stack.callback(service.stop)
            for service in [upstream, *services]:
                logins.wait_for_login(service)
            for service in services:
                logins.verify(service, upstream)
            say(f"{len(services)} services are up and give the right answers")
            yield services

    def interleaved(self, services: list[Service], measure: Load) -> list[dict]:
        """Rounds in which each service has its turn, in random order."""
        return [self._round(services, measure) for _ in range(self.rounds)]

    def _round(self, services: list[Service], measure: Load) -> dict:
        turns = self.chance.sample(services, len(services))
        figures = {service.name: _under(measure, service) for service in turns}
        return {service.name: figures[service.name] for service in services}


def say(text: str) -> None:
    """Tells whoever waits what goes on."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _under(measure: Load, service: Service) -> dict:
    before = service.cpu_seconds()
    figures = measure(service)
    used = service.cpu_seconds() - before
    figures["cpu_per_10k"] = round(used / figures["logins"] * 10_000, 4) if figures["logins"] else None
    return figures | service.memory_mb() | {"threads": service.threads()}


def _result(bench: Bench, kind: str, rounds: list[dict], **settings) -> dict:
    say(f"{kind}: " + ", ".join(f"{name} {_told(figures)}" for name, figures in rounds[-1].items()))
    return {
        # Rates are logins a second; times are in milliseconds, but for cpu_per_10k, seconds for 10,000 logins.
        "kind": f"portal.{kind}",
        "baseline": next(name for name in BASELINES if name in rounds[0]),
        "rounds": rounds,
        "settings": {"rounds": bench.rounds, "warm_up": bench.warm_up, **settings},
    }


def _told(figures: dict) -> str:
    told = figures.get("rate", figures.get("start_ms"))
    return f"{told:g}" + (f" ({figures['errors']} errors)" if figures.get("errors") else "")


def _warm_up(bench: Bench, services: list[Service]) -> None:
    """Logs in at each JVM as often as it takes until its compiler is done, and a little at the others."""
    for service in services:
        done = 0
        while done < (bench.warm_up if service.jvm else 1):
            done += load.wrk(service, bench.load_core, CONNECTIONS, 1 if bench.quick or not service.jvm else 5)["logins"]


def _warm_up_tls(bench: Bench, services: list[Service], http1: bool) -> None:
    for service in services:
        load.h2load(service, bench.load_core, bench.directory, CONNECTIONS, http1=http1, count=bench.warm_up if service.jvm else 1000)


def measure_plain(bench: Bench, kinds: set[str]) -> Iterator[dict]:
    """All that is measured over HTTP/1.1 in clear, with the same services."""
    shop = bench.workshop
    upstream = shop.upstream()
    # On one core a JVM takes the serial collector by itself; with default flags it is the heap that differs, a quarter of the memory.
    services = [
        shop.nginx_proxy(upstream), shop.haproxy(upstream), shop.nginx_lua(upstream), shop.nginx_njs(upstream), shop.waymark(upstream),
        shop.waymark(upstream, name="waymark-default-flags", jvm=[]), shop.gateway(upstream)]
    with bench.running(services, upstream):
        say("warming up")
        _warm_up(bench, services)
        if "saturated" in kinds:
            yield measure_saturated(bench, services)
        if "fixed-rate" in kinds:
            yield measure_fixed_rate(bench, services)
        if "growth" in kinds:
            some = [service for service in services if service.name in ("nginx-lua", "waymark", "spring-cloud-gateway")]
            yield from measure_growth(bench, some, upstream)
        if "slow" in kinds:
            yield measure_slow(bench, services)


def measure_saturated(bench: Bench, services: list[Service]) -> dict:
    """As many logins as each can do, with 32 clients that wait for nothing but their answers."""
    rounds = bench.interleaved(services, lambda service: load.wrk(service, bench.load_core, CONNECTIONS, bench.seconds))
    return _result(bench, "saturated", rounds, connections=CONNECTIONS, seconds=bench.seconds)


def measure_fixed_rate(bench: Bench, services: list[Service]) -> dict:
    """How long a login takes where 1,000 a second come in, evenly."""
    rounds = bench.interleaved(
        services, lambda service: load.h2load_at_rate(service, bench.load_core, RATE, bench.seconds, bench.directory))
    return _result(bench, "fixed-rate", rounds, rate=RATE, seconds=bench.seconds)


def measure_growth(bench: Bench, services: list[Service], upstream: Service) -> Iterator[dict]:
    """What becomes of it with more clients at a time, and with larger answers."""
    for connections in bench.some_of(GROWTH_CONNECTIONS):
        rounds = bench.interleaved(services, lambda service: load.wrk(service, bench.load_core, connections, bench.seconds))
        yield _result(bench, f"growth.connections.{connections}", rounds, connections=connections, seconds=bench.seconds)
    for size in bench.some_of(GROWTH_SIZES):
        for service in services:
            logins.verify(service, upstream, size)
        rounds = bench.interleaved(
            services, lambda service: load.wrk(service, bench.load_core, CONNECTIONS, bench.seconds, logins.device(size)))
        yield _result(bench, f"growth.size.{size}", rounds, connections=CONNECTIONS, size=size, seconds=bench.seconds)


def measure_slow(bench: Bench, services: list[Service]) -> dict:
    """2,000 logins at a time, at a homeserver that takes 200 ms."""
    seconds = bench.seconds if bench.quick else max(bench.seconds, 5)
    device = logins.device(delay_ms=SLOW_MS)
    rounds = bench.interleaved(services, lambda service: load.wrk(service, bench.load_core, SLOW_CONNECTIONS, seconds, device))
    ideal = SLOW_CONNECTIONS * 1000 / SLOW_MS
    return _result(bench, "slow", rounds, connections=SLOW_CONNECTIONS, delay_ms=SLOW_MS, ideal_rate=ideal, seconds=seconds)


def measure_tls(bench: Bench, _kinds: set[str]) -> Iterator[dict]:
    """As many logins as each can do, over TLS with HTTP/2 and with HTTP/1.1; clients come over TLS, the homeserver is asked in clear."""
    shop = bench.workshop
    upstream = shop.upstream()
    services = [
        make(upstream, tls=True)
        for make in (shop.nginx_proxy, shop.haproxy, shop.nginx_lua, shop.nginx_njs, shop.waymark, shop.gateway)]
    with bench.running(services, upstream):
        for kind, http1 in (("tls.h2", False), ("tls.http1", True)):
            able = [service for service in services if http1 or service.http2]
            say("warming up")
            _warm_up_tls(bench, able, http1)
            rounds = bench.interleaved(able, lambda service: load.h2load(
                service, bench.load_core, bench.directory, CONNECTIONS, bench.seconds, http1=http1))
            yield _result(bench, kind, rounds, connections=CONNECTIONS, seconds=bench.seconds)


def measure_start(bench: Bench, _kinds: set[str]) -> Iterator[dict]:
    """From the start of a process, on both cores, to the first login that works; and what the first logins take.

    The first is done when GET /versions is answered, and its time tells what a portal that says that it is there still has to do.
    """
    upstream = bench.workshop.upstream()
    upstream.start(bench.load_core)
    try:
        logins.wait_for_login(upstream)
        makers = _starters(bench, upstream)
        rounds = [
            {name: _started(makers[name](), upstream) for name in sorted(makers, key=lambda _: bench.chance.random())}
            for _ in range(bench.rounds)]
    finally:
        upstream.stop()
    yield _result(bench, "start", [{name: figures[name] for name in makers} for figures in rounds])


def _starters(bench: Bench, upstream: Service) -> dict[str, Callable[[], Service]]:
    shop = bench.workshop

    def waymark(name, *flags):
        return lambda: shop.waymark(upstream, name=name, jvm=[*shop.waymark_flags, *flags])

    def gateway(name, *flags, jar=None):
        return lambda: shop.gateway(upstream, name=name, jvm=[*flags], jar=jar)

    archive = _archive(bench, "waymark.jsa", waymark, "waymark")
    extracted = shop.extracted_gateway()
    gateway_archive = _archive(
        bench, "gateway.jsa", lambda name, flag: gateway(name, "-XX:+UseSerialGC", flag, jar=extracted), "spring-cloud-gateway")
    c1 = "-XX:TieredStopAtLevel=1"
    return {
        "nginx-lua": lambda: shop.nginx_lua(upstream),
        "haproxy": lambda: shop.haproxy(upstream),
        "waymark": waymark("waymark"),
        "waymark-cds": waymark("waymark-cds", archive),
        "waymark-cds-c1": waymark("waymark-cds-c1", archive, c1),
        "spring-cloud-gateway": gateway("spring-cloud-gateway"),
        "spring-cloud-gateway-cds-c1": gateway("spring-cloud-gateway-cds-c1", "-XX:+UseSerialGC", gateway_archive, c1, jar=extracted),
    }


def _archive(bench: Bench, file: str, maker: Callable, name: str) -> str:
    """Writes an archive of the classes that a start and a few logins load (AppCDS); returns the flag by which it is used."""
    archive = bench.directory / file
    service = maker(f"{name}-training", f"-XX:ArchiveClassesAtExit={archive}")()
    service.start()
    try:
        logins.wait_for_login(service)
        _sequential(service, 200)
    finally:
        service.stop(within_s=60)
    if not archive.exists():
        raise RuntimeError(f"{service.name} wrote no archive; see {service.directory}")
    return f"-XX:SharedArchiveFile={archive}"


def _started(service: Service, upstream: Service) -> dict:
    begun = time.perf_counter()
    service.start()
    try:
        ready = logins.wait_until_ready(service)
        works = logins.wait_for_login(service)
        memory = service.memory_mb()["rss_mb"]
        following = _sequential(service, 200)
        cpu = service.cpu_seconds()
        logins.verify(service, upstream)
        return {
            "start_ms": round((works - begun) * 1000, 1), "first_login_ms": round((works - ready) * 1000, 2), "rss_mb": memory,
            "next_200_logins_ms": following, "cpu_to_200_logins_s": round(cpu, 2), "rss_after_200_mb": service.memory_mb()["rss_mb"]}
    finally:
        service.stop()


def _sequential(service: Service, count: int) -> float:
    """The mean time of so many logins, one after the other, in milliseconds."""
    begun = time.perf_counter()
    with logins.Client(service) as client:
        for user in range(count):
            if not logins.is_good(service, user, *client.login(user)):
                raise logins.WrongAnswer(f"{service.name}: a login failed")
    return round((time.perf_counter() - begun) * 1000 / count, 3)


#: What can be asked for, and what measures it.
KINDS = {
    "saturated": measure_plain, "fixed-rate": measure_plain, "growth": measure_plain, "slow": measure_plain, "tls": measure_tls, "start": measure_start}


def measure(bench: Bench, kinds: set[str], measured: list[dict]) -> list[str]:
    """Measures what is asked for; returns what went wrong. A portal that fails costs the measurements of its kind, and no others."""
    failures = []
    for measurement in dict.fromkeys(KINDS[kind] for kind in KINDS if kind in kinds):
        try:
            measured.extend(measurement(bench, kinds))
        except (logins.WrongAnswer, load.LoadFailed, RuntimeError) as failure:
            say(f"failed: {failure}")
            failures.append(f"{measurement.__name__}: {failure}")
    return failures


def _built_gateway() -> pathlib.Path:
    jar = GATEWAY / "target/gateway.jar"
    if not jar.exists():
        say("building Spring Cloud Gateway")
        subprocess.run(["mvn", "-q", "-B", "-f", str(GATEWAY / "pom.xml"), "package"], check=True, stdout=sys.stderr)
    return jar


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures the login portal side by side with others.")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="where the figures go, as JSON")
    parser.add_argument("--only", type=lambda kinds: set(kinds.split(",")), default=set(KINDS), help=f"some of {','.join(KINDS)}")
    parser.add_argument("--quick", action="store_true", help="one round of one second each, hardly warm: whether all works")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=5, help="how long a portal is measured in a round")
    parser.add_argument("--warm-up", type=int, default=400_000, help="logins at each JVM before anything is measured; Waymark is not at its best before 300,000")
    parser.add_argument("--service-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument("--jar", type=pathlib.Path, default=JAR, help="Waymark")
    parser.add_argument("--gateway-jar", type=pathlib.Path, help="Spring Cloud Gateway; built if not given")
    parser.add_argument("--java", default="java")
    parser.add_argument("--waymark-flags", type=str.split, default=["-XX:+UseSerialGC", "-Xmx256m"],
                        help="of its JVM, in one argument: as a portal for few logins a second would be run")
    parser.add_argument("--keep", action="store_true", help="keeps the folder with configurations and logs")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.warm_up = 1, 1, 500
    if unknown := options.only - set(KINDS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        parser.error(f"missing: {', '.join(missing)}; {__doc__.strip().splitlines()[-1]}")
    if not options.jar.exists():
        parser.error(f"{options.jar} is not there; mvn -DskipTests package builds it")
    return options


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    """Measures, and writes the figures. What was measured before something failed is written too."""
    options = _options()
    # An exception, so that what runs is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _allow_many_connections()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="portals-"))
    measured: list[dict] = []
    failures = ["broken off"]
    try:
        workshop = Workshop(directory, options.jar, options.gateway_jar or _built_gateway(), options.java, options.waymark_flags)
        bench = Bench(workshop, options.rounds, options.seconds, options.warm_up, options.quick, options.service_core, options.load_core)
        failures = measure(bench, options.only, measured)
    finally:
        stop_all()
        report = {"quick": options.quick, "waymark_flags": options.waymark_flags, "failures": failures, "measurements": measured}
        options.out.write_text(json.dumps(report, indent=1) + "\n")
        if failures or options.keep:
            say(f"configurations and logs are in {directory}")
        else:
            shutil.rmtree(directory)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
