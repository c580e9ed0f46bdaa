"""What was aimed at, and whether a run reaches it: each target names two figures of a run, and how they are held against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.linkage.jobs import FORM, GOLDENMATCH, OURS, SPLINK


@dataclass(frozen=True, slots=True)
class Figure:
    """Where in a run a figure stands; of several sizes the largest counts unless `data` says which."""

    engine: str
    task: str
    name: str
    data: str = ""

    def find(self, lines: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
        """The line, if the run has it."""
        found = [
            line
            for line in lines
            if (line["engine"], line["task"], line["figure"]) == (self.engine, self.task, self.name)
            and "failed" not in line
            and self.data in ("", line["data"])
        ]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Target:
    """A goal: ours alone at least or at most so much, or (`times`) so many times better than the peer, or (`growth`) at most so many times the peer's."""

    words: str
    ours: Figure
    peer: Figure | None = None
    least: float | None = None
    most: float | None = None
    times: float | None = None
    stretch: float | None = None
    growth: float | None = None


RATE, RUN, MEMORY, SINGLE, MANY = (
    "scored pairs a CPU-second",
    "train, link and group",
    "most memory",
    "one new record",
    "1,000 new records, p50",
)
HISTORICAL, COUNTY = "historical_50k", "county"


def _county(words: str, name: str, **goal: float) -> Target:
    return Target(f"Millshire, {words}", Figure(OURS, "millshire", name, COUNTY), **goal)


TARGETS = (
    Target(
        "pairs scored a CPU-second, every pair of one date of birth",
        Figure(FORM, "dense", RATE),
        Figure(SPLINK, "dense", RATE),
        times=10,
        stretch=20,
    ),
    *(
        Target(
            f"largest difference of a weight from Splink's, bits ({task})",
            Figure(FORM, task, "largest weight difference from Splink"),
            most=1e-9,
        )
        for task in ("dense", "table")
    ),
    *(
        Target(f"pairs that only one of the two has ({task})", Figure(FORM, task, "pairs that only one of the two has"), most=0)
        for task in ("dense", "table")
    ),
    Target(
        "train, link and group, Splink's rules, CPU-seconds", Figure(FORM, "table", RUN), Figure(SPLINK, "table", RUN), times=5, stretch=10
    ),
    Target("the same, Beatbook's own rules and model", Figure(OURS, "table", RUN), Figure(SPLINK, "table", RUN), times=5, stretch=10),
    Target("most memory in it, MB, Splink's rules", Figure(FORM, "table", MEMORY), Figure(SPLINK, "table", MEMORY), most=500),
    Target("most memory in it, MB, Beatbook's own", Figure(OURS, "table", MEMORY), Figure(SPLINK, "table", MEMORY), most=500),
    Target(
        "three times the rows, Splink's rules: CPU-seconds beside those of one time",
        Figure(FORM, "grow", RUN),
        Figure(FORM, "table", RUN),
        growth=3.5,
    ),
    Target(
        "the same from a third of a million to a million, Beatbook's own", Figure(OURS, "table", RUN), Figure(OURS, "grow", RUN), growth=3.5
    ),
    Target(
        "one new record linked and committed, median ms",
        Figure(OURS, "durable", f"{SINGLE}, p50"),
        Figure(SPLINK, "new", f"{SINGLE}, p50"),
        most=5,
    ),
    Target(
        "one new record linked and committed, 99th of a hundred, ms",
        Figure(OURS, "durable", f"{SINGLE}, p99"),
        Figure(SPLINK, "new", f"{SINGLE}, p99"),
        most=20,
    ),
    Target("1,000 new records linked and committed, ms", Figure(OURS, "durable", MANY), Figure(SPLINK, "new", MANY), most=100),
    Target(
        "historical_50k, clustered F1, own threshold",
        Figure(OURS, "accuracy", "clustered F1", HISTORICAL),
        Figure(GOLDENMATCH, "accuracy", "clustered F1", HISTORICAL),
        least=0.94,
        stretch=0.96,
    ),
    Target(
        "historical_50k, clustered precision",
        Figure(OURS, "accuracy", "clustered precision", HISTORICAL),
        Figure(GOLDENMATCH, "accuracy", "clustered precision", HISTORICAL),
        least=0.95,
    ),
    _county("share of true pairs that are looked at", "blocking_recall", least=0.98),
    _county("clustered F1", "clustered_f1", least=0.97),
    _county("twins wrongly joined", "twins_wrongly_joined", most=0.01),
    _county("fathers and sons wrongly joined", "fathers_and_sons_wrongly_joined", most=0.01),
    *(
        _county(f"worst {words} over the whole, {joins} joins", f"{name}:worst_over_whole_{joins}", most=1.5)
        for words, name in (("naming tradition", "naming_tradition"), ("sex", "sex"), ("age band", "age_band"))
        for joins in ("false", "missed")
    ),
)


def better_by(target: Target, ours: dict[str, Any], peer: dict[str, Any]) -> float | None:
    """How many times better than the peer ours is: more of a rate or a share, less of a cost. None where one is nothing."""
    mine, theirs = float(ours["value"]), float(peer["value"])
    if not mine or not theirs:
        return None
    more_is_better = ours.get("unit") in ("pairs/CPU-s", "share")
    return mine / theirs if more_is_better else theirs / mine


def verdict(target: Target, ours: dict[str, Any] | None, peer: dict[str, Any] | None) -> str:
    """Whether the target was met, in a word or two."""
    if ours is None or ((target.times or target.growth) and peer is None):
        return "not measured"
    value = float(ours["value"])
    if target.times:
        value = better_by(target, ours, peer or {}) or 0.0
    if target.growth:
        value /= float((peer or {})["value"])
    least, most = target.times or target.least, target.growth if target.growth else target.most
    if (least is not None and value < least) or (most is not None and value > most):
        return "not met"
    return "met, and the stretch" if target.stretch and value >= target.stretch else "met"


def goal(target: Target) -> str:
    """The target in words."""
    if target.times:
        return f"{target.times:g} x" + (f", stretch {target.stretch:g} x" if target.stretch else "")
    if target.growth:
        return f"at most {target.growth:g} x"
    if target.least is not None:
        return f"at least {target.least:g}" + (f", stretch {target.stretch:g}" if target.stretch else "")
    return f"at most {target.most:g}"
