# SPDX-License-Identifier: Apache-2.0
"""What was measured, read from files and summarised: medians, and ratios within a round with their spread."""

import json
import pathlib
import statistics
from dataclasses import dataclass, field


@dataclass
class Spread:
    """The median of some figures, and the least and the largest."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(figures):
        return Spread(statistics.median(figures), min(figures), max(figures))


@dataclass
class Result:
    """One kind of measurement: rounds, each with figures by variant and name."""

    kind: str
    baseline: str
    rounds: list
    settings: dict = field(default_factory=dict)

    def variants(self):
        """All variants, in the order of their names' first appearance when sorted."""
        return sorted({variant for each in self.rounds for variant in each})

    def figures(self, variant, metric):
        """The variant's figures of that name, one for each round that has it."""
        return [each[variant][metric] for each in self.rounds if each.get(variant, {}).get(metric) is not None]

    def median(self, variant, metric):
        """The spread of the absolute figure, or None where there is none."""
        figures = self.figures(variant, metric)
        return Spread.of(figures) if figures else None

    def ratio(self, variant, metric, baseline=None):
        """The spread of the ratio to the baseline's figure of the same round, or None."""
        baseline = baseline or self.baseline
        ratios = []
        for each in self.rounds:
            of = each.get(variant, {}).get(metric)
            to = each.get(baseline, {}).get(metric)
            if of is not None and to:
                ratios.append(of / to)
        return Spread.of(ratios) if ratios else None


def load(folder):
    """All results in a folder, as a list."""
    folder = pathlib.Path(folder)
    results = []
    for name in sorted(folder.glob("*.json")):
        if not name.name.startswith("jmh."):
            content = json.loads(name.read_text())
            results += [Result(**each) for each in (content if isinstance(content, list) else content["measurements"])]
    return results + _jmh(folder)


def _jmh(folder):
    """JMH's files, of which each is a round: a kind for each suite and parameters."""
    rounds = {}
    for file in sorted(folder.glob("jmh.*.json")):
        _, suite, number, _ = file.name.split(".")
        for each in json.loads(file.read_text()):
            variant = each["benchmark"].rsplit(".", 1)[1]
            parameters = tuple(sorted((name, int(value)) for name, value in each.get("params", {}).items()))
            figures = {
                # The least disturbed of the iterations: what else the machine does only ever adds.
                "ns": min(min(fork) for fork in each["primaryMetric"]["rawData"]),
                "bytes": each["secondaryMetrics"]["gc.alloc.rate.norm"]["score"],
            }
            rounds.setdefault((suite, parameters), {}).setdefault(number, {})[variant] = figures
    baselines = {"other": "without", "splice": "tree", "decide": "limit", "rules": "tree", "size": "tree"}
    return [
        Result(f"code.{suite}", baselines[suite], list(passes.values()), dict(parameters))
        for (suite, parameters), passes in rounds.items()
    ]


def find(results, kind):
    """The results of a kind, and of those below it: growth has one for each step."""
    return [each for each in results if each.kind == kind or each.kind.startswith(f"{kind}.")]
