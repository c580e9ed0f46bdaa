"""What the page of a vehicle or an address says of others that are written nearly so: taken as one with it, or possibly the same, and why."""

from typing import Any

from django.urls import reverse

from beatbook.linkage.explanation import in_hundred
from beatbook.linkage.things import Match
from beatbook.pole.queries import Alike
from beatbook.pole.views.records import columns
from beatbook.pole.whereabouts import SORTS
from beatbook.vocabulary.identifiers import written_plate
from beatbook.vocabulary.postcodes import written_postcode


def alike_context(sort: str, alike: Alike) -> dict[str, Any]:
    """Two tables: other ways in which this thing is written, and things that may be it."""
    return {
        "alike_word": SORTS.get(sort, sort),
        "alike_columns": columns("Written", "How likely", "Why"),
        "alike_joined": [_row(sort, value, match) for value, match in alike.joined],
        "alike_possible": [_row(sort, value, match) for value, match in alike.possible],
    }


def _row(sort: str, value: str, match: Match) -> list[dict[str, Any]]:
    why = " ".join(f"{reason.label}: {reason.words[:1].lower()}{reason.words[1:]}" for reason in match.reasons)
    return [
        {"text": _written(sort, value), "href": reverse("thing", args=[sort, value])},
        {"text": in_hundred(match.probability)},
        {"text": why},
    ]


def _written(sort: str, value: str) -> str:
    if sort == "plate":
        return written_plate(value)
    line, _, last = value.rpartition(" ")
    return f"{line.title()}, {written_postcode(last)}" if last.isupper() else value.title()
