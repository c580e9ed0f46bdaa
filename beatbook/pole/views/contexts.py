"""Turns the view of a person into what the template draws: words, links and pictures, nothing that the view does not already hold."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.queries import Look
from beatbook.pole.layouts import PARTS, parts_for
from beatbook.pole.markers import Marker
from beatbook.pole.neighbours import Neighbour
from beatbook.pole.queries import PersonPage, sources_line
from beatbook.pole.saying import event_words
from beatbook.pole.timeline import Entry, filtered
from beatbook.pole.views.asking import fingerprint
from beatbook.pole.views.concerns import concerns_context
from beatbook.pole.views.details import fact_row
from beatbook.pole.views.joins import joins_context
from beatbook.pole.views.protecting import protection_context
from beatbook.pole.views.records import born_words, columns, entry_item, given, record_context, thing_url
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.svg.link_chart import Edge, Node, link_chart

FIRST_EVENTS = 8
CUT = (
    "More records hang together here than are read at once, so that some of this person’s may be missing and some of others’ may be among them. "
    "Check what you rely on under Source records, and say which are different people."
)
FIRST_LINKS = 25
CHART_NODES = 12
STANDING_WORDS = {"suspect": "Suspect", "convicted": "Convicted", "victim": "Victim", "witness": "Witness"}
STANDING_COLOURS = {"suspect": "orange", "convicted": "red", "victim": "blue", "witness": "grey", "other": "grey"}


def person_context(page: PersonPage, record_id: UUID, *, viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the person page."""
    view, everything = page.view, "all" in asked
    kept = filtered(view.timeline, sort=asked.get("type", ""), system=asked.get("system", ""))
    entries = kept if everything else kept[:FIRST_EVENTS]
    return {
        "view": view,
        "record_id": record_id,
        "live_url": f"{reverse('person-live', args=[record_id])}?seen={fingerprint(page)}",
        "sentence": _sentence(page),
        "cut": "" if page.component.complete else CUT,
        "banner_facts": _banner_facts(page),
        "banner_warnings": _banner_warnings(page),
        "banner_standings": _banner_standings(page),
        "markers": [_marker_row(marker) for marker in view.markers],
        "facts": [fact_row(fact, thing_url) for fact in view.facts],
        "entries": [entry_item(entry) for entry in entries],
        "more_entries": len(kept) - len(entries),
        "filters": _filters(view.timeline, asked, len(kept)),
        "parts": [f"pole/parts/{part}.html" for part in parts_for(viewer.role)],
        "safe_words": _safe_words(page),
        "choices": _choices(page, viewer=viewer),
        "disagreements": [fact.label for fact in view.facts if fact.disagree],
        **protection_context(view.protection),
        "neighbours": [_neighbour_row(n) for n in (view.neighbours if everything else view.neighbours[:FIRST_LINKS])],
        "more_neighbours": not everything and len(view.neighbours) > FIRST_LINKS,
        "chart": _chart(page) if view.neighbours else "",
        "records": [record_context(s) for s in view.sayings],
        "sources": sources_line(viewer=viewer),
        "may_judge": may_use(viewer, Tool.JUDGE),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
        "may_read_log": may_use(viewer, Tool.READ_LOG),
        "side": _side(viewer, record_id),
        "marker_columns": columns("Warning", "Source", "Given", "Expires"),
        "neighbour_columns": columns("Linked to", "How", "Source", "Evidence"),
        **concerns_context(page, viewer=viewer),
        **joins_context(page, record_id, viewer=viewer, why=asked.get("why", ""), everything=everything),
    }


def looks_context(rows: list[tuple[Look, str]], record_id: UUID) -> dict[str, Any]:
    """Everything on the page of who has looked."""
    people = len({look.user_id for look, _ in rows})
    sentence = f"{phrases.counted(people, 'person has', 'people have')} looked, {phrases.counted(len(rows), 'time')} in all."
    said = {"columns": columns("When", "Who", "What", "Why"), "sentence": sentence}
    return {"rows": _look_rows(rows), "record_id": record_id, **said}


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


def _filters(timeline: Sequence[Entry], asked: Mapping[str, str], count: int) -> dict[str, Any]:
    """The choices by which the timeline can be narrowed, of what is in it, and the address of what was chosen; nothing for an empty timeline."""
    if not timeline:
        return {}
    chosen = {name: asked.get(name, "") for name in ("type", "system") if asked.get(name)}
    types = sorted({(str(e.event.content.get("event_type") or ""), event_words(e.event.content)) for e in timeline} - {("", "event")})
    systems = sorted({e.event.system for e in timeline})
    return {
        "types": [(value, phrases.upper_first(words), value == chosen.get("type")) for value, words in types],
        "systems": [(value, value, value == chosen.get("system")) for value in systems],
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "file_query": f"?{urlencode(chosen)}" if chosen else "",
        "count": count,
    }


