"""A neighbourhood's meetings as a calendar that phones and mail programs subscribe to. Source: RFC 5545."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from beatbook.neighbourhoods.queries import Ground, MeetingView

USUAL_LENGTH = timedelta(hours=1)  # of a meeting that does not say when it ends


def meetings_calendar(ground: Ground, meetings: Sequence[MeetingView], *, address: str, now: datetime) -> bytes:
    """The calendar; `address` is that of the neighbourhood's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Beatbook//Neighbourhood meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Police meetings in {ground.name}")
    for meeting in meetings:
        event = Event()
        event.add("uid", f"{meeting.id}@beatbook")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", meeting.starts_at.astimezone(UTC))
        event.add("dtend", (meeting.ends_at or meeting.starts_at + USUAL_LENGTH).astimezone(UTC))
        event.add("summary", meeting.title)
        event.add("url", address)
        if meeting.address:
            event.add("location", meeting.address)
        if meeting.description:
            event.add("description", meeting.description)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
