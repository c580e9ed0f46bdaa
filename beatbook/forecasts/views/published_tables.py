"""The tables of the public page of a forecast."""

from collections.abc import Callable, Mapping
from typing import Any

Content = Mapping[str, Any]
Rows = list[list[dict[str, Any]]]
BUDGET = "0.02"
PLAIN = {
    "kernel mixture": "This forecast",
    "previous period": "What happened the period before",
    "count of 52 weeks": "A count of the last year",
    "tuned density": "A density map, tuned",
    "ProMap": "ProMap, the published method",
    "ProMap in half cells": "ProMap with wider steps",
    "hindsight of both sides": "A map that also sees the future (no forecast)",
}
CARD = {
    "purpose": "What it is for", "not_for": "What it may not be used for", "owner": "Who answers for it", "data": "What it learns from",
    "limits": "Where it is weak", "impact_assessment": "Data protection and equality impact assessments", "review_by": "To be reviewed by",
}  # fmt: skip


def _columns(first: str, *numbers: str, words: int = 0) -> list[dict[str, Any]]:
    """A heading, so many columns of words, and columns of numbers."""
    return [{"label": first}, *({"label": label, "numeric": place >= words} for place, label in enumerate(numbers))]


MAP_COLUMNS = _columns("Map", "Offences found at 1%", "At 2%", "At 5%", "Accuracy index at 2%")
CALIBRATION_COLUMNS = _columns("Squares of highest risk", "Forecast", "Came", "Came over forecast")
PERIOD_COLUMNS = _columns("Period from", "Forecast", "Came", "Found at 2%", "Found by a count of the last year")
AREA_COLUMNS = _columns("Neighbourhood", "Forecast", "Came", "Came over forecast", "Share of offences", "Share of squares pointed at")
BURDEN_COLUMNS = _columns(
    "Areas by",
    "Third",
    "Share of people",
    "Share of offences",
    "Share of squares pointed at",
    "Came over forecast",
    "Found in them",
    words=1,
)


def sentence(content: Content) -> str:
    """What was found, first."""
    backtest = content["backtest"]
    ours, count = backtest["maps"]["kernel mixture"][BUDGET], backtest["maps"]["count of 52 weeks"][BUDGET]
    return (
        f"In the last {backtest['periods']} test periods, the 2% of squares to which this forecast pointed held {ours['hit_rate']:.0%} of the offences"
        f" that then came; a plain count of the last year found {count['hit_rate']:.0%}. It forecasts places, never people."
    )


def state_sentence(content: Content) -> str:
    """Whether it is used, and why not."""
    words = {
        "proposed": "It is not in use.",
        "on": "It is in use.",
        "suspended": "It has suspended itself and is not in use.",
        "retired": "It has ended.",
    }
    return f"{words[content['state']]} {content['why']}".strip()


def card_rows(content: Content) -> list[dict[str, Any]]:
    """The model card and the decisions."""
    rows: list[dict[str, Any]] = [{"key": words, "value": content["card"].get(name, "") or "Not stated"} for name, words in CARD.items()]
    held = content["hold_out"]
    if held:
        drawn = (
            f"{held['share']:.0%} of the squares, drawn by lot, until {held['until']}" if held["share"] else f"None, until {held['until']}"
        )
        who = f"Decided by {held['by']}, {held['rank']}, on {held['on']}. {held['reason']}"
        rows.append({"key": "Hold-out", "value": drawn, "notes": [who, held["evaluation"]]})
    else:
        rows.append({"key": "Hold-out", "value": "No chief officer has decided yet"})
    equality = content["equality"]
    told = (
        {"value": equality["words"], "notes": [f"Assessed by {equality['by']} on {equality['on']}."]}
        if equality
        else {"value": "Not assessed yet"}
    )
    return [*rows, {"key": "Effect on areas by their make-up", **told}]


def map_rows(backtest: Content) -> Rows:
    """Every map beside ours."""
    return [
        [
            {"text": PLAIN.get(name, name)},
            *({"text": f"{figures[share]['hit_rate']:.1%}"} for share in ("0.01", "0.02", "0.05")),
            {"text": f"{figures[BUDGET]['pai']:.2f}"},
        ]
        for name, figures in sorted(backtest["maps"].items(), key=lambda one: list(PLAIN).index(one[0]))
    ]


def calibration_rows(backtest: Content) -> Rows:
    """What was forecast of the top squares, and what came."""
    return [
        [
            {"text": f"Top {float(share):.0%}"},
            {"text": f"{expected:,.1f}"},
            {"text": f"{observed:,.0f}"},
            {"text": _over(expected, observed)},
        ]
        for share, (expected, observed) in backtest["calibration_counts"].items()
    ]


def period_rows(backtest: Content, day: Callable[[float], str]) -> Rows:
    """Each period, newest first."""
    return [
        [
            {"text": day(one["day"])},
            {"text": f"{one['expected']:,.1f}"},
            {"text": f"{one['observed']:,.0f}"},
            {"text": f"{one['found']['kernel mixture']:,.0f}"},
            {"text": f"{one['found']['count of 52 weeks']:,.0f}"},
        ]
        for one in reversed(backtest["by_period"])
    ]


def area_rows(backtest: Content) -> Rows:
    """Each neighbourhood with enough offences, by name."""
    return [
        [
            {"text": one["name"]},
            {"text": f"{one['expected']:,.1f}"},
            {"text": f"{one['observed']:,.0f}"},
            {"text": _over(one["expected"], one["observed"])},
            {"text": f"{one['share_of_offences']:.1%}"},
            {"text": f"{one['share_of_flagged']:.1%}"},
        ]
        for one in sorted(backtest.get("by_area", []), key=lambda one: str(one["name"]))
    ]


def burden_rows(content: Content) -> Rows:
    """Who bears the map."""
    return [
        [
            {"text": one["feature"].capitalize()},
            {"text": one["third"].capitalize()},
            {"text": f"{one['share_of_people']:.0%}"},
            {"text": f"{one['share_of_offences']:.0%}"},
            {"text": f"{one['share_of_flagged']:.0%}"},
            {"text": "" if one["observed_over_expected"] is None else f"{one['observed_over_expected']:.2f}"},
            {"text": "" if one.get("hit_rate") is None else f"{one['hit_rate']:.0%}"},
        ]
        for one in (content["equality"] or {}).get("burdens", [])
    ]


def _over(expected: float, observed: float) -> str:
    return f"{observed / expected:.2f}" if expected else "none forecast"
