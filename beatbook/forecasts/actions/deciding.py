"""Decisions about a forecast, each by a named person on a day: its effect on areas, the hold-out, switching on, retiring."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from beatbook.forecasts.actions.reading import USING, newest
from beatbook.forecasts.equality import as_rows, burdens
from beatbook.forecasts.make_up import matched, read_make_up
from beatbook.forecasts.models import Forecast
from beatbook.forecasts.safeguards import NotYet, calibration_failures, check_hold_out, missing_before_switch_on
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import populations, populations_by_group

MAJORITY = "White"
WEAKER = (
    "Without a hold-out, what patrols prevent cannot be told apart from what would have happened anyway: only the forecast is evaluated."
)
STRONGER = "Squares drawn by lot get no forecast-led patrols, so that their offences can be compared with those of squares that do."


def assess_equality(code: str, *, by: str, on: date, words: str, make_up: Path | None = None) -> dict[str, Any]:
    """Who bears the map, by make-up of area, worked out from the back-test and kept with what the assessor says of it.

    `make_up` is a file of further features by code of area, such as deprivation.

    Raises:
        NoForecast, NotYet, MakeUpRefused: nothing is called that, the assessor says nothing, or the file cannot be used.
    """
    if not words.strip():
        raise NotYet("Say what the figures mean and what is done about them.")
    forecast = newest(code)
    people = {area: count for area, (_, count) in populations(NEIGHBOURHOOD, using=USING).items()}
    found = []
    more = read_make_up(make_up) if make_up else {}
    by_area = forecast.backtest.get("by_area", [])
    if make_up:
        matched(more, [one["area"] for one in by_area], make_up.name)
    for feature, value in (_features(people) | more).items():
        found += as_rows(burdens(by_area, feature=feature, value=value, people=people))
    forecast.equality = {"by": by, "on": on.isoformat(), "words": words.strip(), "burdens": found}
    forecast.save(using=USING, update_fields=["equality"])
    return dict(forecast.equality)


def _features(people: dict[str, float]) -> dict[str, dict[str, float]]:
    """Features of the make-up of areas that are known here: share of residents of minority ethnic groups, and how many people live there."""
    groups = populations_by_group(NEIGHBOURHOOD, using=USING)
    minority = {
        area: 1 - sum(count for group, count in counts.items() if group.startswith(MAJORITY)) / sum(counts.values())
        for area, counts in groups.items()
        if sum(counts.values())
    }
    features = {"share of residents from minority ethnic groups": minority, "number of residents": people}
    return {name: values for name, values in features.items() if values}


def decide_hold_out(code: str, *, by: str, rank: str, on: date, share: float, until: date, reason: str, seed: int) -> dict[str, Any]:
    """A chief officer's decision on the random hold-out, dated and published. A share of nought says that there is none, and why.

    Raises:
        NotYet: the share is neither nought nor 5 to 10 %, or no reason is given.
    """
    check_hold_out(share, reason)
    forecast = newest(code)
    forecast.hold_out = {
        "by": by, "rank": rank, "on": on.isoformat(), "share": share, "until": until.isoformat(), "reason": reason.strip(), "seed": seed,
        "evaluation": STRONGER if share else WEAKER,
    }  # fmt: skip
    forecast.save(using=USING, update_fields=["hold_out"])
    return dict(forecast.hold_out)


def switch_on(code: str, *, by: str, on: date) -> None:
    """Lets patrols be planned by the newest version; the version before retires. A suspended forecast needs a new back-test first.

    Raises:
        NotYet: something is missing; the message lists all of it.
    """
    forecast = newest(code)
    failures = calibration_failures(forecast.backtest["calibration_counts"])
    missing = missing_before_switch_on(card=forecast.card, equality=forecast.equality, hold_out=forecast.hold_out, failures=failures)
    if forecast.state == "suspended":
        missing.append("it was suspended: register a new version")
    if missing:
        raise NotYet(f"{forecast.name} cannot be switched on: " + "; ".join(missing) + ".")
    with transaction.atomic(using=USING):
        Forecast.objects.using(USING).filter(code=code, state="on").update(state="retired", why=f"Followed by version {forecast.version}.")
        Forecast.objects.using(USING).filter(id=forecast.id).update(state="on", why=f"Switched on by {by} on {on.isoformat()}.")


def retire(code: str, *, by: str, on: date, reason: str) -> None:
    """Ends a forecast; its figures stay."""
    forecast = newest(code)
    Forecast.objects.using(USING).filter(id=forecast.id).update(state="retired", why=f"Ended by {by} on {on.isoformat()}: {reason.strip()}")
