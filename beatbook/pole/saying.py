"""A record with the words for where it came from: the unit from which every view is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

UNNAMED = "Name not recorded"
GIVEN = " (name given)"  # after a name that somebody judged to be another's
EVENT_WORDS = {
    "asb-case": "anti-social behaviour case",
    "stop-search": "stop and search",
    "intelligence": "intelligence report",
    "marac": "MARAC",
    "mash": "MASH",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """What one system said about one thing, and when. `system` is the system's name as staff know it.

    `borrowed`: the details are another's; somebody judged that the record concerns the person among whose records it stands.
    """

    id: UUID
    system: str
    source_key: str
    kind: str
    said_at: datetime
    happened_at: datetime | None
    content: Mapping[str, Any]
    marking: str
    area: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    borrowed: bool = False


def own_words(sayings: Sequence[Saying]) -> Sequence[Saying]:
    """Those records whose details are the person's own: what somebody else's details say is no fact about them. All, when there is no other."""
    return [saying for saying in sayings if not saying.borrowed] or sayings


def name_of(saying: Saying) -> str:
    """One line that names the thing, from this record alone."""
    content = saying.content
    if saying.kind == "person":
        return person_name(content) + (GIVEN if saying.borrowed else "")
    if saying.kind == "object":
        return str(content.get("registration") or content.get("description") or content.get("object_type") or "Object").strip()
    if saying.kind == "location":
        return address_line(content) or str(content.get("premises_name") or "Place")
    return str(content.get("reference") or content.get("title") or "Event")


def person_name(content: Mapping[str, Any]) -> str:
    """Forenames and surname as the system wrote them, in title case where it shouts."""
    name = " ".join(part for part in (content.get("forenames", ""), content.get("surname", "")) if part).strip()
    return (name.title() if name.isupper() else name) or UNNAMED


def address_line(content: Mapping[str, Any]) -> str:
    """Address, in title case where the system shouts, and postcode on one line, or an empty string."""
    address = str(content.get("address") or "")
    return ", ".join(part for part in (address.title() if address.isupper() else address, str(content.get("postcode") or "")) if part)


def event_words(content: Mapping[str, Any]) -> str:
    """The sort of event in plain words."""
    sort = str(content.get("event_type") or "event")
    return EVENT_WORDS.get(sort, sort.replace("-", " "))
