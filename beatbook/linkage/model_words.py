"""A model's report in words and rows of text, for its page and its file."""

from collections.abc import Mapping, Sequence
from typing import Any

CALIBRATION = ("Chance that the model gives", "Pairs", "Predicted the same", "Are the same", "Within (95 %)")
FAIRNESS = ("Group", "True pairs", "Wrongly joined", "of the whole", "Missed", "of the whole")
BLOCKING = ("Rule", "True pairs found", "Found by it alone", "Pairs examined")


def sentence(report: Mapping[str, Any]) -> str:
    """The one sentence that comes first: how often the model is wrong, against what, or that nobody has looked yet."""
    for name in ("accuracy", "judgements"):
        found = report.get(name)
        if found and found["accuracy"]["joined"] and found["accuracy"]["true"]:
            figures = found["accuracy"]
            against = "records whose person is known" if found["source"] == "truth" else "pairs that people judged"
            return (
                f"Of 1,000 pairs that it joins, {_thousand(figures['false_join_rate'])} should be apart; of 1,000 that are one person, it misses"
                f" {_thousand(figures['missed_join_rate'])}. Counted on {against}."
            )
    return "How good this model is has not been counted yet."


def calibration_rows(bins: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Links by the chance that the model gives them, predicted against true."""
    return [[_range(one), f"{one['pairs']:,}", _percent(one["predicted"]), _percent(one["same"]), _interval(one)] for one in bins]


def calibration_bars(bins: Sequence[Mapping[str, Any]]) -> list[tuple[str, float, str]]:
    """Two bars for each range of weights, as (label, value, value in words)."""
    return [
        (f"{_range(one)}: {words}", float(one[name]), _percent(one[name]))
        for one in bins
        for name, words in (("predicted", "predicted"), ("same", "true"))
    ]


def fairness_rows(groups: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Rates of both errors by group, each with its ratio to the whole."""
    return [
        [
            f"{one['by']}: {one['group']}",
            f"{one['true']:,}",
            _percent(one["false_join_rate"]),
            _ratio(one["false_join_ratio"]),
            _percent(one["missed_join_rate"]),
            _ratio(one["missed_join_ratio"]),
        ]
        for one in groups
    ]


def blocking_rows(blocking: Mapping[str, Any]) -> list[list[str]]:
    """What each blocking rule found, and what it cost."""
    return [
        [one["rule"][:1].upper() + one["rule"][1:], f"{one['found']:,}", f"{one['alone']:,}", f"{one['pairs']:,}"]
        for one in blocking.get("rules", [])
    ]


def taken_rows(report: Mapping[str, Any]) -> list[list[str]]:
    """Every figure as one row: part, what, figure, value."""
    rows = [["Report", "", "", sentence(report)]]
    for name in ("accuracy", "judgements"):
        found = report.get(name) or {}
        rows += [[name, "all", figure, str(value)] for figure, value in found.get("accuracy", {}).items()]
        for part, head, table in (
            ("calibration", CALIBRATION, calibration_rows(found.get("calibration", []))),
            ("fairness", FAIRNESS, fairness_rows(found.get("fairness", []))),
        ):
            rows += [[f"{name}, {part}", row[0], label, text] for row in table for label, text in zip(head[1:], row[1:], strict=True)]
    for row in blocking_rows(report.get("blocking", {})):
        rows += [["blocking", row[0], label, text] for label, text in zip(BLOCKING[1:], row[1:], strict=True)]
    change = report.get("comparison", {})
    return rows + [["comparison", str(change["with"]), name, str(value)] for name, value in change.items() if isinstance(value, int)]


def _range(one: Mapping[str, Any]) -> str:
    if "from" in one:
        return f"{one['from']:.0%} to {one['to']:.0%}"
    low, high = one["from_bits"], one["to_bits"]  # reports of before the bins were by chance
    if low is None:
        return f"under {high:g} bits"
    return f"from {low:g} bits" if high is None else f"{low:g} to {high:g} bits"


def _interval(one: Mapping[str, Any]) -> str:
    return f"{_percent(one['interval'][0])} to {_percent(one['interval'][1])}" if "interval" in one else "not counted"


def _percent(rate: float) -> str:
    return f"{rate:.1%}"


def _ratio(ratio: float | None) -> str:
    return "none in the whole" if ratio is None else f"{ratio:.2f} times"


def _thousand(rate: float) -> str:
    return f"{1000 * rate:.0f}" if rate == 0 or rate >= 0.0005 else "under 1"
