"""Warning markers: each with its source, its date and its expiry. One that has expired is shown as such, never as current."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beatbook.pole.saying import Saying


@dataclass(frozen=True, slots=True)
class Marker:
    """One warning about a person, as the newest system to say it put it."""

    code: str
    label: str
    source: str
    given_on: date | None
    expires_on: date | None
    expired: bool


def markers_of(sayings: Sequence[Saying], today: date) -> list[Marker]:
    """Markers of one person: current first, then by label; the same warning from two systems once, with the later expiry."""
    found: dict[str, Marker] = {}
    for saying in sorted(sayings, key=lambda s: (s.said_at, str(s.id))):
        for warning in saying.content.get("warnings", []):
            marker = _marker(warning, saying, today)
            other = found.get(marker.label.casefold())
            if other is None or (marker.expires_on or date.max) >= (other.expires_on or date.max):
                found[marker.label.casefold()] = marker
    return sorted(found.values(), key=lambda marker: (marker.expired, marker.label))


def _marker(warning: dict[str, str], saying: Saying, today: date) -> Marker:
    expires = _day(warning.get("expires"))
    return Marker(
        code=str(warning.get("code", "")),
        label=str(warning.get("label") or warning.get("code") or "Warning"),
        source=str(warning.get("source") or saying.system),
        given_on=_day(warning.get("date")) or saying.said_at.date(),
        expires_on=expires,
        expired=expires is not None and expires < today,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
