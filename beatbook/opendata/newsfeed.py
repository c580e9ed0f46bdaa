"""What is new in a neighbourhood as a feed that readers follow: priorities, what was done, meetings. Source: RFC 4287."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from beatbook.neighbourhoods.queries import Ground, MeetingView, PriorityView
from beatbook.web.phrases import LONDON, date_time, in_london

ANNOUNCED_BEFORE = timedelta(days=28)
ATOM = "http://www.w3.org/2005/Atom"
NO_XML = {code: "\ufffd" for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news; `key` makes its identity."""

    key: str
    title: str
    text: str
    at: datetime


def items_of(priorities: Sequence[PriorityView], meetings: Sequence[MeetingView], today: date) -> list[Item]:
    """The news, newest first. A meeting becomes news four weeks before it."""
    items = [
        Item(f"raised {one.issue} {one.raised_on}", f"You asked for: {one.issue}", one.issue, _start(one.raised_on)) for one in priorities
    ]
    items += [
        Item(f"done {one.issue} {day} {said}", f"What we did: {one.issue}", said, _start(day))
        for one in priorities
        for day, said in one.deeds
    ]
    items += [
        Item(
            f"meeting {one.id}",
            f"Meeting: {one.title}",
            f"{date_time(one.starts_at)}. {one.address} {one.description}".strip(),
            _start(today),
        )
        for one in meetings
    ]
    return sorted(items, key=lambda item: (item.at, item.key), reverse=True)


def news_feed(ground: Ground, items: Sequence[Item], *, address: str, own_address: str) -> bytes:
    """The feed; `address` is that of the neighbourhood's page, `own_address` the feed's."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", _urn(f"{ground.force}/{ground.code}"))
    _add(feed, "title", f"Policing in {ground.name}")
    _add(feed, "updated", _moment(items[0].at if items else datetime(2000, 1, 1, tzinfo=UTC)))
    author = ElementTree.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", ground.force)
    for relation, target in (("self", own_address), ("alternate", address)):
        ElementTree.SubElement(feed, f"{{{ATOM}}}link", rel=relation, href=target)
    for item in items:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", _urn(f"{ground.force}/{ground.code}/{item.key}"))
        _add(entry, "title", item.title)
        _add(entry, "updated", _moment(item.at))
        _add(entry, "content", item.text)
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=address)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text.translate(NO_XML)


def _announced(meeting: MeetingView, today: date) -> datetime:
    """When a meeting becomes news: four weeks before, so that an entry's time does not change from day to day."""
    return min(_start(today), _start(in_london(meeting.starts_at).date() - ANNOUNCED_BEFORE))


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'beatbook:news:{key}')}"


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
