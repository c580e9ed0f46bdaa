"""The short form for minor offences: which offences it is for, what it asks, and how long it took people (by the server's clock)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from beatbook.vocabulary.postcodes import normalise_postcode

OFFENCES = {
    "46": "Theft from a shop",
    "44": "Theft of pedal cycle",
    "49": "Other theft",
    "58C": "Criminal damage to a vehicle",
    "58D": "Other criminal damage",
    "126": "Interfering with a vehicle",
    "92E": "Possession of cannabis",
    "9A": "Public fear, alarm or distress",
}
"""Offences that may be recorded in short, by the class of the counting rules; anything with injury, a weapon or a named domestic suspect may not."""
LINES = {
    "none": "None: no suspect, no camera, no witness",
    "camera": "Camera or door bell",
    "witness": "A witness",
    "named": "A named suspect",
    "property": "Property that can be traced",
}
STEPS = ((60, "Under 1 minute"), (120, "1 to 2 minutes"), (180, "2 to 3 minutes"), (300, "3 to 5 minutes"), (600, "5 to 10 minutes"))
LONGER = "10 minutes or more"
FEWEST = 5  # forms from which a median is said


@dataclass(frozen=True, slots=True)
class Times:
    """How long the form took: counts by step, the median and the ninth decile in seconds (None below five forms), and how many starts came to nothing."""

    counts: tuple[tuple[str, int], ...]
    median_s: int | None
    decile_s: int | None
    sent: int
    given_up: int


def times_of(seconds: Sequence[int], started: int) -> Times:
    """The distribution of the seconds that each form took; `started` counts every start, sent or not."""
    counts = {words: 0 for _, words in STEPS} | {LONGER: 0}
    for took in seconds:
        counts[next((words for below, words in STEPS if took < below), LONGER)] += 1
    deciles = quantiles(seconds, n=10, method="inclusive") if len(seconds) >= FEWEST else None
    median, last = (round(deciles[4]), round(deciles[8])) if deciles else (None, None)
    return Times(tuple(counts.items()), median, last, len(seconds), max(0, started - len(seconds)))


def what_is_wrong(typed: Mapping[str, Any]) -> dict[str, str]:
    """Errors by field: the form asks for little, and for each of it."""
    errors = {}
    if typed["offence"] not in OFFENCES:
        errors["offence"] = "Choose the offence"
    if len(typed["place"]) < 3:
        errors["place"] = "Enter where it happened"
    if typed["postcode"] and normalise_postcode(typed["postcode"]) is None:
        errors["postcode"] = "Enter a whole postcode, or leave it empty"
    if len(typed["summary"]) < 10:
        errors["summary"] = "Say what happened, in at least a few words"
    if typed["lines"] not in LINES:
        errors["lines"] = "Choose what there is to follow"
    if typed["value"] and pence_of(typed["value"]) is None:
        errors["value"] = "Enter pounds, for example 45 or 45.50"
    return errors


def pence_of(text: str) -> int | None:
    """An amount as typed, in pence; None when it is none. An empty text is none too."""
    pounds, dot, pence = text.removeprefix("£").replace(",", "").strip().partition(".")
    if not (pounds.isascii() and pounds.isdigit() and len(pounds) <= 7) or (
        dot and not (pence.isascii() and pence.isdigit() and len(pence) == 2)
    ):
        return None
    return int(pounds) * 100 + int(pence or 0)


def facts_of(typed: Mapping[str, Any], happened_at: str) -> dict[str, Any]:
    """What goes to the records system: the fields that were filled, under the names that it knows."""
    facts = {
        "offence_code": typed["offence"],
        "offence": OFFENCES[typed["offence"]],
        "happened_at": happened_at,
        "address": typed["place"],
        "postcode": typed["postcode"],
        "summary": typed["summary"],
        "victim_name": typed["victim"],
        "victim_phone": typed["phone"],
        "lines_of_enquiry": LINES[typed["lines"]],
        "value_pence": pence_of(typed["value"]) if typed["value"] else None,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}
