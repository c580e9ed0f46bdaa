"""Records, events and their addresses as the templates of every page of this room draw them."""

from typing import Any

from django.urls import reverse

from beatbook.linkage.keys import address_of as address_of_line
from beatbook.pole.facts import in_reading_order, plain
from beatbook.pole.markers import Marker
from beatbook.pole.saying import Saying, address_line
from beatbook.pole.timeline import Entry
from beatbook.pole.views.joins import record_words
from beatbook.vocabulary.identifiers import normalise_email, normalise_phone, normalise_plate
from beatbook.vocabulary.postcodes import normalise_postcode
from beatbook.web import clock, phrases
from beatbook.web.phrases import field_words


def address_of(saying: Saying) -> str:
    """The address of the page on the thing of which a record speaks."""
    if saying.kind == "event":
        return reverse("event", args=[saying.id])
    if saying.kind == "person":
        return reverse("person", args=[saying.id])
    if saying.kind == "object" and (plate := normalise_plate(str(saying.content.get("registration") or ""))):
        return reverse("thing", args=["plate", plate])
    return reverse("thing", args=["record", str(saying.id)])


def thing_url(sort: str, text: str) -> str:
    """The address of a phone, e-mail, plate or address, or an empty string when it is none."""
    makers = {"phone": normalise_phone, "email": normalise_email, "plate": normalise_plate, "address": _address}
    value = makers[sort](text)
    return reverse("thing", args=[sort, value]) if value else ""


def _address(text: str) -> str | None:
    line, _, last = text.rpartition(", ")
    return address_of_line(line, last) if line and normalise_postcode(last) else address_of_line(text, "")


def record_context(saying: Saying) -> dict[str, Any]:
    """A source record with the words by which people know it; its key stands only inside."""
    return {"saying": saying, "words": record_words(saying), "rows": said_rows(saying)}


def said_rows(saying: Saying) -> list[dict[str, Any]]:
    """A record as it was said, field by field."""
    return [{"key": field_words(name), "value": phrases.spoken(plain(value))} for name, value in in_reading_order(saying.content)]


def entry_item(entry: Entry) -> dict[str, Any]:
    """One entry of a timeline for the component."""
    content = entry.event.content
    reference = content.get("reference")
    words = [str(content.get("summary") or ""), f"Status: {content['status']}." if content.get("status") else ""]
    return {
        "title": entry.heading,
        "href": reverse("event", args=[entry.event_id]),
        "at": entry.at,
        "byline": " · ".join(part for part in (reference, address_line(content)) if part),
        "text": " ".join(word for word in words if word),
        "source": entry.event.system,
        "tag": {"text": "Opinion", "colour": "purple"} if entry.opinion else None,
    }


def field_choices(saying: Saying, chosen: str) -> list[dict[str, Any]]:
    """Fields of a record that can be corrected, for radios."""
    fields = [(name, value) for name, value in in_reading_order(saying.content) if name not in ("summary", "tags")]
    return [
        {"value": name, "label": field_words(name), "hint": phrases.spoken(plain(value))[:100], "checked": name == chosen}
        for name, value in fields
    ]


def given(marker: Marker) -> str:
    """When a warning was given."""
    return phrases.long_date(marker.given_on) if marker.given_on else "date not given"


def born_words(text: object) -> str:
    """A date of birth with the age today, or nothing."""
    return phrases.born_and_age(str(text), clock.today()) if text else ""


def columns(*labels: str) -> list[dict[str, str]]:
    """Columns of a table by their labels."""
    return [{"label": label} for label in labels]
