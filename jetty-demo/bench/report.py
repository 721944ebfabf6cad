# SPDX-License-Identifier: Apache-2.0
"""Writes what was measured: performance.json, the plots, and performance.md, which is the text beside this file with its tables.

    report.py RESULTS DOCS

In the text, a line `<!-- figures: NAME -->` stands for the table of that name.
"""

import dataclasses
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import matplotlib

matplotlib.use("svg")
# So that the same figures give the same file.
matplotlib.rcParams["svg.hashsalt"] = "waymark"
matplotlib.rcParams["svg.fonttype"] = "none"
from matplotlib import pyplot  # noqa: E402

from results import find, load  # noqa: E402


HERE = pathlib.Path(__file__).resolve().parent
TEMPLATE = HERE / "performance.md"
GATEWAY = HERE / "gateway/pom.xml"


@dataclasses.dataclass
class Column:
    """A column of a table: a figure, or its ratio to the baseline's."""

    title: str
    metric: str
    ratio: bool = False
    scale: float = 1.0
    digits: int = 2


def figure(spread, column):
    """A spread as text: the median, and how far the rounds are apart."""
    if spread is None:
        return "–"
    median, low, high = (f"{value * column.scale:,.{column.digits}f}" for value in dataclasses.astuple(spread))
    return median if low == high else f"{median} [{low}–{high}]"


