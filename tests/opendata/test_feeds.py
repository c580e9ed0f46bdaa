"""Calendar and news of a neighbourhood: read back by parsers that are not ours."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

from icalendar import Calendar

from beatbook.neighbourhoods.queries import Ground, MeetingView, PriorityView
from beatbook.opendata.calendars import meetings_calendar
from beatbook.opendata.newsfeed import ATOM, items_of, news_feed

GROUND = Ground("millshire", "M1", "Mill & <Bridge>", None, None)
START = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
MEETING = MeetingView(UUID(int=1), "Tea, talk; \N{HOT BEVERAGE}\nline two", "meeting", "Come", "Hall, 1 High Street", {}, START, None)
PRIORITY = PriorityView("Litter & noise", date(2026, 1, 5), [(date(2026, 2, 1), "Bins <b>")], None)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_a_calendar_says_when_and_where() -> None:
    calendar = Calendar.from_ical(meetings_calendar(GROUND, [MEETING], address="http://x/y", now=NOW))
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == MEETING.title and event["location"] == MEETING.address
    assert event["dtstart"].dt == START and event["dtend"].dt == START + timedelta(hours=1)
    assert event["uid"] == f"{MEETING.id}@beatbook"
    again = meetings_calendar(GROUND, [MEETING], address="http://x/y", now=NOW)
    assert again == meetings_calendar(GROUND, [MEETING], address="http://x/y", now=NOW)


def test_an_empty_calendar_is_a_calendar() -> None:
    assert Calendar.from_ical(meetings_calendar(GROUND, [], address="http://x/y", now=NOW)).walk("VEVENT") == []


def test_news_are_well_formed_newest_first_and_keep_their_identity() -> None:
    items = items_of([PRIORITY], [MEETING], date(2026, 11, 20))
    assert [item.title.split(":")[0] for item in items] == ["Meeting", "What we did", "You asked for"]
    feed = ElementTree.fromstring(news_feed(GROUND, items, address="http://x/y", own_address="http://x/z"))
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}content") for entry in entries][1] == "Bins <b>"
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert len(set(ids)) == 3 and all(one and one.startswith("urn:uuid:") for one in ids)
    later = ElementTree.fromstring(
        news_feed(GROUND, items_of([PRIORITY], [], date(2026, 12, 1)), address="http://x/y", own_address="http://x/z")
    )
    assert [entry.findtext(f"{{{ATOM}}}id") for entry in later.findall(f"{{{ATOM}}}entry")] == ids[1:]


def test_signs_that_xml_forbids_do_not_break_the_feed() -> None:
    odd = PriorityView("bell \x07", date(2026, 1, 5), [], None)
    feed = ElementTree.fromstring(news_feed(GROUND, items_of([odd], [], date(2026, 1, 6)), address="a", own_address="b"))
    assert "bell \ufffd" in "".join(feed.itertext())
