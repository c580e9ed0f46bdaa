"""Turns views into what the templates draw: words, links and pictures, nothing that the view does not already hold."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.queries import Look
from beatbook.linkage.keys import address_of as address_of_line
from beatbook.pole.event import EventView, Participant
from beatbook.pole.facts import in_reading_order, plain
from beatbook.pole.markers import Marker
from beatbook.pole.neighbours import Neighbour
from beatbook.pole.queries import PersonPage, sources_line
from beatbook.pole.saying import Saying, address_line, event_words
from beatbook.pole.timeline import Entry
from beatbook.pole.views.asking import fingerprint
from beatbook.pole.views.details import fact_row
from beatbook.pole.views.joins import joins_context, record_words
from beatbook.pole.whereabouts import Happening, PersonBeside, ThingView
from beatbook.vocabulary.identifiers import normalise_email, normalise_phone, normalise_plate
from beatbook.vocabulary.postcodes import normalise_postcode
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.phrases import field_words
from beatbook.web.svg.link_chart import Edge, Node, link_chart

FIRST_EVENTS = 8
FIRST_HAPPENINGS = 50
FIRST_LINKS = 25
CHART_NODES = 12
STANDING_WORDS = {"suspect": "Suspect", "convicted": "Convicted", "victim": "Victim", "witness": "Witness"}
PEOPLE_CAPTIONS = {"suspect": "Suspects", "convicted": "Convicted", "victim": "Victims", "witness": "Witnesses", "other": "Others"}
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
        "banner_standings": _banner_standings(page),
        "markers": [_marker_row(marker) for marker in view.markers],
        "facts": [fact_row(fact, thing_url) for fact in view.facts],
        "entries": [entry_item(entry) for entry in entries],
        "more_entries": len(view.timeline) - len(entries),
        "neighbours": [_neighbour_row(n) for n in (view.neighbours if everything else view.neighbours[:FIRST_LINKS])],
        "more_neighbours": not everything and len(view.neighbours) > FIRST_LINKS,
        "chart": _chart(page) if view.neighbours else "",
        "records": [_record(s) for s in view.sayings],
        "sources": sources_line(viewer=viewer),
        "may_judge": may_use(viewer, Tool.JUDGE),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
        "may_read_log": may_use(viewer, Tool.READ_LOG),
        "side": _side(viewer, record_id),
        "marker_columns": _columns("Warning", "Source", "Given", "Expires"),
        "neighbour_columns": _columns("Linked to", "How", "Source", "Evidence"),
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
        "sort": event_words(content),
        "people": _people_apart(view),
        "person_columns": _columns("Person", "Part", "Warnings", "Fact or opinion"),
        "things": [participant_row(p) for p in view.things],
        "events": [participant_row(p) for p in view.events],
        "participant_columns": _columns("Who or what", "Part", "Fact or opinion"),
        "said": said_rows(view.event),
        "sources": sources_line(viewer=viewer),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
    }


def thing_context(view: ThingView, *, viewer: Viewer) -> dict[str, Any]:
    """Everything on the page of a vehicle, phone, e-mail or address: warnings and whose they are first, then people, events and things."""
    return {
        "view": view,
        "sentence": _thing_sentence(view),
        "warned_text": f"{phrases.sentence_list(p.name for p in view.warned)}: read the {_warning_word(view)} before you go.",
        "warned_columns": _columns("Warning", "About", "Source", "Expires"),
        "warned": [_warned_row(p, marker) for p in view.warned for marker in p.warnings],
        "people_columns": _columns("Person", "How", "Warnings", "Latest source"),
        "people": [_beside_row(p) for p in view.people],
        "entries": [_happening_item(happening) for happening in view.timeline[:FIRST_HAPPENINGS]],
        "more_entries": max(0, len(view.timeline) - FIRST_HAPPENINGS),
        "thing_columns": _columns("Vehicle or thing", "How"),
        "things": [
            [{"text": t.name, "href": address_of(t.saying), "note": phrases.upper_first(t.note)}, {"text": t.how}] for t in view.things
        ],
        "details": [{"key": key, "value": value} for key, value in view.details],
        "records": [_record(s) for s in view.sayings if s.kind == "object"],
        "sources": sources_line(viewer=viewer),
    }


def _warning_word(view: ThingView) -> str:
    return "warning" if sum(len(p.warnings) for p in view.warned) == 1 else "warnings"


def _warned_row(p: PersonBeside, marker: Marker) -> list[dict[str, Any]]:
    expires = phrases.long_date(marker.expires_on) if marker.expires_on else "No expiry given"
    about = {
        "text": p.name,
        "href": reverse("person", args=[p.id]),
        "note": f"Born {_born(p.born)}" if p.born else "Date of birth not recorded",
    }
    return [{"text": marker.label}, about, {"text": marker.source, "note": _given(marker)}, {"text": expires}]


def _beside_row(p: PersonBeside) -> list[dict[str, Any]]:
    first, *rest = p.hows
    more = f"and {phrases.counted(len(rest), 'other way', 'other ways')}" if len(rest) > 1 else rest[0] if rest else ""
    systems = p.systems[0] if len(p.systems) == 1 else phrases.counted(len(p.systems), "system")
    return [
        {
            "text": p.name,
            "href": reverse("person", args=[p.id]),
            "note": f"Born {_born(p.born)}" if p.born else "Date of birth not recorded",
        },
        {"text": first, "note": more},
        {"text": phrases.sentence_list(marker.label for marker in p.warnings) or "None recorded"},
        {"text": systems, "note": phrases.long_date(p.said_at)},
    ]


def _happening_item(happening: Happening) -> dict[str, Any]:
    item = entry_item(happening.entry)
    if happening.who:
        item["byline"] = " · ".join(part for part in (happening.who, item["byline"]) if part)
    return item


def _record(saying: Saying) -> dict[str, Any]:
    """A source record with the words by which people know it; its key stands only inside."""
    return {"saying": saying, "words": record_words(saying), "rows": said_rows(saying)}


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
    return [{"key": field_words(name), "value": phrases.spoken(plain(value))} for name, value in in_reading_order(saying.content)]


def _people_apart(view: EventView) -> list[dict[str, Any]]:
    """Suspects, convicted, victims, witnesses and others, each in a table of their own."""
    groups = []
    for standing, caption in PEOPLE_CAPTIONS.items():
        rows = [_person_row(p) for p in view.people if p.standing == standing]
        if rows:
            groups.append({"caption": caption, "rows": rows})
    return groups


def _person_row(p: Participant) -> list[dict[str, Any]]:
    name, part, basis = participant_row(p)
    return [name, part, {"text": phrases.sentence_list(marker.label for marker in p.warnings) or "None recorded"}, basis]


def participant_row(p: Participant) -> list[dict[str, Any]]:
    """Cells for one participant of an event."""
    birth = p.saying.content.get("date_of_birth")
    born = f"Born {_born(birth)}" if p.kind == "person" and birth else ""
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
    fields = [(name, value) for name, value in in_reading_order(saying.content) if name not in ("summary", "tags")]
    return [
        {"value": name, "label": field_words(name), "hint": phrases.spoken(plain(value))[:100], "checked": name == chosen}
        for name, value in fields
    ]


def _sentence(page: PersonPage) -> str:
    view = page.view
    records = phrases.counted(len(view.sayings), "record")
    systems = phrases.counted(len(view.systems), "system")
    events = phrases.counted(len({entry.event_id for entry in view.timeline}), "event")
    newest = f", the latest on {phrases.long_date(view.timeline[0].at.date())}" if view.timeline else ""
    return f"{records} from {systems} and {events}{newest}. This is based on what you may see."


def _banner_facts(page: PersonPage) -> list[tuple[str, str, str]]:
    view = page.view
    housed = f"said {phrases.long_date(view.address_said_at)}" if view.address_said_at else ""
    joined = (
        f"{len(view.sayings)} from {phrases.counted(len(view.systems), 'system')}" if len(view.sayings) > 1 else "1, so nothing is joined"
    )
    return [
        ("Born", _born(view.born) if view.born else "Not recorded", ""),
        ("Last known address", view.address or "Not recorded", housed),
        ("Records joined", joined, ""),
    ]


def _banner_warnings(page: PersonPage) -> list[dict[str, str]]:
    return [{"text": m.label, "colour": "red", "note": f"{m.source}, {_given(m)}"} for m in page.view.current_markers]


def _banner_standings(page: PersonPage) -> list[dict[str, str]]:
    """How the person stands in events, as recorded fact, each with the parts that it stands for: a search is not an accusation."""
    return [{"text": STANDING_WORDS[s], "colour": STANDING_COLOURS[s], "note": _parts_words(page, s)} for s in page.view.standings]


def _parts_words(page: PersonPage, standing: str) -> str:
    entries = [entry for entry in page.view.timeline if entry.standing == standing and not entry.opinion]
    parts = phrases.sentence_list(sorted({entry.part.lower() for entry in entries}))
    events = phrases.counted(len({entry.event_id for entry in entries}), "event")
    return f"in {events}" if parts == STANDING_WORDS[standing].lower() else f"{parts}, {events}"


def _given(marker: Marker) -> str:
    return phrases.long_date(marker.given_on) if marker.given_on else "date not given"


def _marker_row(marker: Marker) -> list[dict[str, Any]]:
    expires = phrases.long_date(marker.expires_on) if marker.expires_on else "No expiry given"
    tag = {"text": "Expired", "colour": "grey"} if marker.expired else {"text": "Current", "colour": "red"}
    return [{"text": marker.label, "tag": tag}, {"text": marker.source}, {"text": _given(marker)}, {"text": expires}]


def _neighbour_row(n: Neighbour) -> list[dict[str, Any]]:
    tag = {"text": "Recorded", "colour": "green"} if n.recorded else {"text": "Inferred", "colour": "grey"}
    if n.opinion:
        tag = {"text": "Opinion", "colour": "purple"}
    return [
        {"text": n.name, "href": reverse("record", args=[n.id]), "note": phrases.upper_first(n.note)},
        {"text": n.how},
        {"text": n.system, "note": phrases.long_date(n.at)},
        {"text": "", "tag": tag},
    ]


def _chart(page: PersonPage) -> str:
    centre = Node("centre", _short(page.view.name), "this person", "person", "")
    shown = page.view.neighbours[:CHART_NODES]
    nodes: list[Node] = []
    edges: list[Edge] = []
    for n in shown:
        if str(n.id) not in {node.id for node in nodes}:
            nodes.append(Node(str(n.id), _short(n.name) if n.kind == "person" else n.name, n.note, n.kind, reverse("record", args=[n.id])))
        edges.append(Edge("centre", str(n.id), _edge_words(n.how), n.recorded and not n.opinion))
    return link_chart(centre, nodes, edges, width=850)


def _edge_words(how: str) -> str:
    """The first way in which two are linked, in the two or three words that a line has room for."""
    return how.split(";")[0].split(",")[0].lower().replace("anti-social behaviour", "ASB")


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
    people = phrases.counted(len(view.people), "person", "people")
    events = phrases.counted(len(view.timeline), "event")
    warned = (
        f" {phrases.counted(len(view.warned), 'person carries', 'people carry')} a warning." if view.warned else " No warning is recorded."
    )
    return f"{people} and {events} have to do with this {view.sort}.{warned if view.people else ''} This is based on what you may see."
