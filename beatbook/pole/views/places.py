"""What the templates of events and of things (places, phones, vehicles) draw: warnings and whose they are before anything else."""

from typing import Any

from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.pole.event import EventView, Participant
from beatbook.pole.facts import plain
from beatbook.pole.markers import Marker
from beatbook.pole.queries import sources_line
from beatbook.pole.saying import event_words
from beatbook.pole.views.records import address_of, born_words, columns, entry_item, given, record_context, said_rows, thing_url
from beatbook.pole.whereabouts import Happening, PersonBeside, ThingView
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

FIRST_HAPPENINGS = 50
OF_A_CASE = (
    *("crime", "incident", "asb-case", "custody", "outcome", "task"),
    *("risk-assessment", "protection-notice", "marac", "mash", "missing-episode"),
)  # events that are part of an investigation
PEOPLE_CAPTIONS = {"suspect": "Suspects", "convicted": "Convicted", "victim": "Victims", "witness": "Witnesses", "other": "Others"}


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
        "person_columns": columns("Person", "Part", "Warnings", "Fact or opinion"),
        "things": [participant_row(p) for p in view.things],
        "events": [participant_row(p) for p in view.events],
        "participant_columns": columns("Who or what", "Part", "Fact or opinion"),
        "said": said_rows(view.event),
        "sources": sources_line(viewer=viewer),
        "may_tell": may_use(viewer, Tool.TELL_SOURCE),
        "may_write": may_use(viewer, Tool.CASES),
        "case_url": reverse("case", args=[view.event.id]) if content.get("event_type") in OF_A_CASE else "",
    }


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
    born = f"Born {born_words(birth)}" if p.kind == "person" and birth else ""
    tag = {"text": "Opinion", "colour": "purple"} if p.opinion else {"text": "Fact", "colour": "green"}
    return [{"text": p.name, "href": address_of(p.saying), "note": born}, {"text": p.part}, {"text": "", "tag": tag}]


def thing_context(view: ThingView, *, viewer: Viewer) -> dict[str, Any]:
    """Everything on the page of a vehicle, phone, e-mail or address: warnings and whose they are first, then people, events and things."""
    return {
        "view": view,
        "sentence": _thing_sentence(view),
        "warned_text": _warned_text(view),
        "warned_columns": columns("Warning", "About", "Source", "Expires"),
        "warned": [_warned_row(p, marker) for p in view.warned for marker in p.warnings],
        "people_columns": columns("Person", "How", "Warnings", "Latest source"),
        "people": [_beside_row(p) for p in view.people],
        "entries": [_happening_item(happening) for happening in view.timeline[:FIRST_HAPPENINGS]],
        "more_entries": max(0, len(view.timeline) - FIRST_HAPPENINGS),
        "thing_columns": columns("Vehicle or thing", "How"),
        "things": [
            [{"text": t.name, "href": address_of(t.saying), "note": phrases.upper_first(t.note)}, {"text": t.how}] for t in view.things
        ],
        "details": [{"key": key, "value": value} for key, value in view.details],
        "records": [record_context(s) for s in view.sayings if s.kind == "object"],
        "sources": sources_line(viewer=viewer),
    }


def _thing_sentence(view: ThingView) -> str:
    people = phrases.counted(len(view.people), "person", "people")
    events = phrases.counted(len(view.timeline), "event")
    warned = (
        f" {phrases.counted(len(view.warned), 'person carries', 'people carry')} a warning." if view.warned else " No warning is recorded."
    )
    return f"{people} and {events} have to do with this {view.sort}.{warned if view.people else ''} This is based on what you may see."


def _warned_text(view: ThingView) -> str:
    names = phrases.sentence_list(p.name for p in view.warned)
    warnings = "warning" if sum(len(p.warnings) for p in view.warned) == 1 else "warnings"
    return f"{names}: read the {warnings} before you {'go' if view.sort in ('address', 'postcode') else 'act'}."


def _warned_row(p: PersonBeside, marker: Marker) -> list[dict[str, Any]]:
    expires = phrases.long_date(marker.expires_on) if marker.expires_on else "No expiry given"
    about = {
        "text": p.name,
        "href": reverse("person", args=[p.id]),
        "note": f"Born {born_words(p.born)}" if p.born else "Date of birth not recorded",
    }
    return [{"text": marker.label}, about, {"text": marker.source, "note": given(marker)}, {"text": expires}]


def _beside_row(p: PersonBeside) -> list[dict[str, Any]]:
    first, *rest = p.hows
    more = f"and {phrases.counted(len(rest), 'other way', 'other ways')}" if len(rest) > 1 else rest[0] if rest else ""
    systems = p.systems[0] if len(p.systems) == 1 else phrases.counted(len(p.systems), "system")
    return [
        {
            "text": p.name,
            "href": reverse("person", args=[p.id]),
            "note": f"Born {born_words(p.born)}" if p.born else "Date of birth not recorded",
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