def _safe_words(page: PersonPage) -> str:
    """How it is safe to be in touch, when somebody asked; empty when nobody did."""
    if page.safe is None:
        return ""
    ways = f"Be in touch only by {phrases.sentence_list(page.safe.safe)}." if page.safe.safe else "Do not be in touch."
    return f"{ways} {page.safe.words}".strip()


def _choices(page: PersonPage, *, viewer: Viewer) -> list[dict[str, Any]]:
    """Who chose which value is shown first, where that still stands."""
    chosen = [fact.choice for fact in page.view.facts if fact.choice]
    names = names_of_users(viewer=viewer) if chosen else {}
    return [{"label": c.label, "by": names.get(str(c.by), "Somebody"), "at": c.at, "reason": c.reason} for c in chosen]


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
        ("Born", born_words(view.born) if view.born else "Not recorded", ""),
        ("Last known address", view.address or "Not recorded", housed),
        ("Records joined", joined, ""),
    ]


def _banner_warnings(page: PersonPage) -> list[dict[str, str]]:
    return [{"text": m.label, "colour": "red", "note": f"{m.source}, {given(m)}"} for m in page.view.current_markers]


def _banner_standings(page: PersonPage) -> list[dict[str, str]]:
    """How the person stands in events, as recorded fact, each with the parts that it stands for: a search is not an accusation."""
    return [{"text": STANDING_WORDS[s], "colour": STANDING_COLOURS[s], "note": _parts_words(page, s)} for s in page.view.standings]


def _parts_words(page: PersonPage, standing: str) -> str:
    entries = [entry for entry in page.view.timeline if entry.standing == standing and not entry.opinion]
    parts = phrases.sentence_list(sorted({entry.part.lower() for entry in entries}))
    events = phrases.counted(len({entry.event_id for entry in entries}), "event")
    return f"in {events}" if parts == STANDING_WORDS[standing].lower() else f"{parts}, {events}"


def _marker_row(marker: Marker) -> list[dict[str, Any]]:
    expires = phrases.long_date(marker.expires_on) if marker.expires_on else "No expiry given"
    tag = {"text": "Expired", "colour": "grey"} if marker.expired else {"text": "Current", "colour": "red"}
    return [{"text": marker.label, "tag": tag}, {"text": marker.source}, {"text": given(marker)}, {"text": expires}]


def _neighbour_row(n: Neighbour) -> list[dict[str, Any]]:
    tag = {"text": "Recorded", "colour": "green"} if n.recorded else {"text": "Inferred", "colour": "grey"}
    if n.opinion:
        tag = {"text": "Opinion", "colour": "purple"}
    return [
        {"text": n.name, "href": _neighbour_url(n), "note": phrases.upper_first(n.note)},
        {"text": n.how},
        {"text": n.system, "note": phrases.long_date(n.at)},
        {"text": "", "tag": tag},
    ]


def _neighbour_url(n: Neighbour) -> str:
    return thing_url("address", n.place) if n.place else reverse("record", args=[n.id])


def _chart(page: PersonPage) -> str:
    centre = Node("centre", _short(page.view.name), "this person", "person", "")
    shown = page.view.neighbours[:CHART_NODES]
    nodes: list[Node] = []
    edges: list[Edge] = []
    for n in shown:
        if str(n.id) not in {node.id for node in nodes}:
            nodes.append(Node(str(n.id), _short(n.name) if n.kind == "person" else n.name, n.note, n.kind, _neighbour_url(n)))
        edges.append(Edge("centre", str(n.id), _edge_words(n.how), n.recorded and not n.opinion))
    return link_chart(centre, nodes, edges, width=850)


def _edge_words(how: str) -> str:
    """The first way in which two are linked, in the two or three words that a line has room for."""
    return how.split(";")[0].split(",")[0].lower().replace("anti-social behaviour", "ASB")


def _short(name: str) -> str:
    *first, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in first), last]) if len(name) > 14 else name


def _side(viewer: Viewer, record_id: UUID) -> list[dict[str, Any]]:
    sections = [("Overview", "#overview"), *((PARTS[part], f"#{part}") for part in parts_for(viewer.role))]
    items = [{"label": label, "url": url, "current": url == "#overview"} for label, url in sections]
    if may_use(viewer, Tool.READ_LOG):
        items.append({"label": "Who has looked", "url": reverse("person-looks", args=[record_id]), "current": False})
    if may_use(viewer, Tool.SEAL):
        items.append({"label": "Seal this identity", "url": reverse("seal-person", args=[record_id]), "current": False})
    return items
