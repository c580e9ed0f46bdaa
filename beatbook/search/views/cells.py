"""Cells of the tables in which pages of this room show events and things."""

from typing import Any

from django.urls import reverse

from beatbook.pole.neighbours import note_of
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.web import phrases

EVENT_COLUMNS = [{"label": label} for label in ("Event", "When", "Where", "Source")]


def event_cells(saying: Saying) -> list[dict[str, Any]]:
    """One row: what happened, when, where and who says so."""
    content = saying.content
    kind = str(content.get("offence") or content.get("event_type") or "").replace("-", " ").capitalize()
    return [
        {
            "text": content.get("title") or name_of(saying),
            "href": reverse("event", args=[saying.id]),
            "note": content.get("reference") or kind,
        },
        {"text": phrases.date_time(saying.happened_at or saying.said_at)},
        {"text": address_line(content) or "Not recorded"},
        {"text": saying.system},
    ]


def thing_line(saying: Saying) -> dict[str, str]:
    """One line: a vehicle, thing or place, what it is, and who says so."""
    return {
        "name": name_of(saying),
        "href": reverse("record", args=[saying.id]),
        "note": phrases.upper_first(note_of(saying)),
        "system": saying.system,
    }
