"""Turns views into what the templates draw: words, links and pictures, nothing that the view does not already hold."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.queries import Look
from beatbook.linkage.keys import address_of as address_of_line
from beatbook.pole.event import EventView, Participant
from beatbook.pole.facts import Fact, plain
from beatbook.pole.markers import Marker
from beatbook.pole.neighbours import Neighbour
from beatbook.pole.queries import PersonPage, sources_line
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.pole.timeline import Entry
from beatbook.pole.views.asking import fingerprint
from beatbook.pole.views.joins import joins_context
from beatbook.pole.whereabouts import ThingView
from beatbook.vocabulary.identifiers import normalise_email, normalise_phone, normalise_plate
from beatbook.vocabulary.postcodes import normalise_postcode
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.svg.link_chart import Edge, Node, link_chart

FIRST_EVENTS = 8
FIRST_LINKS = 25
CHART_NODES = 12
STANDING_WORDS = {"suspect": "Suspect", "convicted": "Convicted", "victim": "Victim", "witness": "Witness"}
STANDING_COLOURS = {"suspect": "orange", "convicted": "red", "victim": "blue", "witness": "grey", "other": "grey"}


def person_context(page: PersonPage, record_id: UUID, *, viewer: Viewer, why: str, everything: bool) -> dict[str, Any]:
    """Everything on the person page."""
    view = page.view
    entries = view.timeline if everything else view.timeline[:FIRST_EVENTS]
    return {
        "view": view,
        "record_id": record_id,
        "live_url": f"{reverse('person-live', args=[record_id])}?seen={fingerprint(page)}",
        "sentence": _sentence(page),
        "banner_facts": _banner_facts(page),
        "banner_warnings": _banner_warnings(page),
        "markers": [_marker_row(marker) for marker in view.markers],
        "facts": [_fact_row(fact) for fact in view.facts],
        "entries": [entry_item(entry) for entry in entries],
        "more_entries": len(view.timeline) - len(entries),
        "neighbours": [_neighbour_row(n) for n in (view.neighbours if everything else view.neighbours[:FIRST_LINKS])],
        "more_neighbours": not everything and len(view.neighbours) > FIRST_LINKS,
        "chart": _chart(page) if view.neighbours else "",
        "records": [{"saying": s, "name": name_of(s), "rows": said_rows(s)} for s in view.sayings],
        "sources": sources_line(viewer=viewer),
        "may_judge": may_use(viewer, Tool.JUDGE),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
        "may_read_log": may_use(viewer, Tool.READ_LOG),
        "side": _side(viewer, record_id),
        "marker_columns": _columns("Warning", "Source", "Given", "Expires"),
        "neighbour_columns": _columns("Linked to", "How", "Evidence"),
        **joins_context(page, record_id, viewer=viewer, why=why, everything=everything),
    }


def event_context(view: EventView, *, viewer: Viewer) -> dict[str, Any]:
    """Everything on the event page."""
    content = view.event.content
    labels = (("Offence", "offence"), ("Status", "status"), ("Outcome", "outcome"), ("Grade", "grade"), ("Grading (3x5x2)", "grading"))
    rows = [{"key": label, "value": plain(content[name])} for label, name in labels if content.get(name)]
    if content.get("handling_conditions"):
        rows.append({"key": "Handling conditions", "value": plain(content["handling_conditions"])})
    if view.address:
        rows.insert(0, {"key": "Place", "value": view.address, "href": thing_url("address", view.address)})
    return {
        "view": view,
        "rows": rows,
        "people": [participant_row(p) for p in view.people],
        "things": [participant_row(p) for p in view.things],
        "events": [participant_row(p) for p in view.events],
        "participant_columns": _columns("Who or what", "Part", "Fact or opinion"),
        "said": said_rows(view.event),
        "sources": sources_line(viewer=viewer),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
    }


def thing_context(view: ThingView, *, viewer: Viewer) -> dict[str, Any]:
    """Everything on the page of a vehicle, phone, e-mail or address."""
    people = [
        [
            {"text": p.name, "href": reverse("person", args=[p.id]), "note": _born(p.saying.content.get("date_of_birth"))},
            {"text": p.how},
            {"text": ", ".join(w.get("label", "") for w in p.saying.content.get("warnings", [])) or "None recorded"},
            {"text": p.saying.system, "note": phrases.long_date(p.saying.said_at.date())},
        ]
        for p in view.people
    ]
    return {
        "view": view,
        "sentence": _thing_sentence(view),
        "warned_text": f"{phrases.sentence_list(p.name for p in view.warned)}: see the warnings below before you go.",
        "people_columns": _columns("Person", "How", "Warnings", "Source"),
        "people_caption": "Everyone whom a system has named here",
        "people": people,
        "entries": [entry_item(entry) for entry in view.timeline[:50]],
        "details": [{"key": key, "value": value} for key, value in view.details],
        "records": [{"saying": s, "name": name_of(s), "rows": said_rows(s)} for s in view.sayings if s.kind == "object"],
        "sources": sources_line(viewer=viewer),
    }


def looks_context(rows: list[tuple[Look, str]], record_id: UUID) -> dict[str, Any]:
    """Everything on the page of who has looked."""
    people = len({look.user_id for look, _ in rows})
    sentence = f"{phrases.counted(people, 'person has', 'people have')} looked, {phrases.counted(len(rows), 'time')} in all."
    columns = _columns("When", "Who", "What", "Why")
    return {"rows": _look_rows(rows), "columns": columns, "record_id": record_id, "sentence": sentence}


def _look_rows(rows: list[tuple[Look, str]]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": phrases.date_time(look.at), "sort_value": look.at.isoformat()},
            {"text": name, "note": look.role.replace("-", " ")},
            {"text": look.kind.capitalize()},
            {"text": look.purpose or "Not asked", "note": look.reference},
        ]
        for look, name in rows
    ]


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


def said_rows(saying: Saying) -> list[dict[str, Any]]:
    """A record as it was said, field by field."""
    return [{"key": name.replace("_", " ").capitalize(), "value": plain(value)} for name, value in saying.content.items()]


def participant_row(p: Participant) -> list[dict[str, Any]]:
    """Cells for one participant of an event."""
    born = _born(p.saying.content.get("date_of_birth")) if p.kind == "person" else ""
    tag = {"text": "Opinion", "colour": "purple"} if p.opinion else {"text": "Fact", "colour": "green"}
    return [{"text": p.name, "href": address_of(p.saying), "note": born}, {"text": p.part}, {"text": "", "tag": tag}]


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


def field_choices(saying: Saying, chosen: str) -> list[dict[str, Any]]:
    """Fields of a record that can be corrected, for radios."""
    names = [name for name in saying.content if name not in ("summary", "tags")]
    return [
        {"value": n, "label": n.replace("_", " ").capitalize(), "hint": plain(saying.content[n])[:100], "checked": n == chosen}
        for n in names
    ]


def _sentence(page: PersonPage) -> str:
    view = page.view
    records = phrases.counted(len(view.sayings), "record")
    systems = phrases.counted(len(view.systems), "system")
    events = phrases.counted(len({entry.event_id for entry in view.timeline}), "event")
    newest = f", the latest on {phrases.long_date(view.timeline[0].at.date())}" if view.timeline else ""
    return f"{records} from {systems} and {events}{newest}. This is based on what you may see."


def _banner_facts(page: PersonPage) -> list[tuple[str, str]]:
    view = page.view
    facts = [("Born", _born(view.born) if view.born else "Not recorded")]
    facts.append(("Last known address", view.address or "Not recorded"))
    facts.append(("Records joined", f"{len(view.sayings)} from {phrases.counted(len(view.systems), 'system')}"))
    return facts


def _banner_warnings(page: PersonPage) -> list[dict[str, str]]:
    warnings = [{"text": m.label, "colour": "red", "note": f"{m.source}, {_month(m)}"} for m in page.view.current_markers]
    return warnings + [{"text": STANDING_WORDS[s], "colour": STANDING_COLOURS[s]} for s in page.view.standings]


def _month(marker: Marker) -> str:
    return phrases.long_date(marker.given_on) if marker.given_on else "date not given"


def _marker_row(marker: Marker) -> list[dict[str, Any]]:
    expires = phrases.long_date(marker.expires_on) if marker.expires_on else "No expiry given"
    tag = {"text": "Expired", "colour": "grey"} if marker.expired else {"text": "Current", "colour": "red"}
    return [{"text": marker.label, "tag": tag}, {"text": marker.source}, {"text": _month(marker)}, {"text": expires}]


def _fact_row(fact: Fact) -> dict[str, Any]:
    first, *rest = fact.values
    sorts = {"Phone": "phone", "E-mail": "email", "Address": "address"}
    shown = _born(first.text) if fact.label == "Date of birth" else first.text
    said = "; ".join(f"{s.system}, {phrases.long_date(s.said_at.date())}" for s in first.sources)
    others = [f"{v.sources[0].system} says {_value_words(fact, v.text)} ({phrases.long_date(v.latest.date())})" for v in rest]
    return {
        "key": fact.label,
        "value": shown,
        "href": thing_url(sorts[fact.label], first.text) if fact.label in sorts else "",
        "tag": {"text": "Systems disagree", "colour": "yellow"} if fact.disagree else None,
        "notes": [said, *others],
    }


def _value_words(fact: Fact, text: str) -> str:
    return phrases.long_date(text) if fact.label == "Date of birth" else text


def _neighbour_row(n: Neighbour) -> list[dict[str, Any]]:
    tag = {"text": "Recorded", "colour": "green"} if n.recorded else {"text": "Inferred", "colour": "grey"}
    if n.opinion:
        tag = {"text": "Opinion", "colour": "purple"}
    return [
        {"text": n.name, "href": reverse("record", args=[n.id]), "note": n.note.capitalize()},
        {"text": n.how},
        {"text": f"{n.system}, {phrases.long_date(n.at.date())}", "tag": tag},
    ]


def _chart(page: PersonPage) -> str:
    centre = Node("centre", _short(page.view.name), "this person", "person", "")
    shown = page.view.neighbours[:CHART_NODES]
    nodes: list[Node] = []
    edges: list[Edge] = []
    for n in shown:
        if str(n.id) not in {node.id for node in nodes}:
            nodes.append(Node(str(n.id), _short(n.name) if n.kind == "person" else n.name, n.note, n.kind, reverse("record", args=[n.id])))
        edges.append(Edge("centre", str(n.id), n.how.split(",")[0].lower(), n.recorded and not n.opinion))
    return link_chart(centre, nodes, edges, width=850)


def _short(name: str) -> str:
    *first, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in first), last]) if len(name) > 14 else name


def _side(viewer: Viewer, record_id: UUID) -> list[dict[str, Any]]:
    sections = [
        ("Overview", "#overview"),
        ("Timeline", "#timeline"),
        ("Links", "#links"),
        ("Why records are joined", "#why"),
        ("Source records", "#records"),
    ]
    items = [{"label": label, "url": url, "current": url == "#overview"} for label, url in sections]
    if may_use(viewer, Tool.READ_LOG):
        items.append({"label": "Who has looked", "url": reverse("person-looks", args=[record_id]), "current": False})
    return items


def _born(text: object) -> str:
    return phrases.born_and_age(str(text), timezone.localdate()) if text else ""


def _columns(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]


def _thing_sentence(view: ThingView) -> str:
    people = phrases.counted(len(view.people), "person record")
    events = phrases.counted(len(view.timeline), "event")
    return f"{people} and {events} name this {view.sort}. This is based on what you may see."
