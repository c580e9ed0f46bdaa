"""The stages of a problem, what may be done about one, and the ground over which its effect is told. Pure.

Sources: scanning, analysis, response, assessment: Eck & Spelman 1987, Problem-Solving; displacement and diffusion in a ring about the places:
Bowers & Johnson 2003.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians
from typing import Any

from beatbook.measures.where import month_plus
from beatbook.neighbourhoods.problems.before_after import Months

METRES_A_DEGREE = 111_320.0
BEFORE, MOST_AFTER = 12, 12  # months
RADII = (100, 200, 300, 500)
STAGE_WORDS = {"scanning": "Scanning", "analysis": "Analysis", "response": "Response", "assessment": "Assessment", "ended": "Ended"}
RESPONSES = (
    "Visible patrol at the places",
    "Change to the place: lighting, locks, layout",
    "Work with owners, licensees or landlords",
    "Work with residents and groups",
    "Warnings and support to those who do it",
    "Orders and enforcement",
    "Work with young people and schools",
    "Several of these together",
)
KINDS = (
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a problem."""

    longitude: float
    latitude: float
    name: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Crimes by month at the places, in the ring about them as wide as their own reach, and in the comparison areas; and the first and last month."""

    here: Months
    near: Months
    elsewhere: Months
    first: date
    begins: date
    last: date


def may_follow(done: Sequence[str], stage: str) -> bool:
    """May this stage come next? One response; an assessment only after it; the end only after an assessment, and nothing after that."""
    if "ended" in done:
        return False
    if stage == "analysis":
        return "response" not in done
    return {"response": "response" not in done, "assessment": "response" in done, "ended": "assessment" in done}.get(stage, False)


def stage_of(done: Sequence[str]) -> str:
    """The stage in which a problem is."""
    return done[-1] if done else "scanning"


def months_around(begins: date, published_to: date) -> tuple[date, date] | None:
    """The first month before and the last month after that are compared; None: no whole month after has been published."""
    last = min(published_to, month_plus(begins, MOST_AFTER - 1))
    return (month_plus(begins, -BEFORE), last) if last >= begins else None


def box_about(places: Sequence[Place], reach_m: float) -> dict[str, float]:
    """West, east, south and north of all that is within reach of the places."""
    up = reach_m / METRES_A_DEGREE
    across = max(up / cos(radians(place.latitude)) for place in places)
    return {
        "west": min(place.longitude for place in places) - across,
        "east": max(place.longitude for place in places) + across,
        "south": min(place.latitude for place in places) - up,
        "north": max(place.latitude for place in places) + up,
    }


def distance_m(place: Place, longitude: float, latitude: float) -> float:
    """How far a point is from a place, as near as a town needs it."""
    across = (longitude - place.longitude) * cos(radians(place.latitude))
    return hypot(across, latitude - place.latitude) * METRES_A_DEGREE


def grounds_of(
    rows: Iterable[tuple[str, str, float, float, int]],
    places: Sequence[Place],
    *,
    radius_m: float,
    beside: Sequence[str],
    first: date,
    begins: date,
    last: date,
) -> Grounds:
    """Rows of month (`2026-01`), area, point and number, sorted into the three grounds. What is near a place is in no comparison area."""
    months = [month_plus(first, step) for step in range(_months(first, last) + 1)]
    counted: dict[str, dict[str, int]] = {name: {f"{month:%Y-%m}": 0 for month in months} for name in ("here", "near", "elsewhere")}
    for month, area, longitude, latitude, count in rows:
        nearest = min(distance_m(place, longitude, latitude) for place in places)
        name = "here" if nearest <= radius_m else "near" if nearest <= 2 * radius_m else "elsewhere" if area in beside else ""
        if name and month in counted[name]:
            counted[name][month] += count
    cut = _months(first, begins)
    split = {name: list(found.values()) for name, found in counted.items()}
    grounds = {name: Months(tuple(found[:cut]), tuple(found[cut:])) for name, found in split.items()}
    return Grounds(grounds["here"], grounds["near"], grounds["elsewhere"], first, begins, last)


def as_kept(found: Grounds) -> dict[str, Any]:
    """The counts as they are stored; every other figure is worked out from these."""
    kept: dict[str, Any] = {
        name: [list(getattr(found, name).before), list(getattr(found, name).after)] for name in ("here", "near", "elsewhere")
    }
    return kept | {name: getattr(found, name).isoformat() for name in ("first", "begins", "last")}


def from_kept(kept: Mapping[str, Any]) -> Grounds:
    """The same, back again."""
    here, near, elsewhere = (Months(*(tuple(counts) for counts in kept[name])) for name in ("here", "near", "elsewhere"))
    first, begins, last = (date.fromisoformat(kept[name]) for name in ("first", "begins", "last"))
    return Grounds(here, near, elsewhere, first, begins, last)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