def table(result, columns, variants=None, titles=None):
    """A Markdown table of a result, a line for each variant."""
    titles = titles or {}
    baseline = titles.get(result.baseline, result.baseline)
    lines = ["| | " + " | ".join(column.title.format(baseline=baseline) for column in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for variant in variants or result.variants():
        if variant not in result.variants():
            continue
        cells = []
        for column in columns:
            spread = (result.ratio if column.ratio else result.median)(variant, column.metric)
            cells.append(figure(spread, column))
        lines.append(f"| {titles.get(variant, variant)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


SERVERS = ["raw", "raw again", "waymark", "by hand"]
SERVER_COLUMNS = [
    Column("requests/s ÷ raw", "rate", ratio=True, digits=3),
    Column("CPU ÷ raw", "cpu_us", ratio=True, digits=3),
    Column("CPU a request, µs", "cpu_us", digits=1),
]
CODE = ["limit", "waymark", "copy", "tree"]
CODE_COLUMNS = [
    Column("time ÷ tree", "ns", ratio=True),
    Column("allocation ÷ tree", "bytes", ratio=True),
    Column("ns", "ns", digits=0),
    Column("bytes allocated", "bytes", digits=0),
]
PORTALS = {
    "nginx-proxy": "nginx, no rewriting (limit)",
    "haproxy": "HAProxy, native",
    "nginx-lua": "nginx + Lua",
    "nginx-njs": "nginx + njs",
    "waymark": "**Waymark**",
    "waymark-default-flags": "Waymark, default JVM options",
    "waymark-cds": "**Waymark, class-data sharing**",
    "waymark-cds-c1": "Waymark, class-data sharing, C1 only",
    "spring-cloud-gateway": "Spring Cloud Gateway",
    "spring-cloud-gateway-cds-c1": "Spring Cloud Gateway, class-data sharing, C1 only",
}
PORTAL_COLUMNS = [
    Column("logins/s ÷ {baseline}", "rate", ratio=True),
    Column("logins/s", "rate", digits=0),
    Column("CPU s/10,000", "cpu_per_10k"),
    Column("p50 ms", "p50_ms", digits=1),
    Column("p99 ms", "p99_ms", digits=1),
    Column("p99.9 ms", "p999_ms", digits=1),
    Column("RSS MB", "rss_mb", digits=0),
]


def tables(results):
    """The tables of performance.md by name."""
    made = {}

    def add(name, kind, columns, variants=None, titles=None):
        for result in find(results, kind)[:1]:
            made[name] = table(result, columns, variants, titles)

    for container in ("jetty", "tomcat"):
        for load_kind in ("login", "small", "large"):
            add(f"servers.{container}.{load_kind}", f"servers.{container}.{load_kind}", SERVER_COLUMNS, SERVERS)
    add("code.other", "code.other", [Column("ns for three requests", "ns", digits=1), Column("bytes allocated", "bytes", digits=1)])
    add("code.splice", "code.splice", CODE_COLUMNS, CODE)
    if find(results, "code.decide"):
        made["code.decide"] = decide(results)
    add(
        "directories.csv",
        "directories.csv",
        [
            Column("load, s", "load_s", digits=1),
            Column("load ÷ map", "load_s", ratio=True),
            Column("bytes a user", "bytes_per_user", digits=1),
            Column("look-up, ns", "lookup_ns", digits=0),
        ],
        ["read", "waymark", "map"],
        {"read": "reading the bytes (limit)", "map": "a map, by hand"},
    )
    add(
        "directories.jdbc",
        "directories.jdbc",
        [Column("look-up ÷ driver", "lookup_ns", ratio=True, digits=3), Column("look-up, µs", "lookup_ns", scale=1e-3, digits=1)],
        ["driver", "waymark", "waymark, cached"],
        {"driver": "the driver and its pool (limit)"},
    )
    for kind in ("saturated", "fixed-rate", "slow", "tls.http1", "tls.h2"):
        add(f"portal.{kind}", f"portal.{kind}", PORTAL_COLUMNS, list(PORTALS), PORTALS)
    add(
        "portal.start",
        "portal.start",
        [
            Column("start, s", "start_ms", scale=1e-3),
            Column("first login when ready, ms", "first_login_when_ready_ms", digits=0),
            Column("CPU s to 200 logins", "cpu_to_200_logins_s"),
            Column("RSS MB", "rss_mb", digits=0),
        ],
        list(PORTALS),
        PORTALS,
    )
    return made


def decide(results):
    """How a decision's time grows with the rules: a line for each number of rules."""
    lines = ["| rules | Waymark, ns | ÷ a map's look-up | bytes allocated |", "|---|---|---|---|"]
    for result in sorted(find(results, "code.decide"), key=lambda each: each.settings["rules"]):
        cells = [
            figure(result.median("waymark", "ns"), Column("", "", digits=0)),
            figure(result.ratio("waymark", "ns"), Column("", "")),
            figure(result.median("waymark", "bytes"), Column("", "", digits=0)),
        ]
        lines.append(f"| {result.settings['rules']:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


@dataclasses.dataclass
class Plot:
    """A figure against what it grows with."""

    name: str
    kind: str
    setting: str
    metric: str
    title: str
    x: str
    y: str
    ratio: bool = False


PLOTS = [
    Plot("jetty-connections", "servers.jetty.connections", "connections", "rate", "Logins, embedded Jetty", "connections", "logins/s ÷ raw", True),
    Plot("tomcat-connections", "servers.tomcat.connections", "connections", "rate", "Logins, embedded Tomcat", "connections", "logins/s ÷ raw", True),
    Plot("jetty-size", "servers.jetty.size", "bytes", "rate", "Logins, embedded Jetty", "bytes of a response", "logins/s ÷ raw", True),
    Plot("tomcat-size", "servers.tomcat.size", "bytes", "rate", "Logins, embedded Tomcat", "bytes of a response", "logins/s ÷ raw", True),
    Plot("code-size", "code.size", "size", "ns", "Reading, deciding, splicing", "bytes of a response", "ns"),
    Plot("code-rules", "code.rules", "rules", "ns", "Reading, deciding, splicing", "rules", "ns"),
    Plot("decide-rules", "code.decide", "rules", "ns", "Deciding", "rules", "ns"),
    Plot("portal-connections", "portal.growth.connections", "connections", "rate", "Portals", "connections", "logins/s"),
    Plot("portal-size", "portal.growth.size", "size", "rate", "Portals", "bytes of a response", "logins/s"),
]


def draw(plot, results, folder):
    """Draws a plot as SVG; nothing where nothing was measured."""
    measured = sorted(find(results, plot.kind), key=lambda each: each.settings[plot.setting])
    if len(measured) < 2:
        return
    axes = pyplot.figure(figsize=(6.4, 3.6)).add_subplot()
    for variant in measured[0].variants():
        xs, spreads = [], []
        for result in measured:
            spread = (result.ratio if plot.ratio else result.median)(variant, plot.metric)
            if spread:
                xs.append(result.settings[plot.setting])
                spreads.append(spread)
        line = axes.plot(xs, [each.median for each in spreads], marker="o", label=PORTALS.get(variant, variant).strip("*"))
        axes.fill_between(xs, [each.low for each in spreads], [each.high for each in spreads], alpha=0.15, color=line[0].get_color())
    axes.set_xscale("log")
    if not plot.ratio:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.set(title=plot.title, xlabel=plot.x, ylabel=plot.y)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    pyplot.tight_layout()
    pyplot.savefig(folder / f"{plot.name}.svg", metadata={"Date": None})
    pyplot.close()


def first_line(*command):
    """The first line that a command prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].strip() if lines else ""


def processor():
    """The processor's name."""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def machine():
    """Where it was measured, and with what."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "java": first_line("java", "-version"),
        "wrk": first_line("wrk", "-v").split(" Copyright")[0],
        "h2load": first_line("h2load", "--version"),
        "nginx": first_line("/usr/sbin/nginx", "-v"),
        "haproxy": first_line("/usr/sbin/haproxy", "-v").split(" - ")[0],
        "spring cloud": re.search(r"<spring-cloud.version>(.*)</spring-cloud.version>", GATEWAY.read_text())[1],
    }


def describe(where):
    """The machine as a list."""
    return "\n".join(f"- {name}: {value}" for name, value in where.items())


def fill(text, made):
    """The text with its tables; where nothing was measured, it says so."""
    return re.sub(r"<!-- figures: (\S+) -->", lambda match: made.get(match.group(1)) or "*Not measured.*", text)


def main(arguments):
    if len(arguments) != 2:
        sys.exit("expected: RESULTS DOCS, two folders")
    results = load(arguments[0])
    docs = pathlib.Path(arguments[1])
    plots = docs / "performance"
    plots.mkdir(parents=True, exist_ok=True)
    where = machine()
    (docs / "performance.json").write_text(
        json.dumps({"machine": where, "results": [dataclasses.asdict(each) for each in results]}, indent=None) + "\n"
    )
    for plot in PLOTS:
        draw(plot, results, plots)
    made = tables(results) | {"machine": describe(where)}
    (docs / "performance.md").write_text(fill(TEMPLATE.read_text(), made))


if __name__ == "__main__":
    main(sys.argv[1:])
