"""Turns an investigation into what its template draws: words, links and tables, nothing that the page does not already hold."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.cases.investigation import CasePerson, Exhibit, Release
from beatbook.cases.layouts import PARTS, parts_for
from beatbook.cases.queries import CasePage
from beatbook.cases.views.asking import name_among, number_of, title_of
from beatbook.cases.views.caring import care_context
from beatbook.cases.written import Line, ReferralStep
from beatbook.pole.neighbours import note_of
from beatbook.pole.queries import sources_line
from beatbook.pole.saying import Saying, address_line, event_words, name_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases

SORTS = {"decision": "Decision", "review": "Review"}
FIRST_STEPS = 20


def case_context(page: CasePage, record_id: UUID, *, viewer: Viewer, today: date, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page."""
    found, names = page.investigation, names_of_users(viewer=viewer)
    may_write = may_use(viewer, Tool.CASES)
    steps = _steps(page, names)
    systems = sorted({step["source"] for step in steps})
    kept = [step for step in steps if asked.get("system", "") in ("", step["source"])]
    return {
        "page": page,
        "record_id": record_id,
        "title": title_of(found.lead),
        "number": number_of(found.lead),
        "sentence": _sentence(page, today, names),
        "facts": _facts(page, names, today),
        "sources": sources_line(viewer=viewer),
        "parts": [(part, PARTS[part]) for part in parts_for(viewer.role)],
        "side_items": _side(viewer),
        "people": [_person_row(person) for person in found.people],
        "person_columns": _columns("Person", "Part in it", "Warnings"),
        "releases": [_release_row(release, today) for release in found.releases],
        "release_columns": _columns("Who", "How", "Until", "Source"),
        "exhibits": [_exhibit_row(exhibit) for exhibit in found.exhibits],
        "exhibit_columns": _columns("Exhibit", "How", "Held by"),
        "tasks": [_task_row(task) for task in found.tasks],
        "task_columns": _columns("Task", "State", "Held by"),
        "plan": page.plan[0] if page.plan else None,
        "plan_by": name_among(names, page.plan[0].by) if page.plan else "",
        "older_plans": len(page.plan) - 1,
        "lines": [_line_item(line, names) for line in page.lines],
        "steps": kept if "all" in asked else kept[:FIRST_STEPS],
        "more_steps": 0 if "all" in asked else max(0, len(kept) - FIRST_STEPS),
        "systems": [_system_choice(word, asked.get("system", "")) for word in ["", *systems]],
        "linked": [
            [
                {"text": title_of(event), "href": reverse("case", args=[event.id]), "note": number_of(event)},
                {"text": link.why},
                {"text": name_among(names, link.by)},
            ]
            for link, event in page.linked
        ],
        "linked_columns": _columns("Investigation", "Why", "Linked by"),
        "also_in": [
            [
                {"text": title_of(a.event), "href": reverse("case", args=[a.event.id]), "note": number_of(a.event)},
                {"text": a.who, "note": a.role.capitalize()},
                {"text": a.event.system},
            ]
            for a in page.also_in
        ],
        "also_columns": _columns("Investigation", "Who is in both", "Source"),
        "referrals": [_referral_row(step, names, record_id, may_write) for step in page.referrals],
        "referral_columns": _columns("Step", "Between", "Why", "By"),
        "may_write": may_write,
        "may_supervise": may_use(viewer, Tool.SUPERVISE),
        "cares": [care_context(victim, record_id, names, today) for victim in page.victims],
        "duty_columns": _columns("What is owed", "By", "State"),
    }


def _system_choice(system: str, chosen: str) -> tuple[str, str, bool]:
    """One of the views of the timeline: every source, or one of them."""
    return system or "Every source", f"?{urlencode({'system': system})}#timeline" if system else "?#timeline", system == chosen


def timeline_rows(page: CasePage, *, viewer: Viewer) -> list[list[str]]:
    """The timeline as rows of text."""
    names = names_of_users(viewer=viewer)
    return [[timezone.localtime(s["at"]).strftime("%d/%m/%Y %H:%M"), s["title"], s["byline"], s["source"]] for s in _steps(page, names)]


def _sentence(page: CasePage, today: date, names: Mapping[str, str]) -> str:
    """What the investigation is, how it stands and what is due next."""
    found = page.investigation
    who = name_among(names, page.standing.officer) if page.standing.officer else found.officer
    state = "Closed" if found.is_over else f"Open {phrases.counted((today - found.reported_on).days, 'day')}"
    held = f", with {who}" if who else ", with nobody named"
    late = [duty for victim in page.victims for duty in victim.duties if duty.is_open and duty.due_on and duty.due_on < today]
    owed = f" {phrases.counted(len(late), 'thing is', 'things are')} overdue to victims." if late else ""
    systems = phrases.counted(len(found.systems), "system")
    what = f"{phrases.counted(len(found.events), 'event')} and {phrases.counted(len(found.people), 'person', 'people')}"
    return f"{state}{held}. {what}, from {systems}.{owed} This is based on what you may see."


def _facts(page: CasePage, names: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    found, standing = page.investigation, page.standing
    officer = name_among(names, standing.officer) if standing.officer else ""
    rows: list[dict[str, Any]] = [
        {"key": "Reported", "value": phrases.long_date(found.reported_on)},
        {"key": "Status", "value": str(found.lead.content.get("status") or "Not stated"), "notes": [found.lead.system]},
        {
            "key": "Given to",
            "value": officer or "Nobody here",
            "notes": [f"The {found.lead.system.lower()} names {found.officer}"] if found.officer else [],
        },
        {"key": "Place", "value": address_line(found.lead.content) or "Not recorded"},
    ]
    if standing.review_on:
        late = standing.review_on < today
        rows.append(
            {
                "key": "Next review",
                "value": phrases.long_date(standing.review_on),
                "tag": {"text": "Overdue", "colour": "yellow"} if late else None,
            }
        )
    rows += [
        {
            "key": "Outcome",
            "value": str(e.content.get("outcome") or title_of(e)),
            "notes": [f"{e.system}, {phrases.long_date(str(e.content.get('decided_on') or '')) or 'no date'}"],
        }
        for e in found.outcomes
    ]
    return rows


def _side(viewer: Viewer) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [{"label": "Overview", "url": "#overview", "current": True}]
    return items + [{"label": PARTS[part], "url": f"#{part}", "current": False} for part in parts_for(viewer.role)]


def _person_row(person: CasePerson) -> list[dict[str, Any]]:
    born = f"Born {phrases.born_and_age(person.born, clock.today())}" if person.born else "Date of birth not recorded"
    first, *rest = [
        f"{role.role.capitalize()}{' (opinion)' if role.opinion else ''}, {event_words(role.event.content)}" for role in person.roles
    ]
    return [
        {"text": person.name, "href": reverse("person", args=[person.id]), "note": born},
        {"text": first, "note": "; ".join(dict.fromkeys(rest))},
        {"text": phrases.sentence_list(marker.label for marker in person.markers) or "None recorded"},
    ]


def _release_row(release: Release, today: date) -> list[dict[str, Any]]:
    left = release.days_left(today)
    words = "review due" if release.how != "Bail" else "bail ends"
    when = "No date given" if left is None else f"{phrases.long_date(release.due_on)}"
    note = (
        ""
        if left is None
        else f"{words.capitalize()} in {phrases.counted(left, 'day')}"
        if left >= 0
        else f"{phrases.counted(-left, 'day')} ago"
    )
    return [
        {"text": release.who or "Somebody", "href": reverse("event", args=[release.event.id]), "note": number_of(release.event)},
        {"text": release.how, "note": f"since {phrases.long_date(release.since)}"},
        {"text": when, "note": note, "tag": {"text": "Passed", "colour": "yellow"} if left is not None and left < 0 else None},
        {"text": release.event.system},
    ]


def _exhibit_row(exhibit: Exhibit) -> list[dict[str, Any]]:
    serial = str(exhibit.saying.content.get("serial_number") or "")
    return [
        {
            "text": name_of(exhibit.saying),
            "href": reverse("record", args=[exhibit.saying.id]),
            "note": serial or phrases.upper_first(note_of(exhibit.saying)),
        },
        {"text": exhibit.role.capitalize(), "note": number_of(exhibit.event)},
        {"text": exhibit.saying.system, "note": phrases.long_date(exhibit.saying.said_at)},
    ]


def _task_row(task: Saying) -> list[dict[str, Any]]:
    due = str(task.content.get("expires_on") or "")
    return [
        {"text": title_of(task), "href": reverse("event", args=[task.id]), "note": str(task.content.get("recorded_by") or "")},
        {"text": str(task.content.get("status") or "Not stated"), "note": f"due {phrases.long_date(due)}" if due else ""},
        {"text": task.system, "note": phrases.long_date(task.said_at)},
    ]


def _line_item(line: Line, names: Mapping[str, str]) -> dict[str, Any]:
    by = name_among(names, line.by)
    return {
        "title": f"{SORTS[line.sort]}: {line.words}",
        "at": line.at,
        "byline": by,
        "text": f"Why: {line.why}" if line.why else "",
        "source": "",
    }


def _steps(page: CasePage, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Everything that happened or was written, newest first, with where each line comes from."""
    found = page.investigation
    steps = [_event_step(event) for event in (*found.events, *found.outcomes, *found.tasks)]
    steps += [_written_step(line.at, SORTS[line.sort], line.words, name_among(names, line.by)) for line in page.lines]
    steps += [_written_step(v.at, "Plan", "a new version", name_among(names, v.by)) for v in page.plan]
    steps += [_written_step(s.at, "Referral", f"{s.state}, {s.from_team} to {s.to_team}", name_among(names, s.by)) for s in page.referrals]
    for victim in page.victims:
        for contact in victim.contacts:
            words = f"{'reached' if contact.reached else 'tried to reach'} {victim.name} by {contact.method}"
            steps.append(_written_step(contact.at, "Victim contact", words, name_among(names, contact.by)))
    return sorted(steps, key=lambda step: (step["at"], step["title"], step["byline"]), reverse=True)


def _event_step(event: Saying) -> dict[str, Any]:
    return {
        "title": title_of(event),
        "href": reverse("event", args=[event.id]),
        "at": event.happened_at or event.said_at,
        "byline": " · ".join(part for part in (event_words(event.content).capitalize(), number_of(event)) if part),
        "text": str(event.content.get("summary") or ""),
        "source": event.system,
    }


def _written_step(at: datetime, sort: str, words: str, by: str) -> dict[str, Any]:
    return {"title": f"{sort}: {words}", "href": "", "at": at, "byline": by, "text": "", "source": "Written here"}


def _referral_row(step: ReferralStep, names: Mapping[str, str], record_id: UUID, may_write: bool) -> list[dict[str, Any]]:
    href = reverse("answer-referral", args=[record_id, step.referral_id]) if may_write else ""
    return [
        {"text": step.state.capitalize(), "href": href, "note": phrases.date_time(step.at)},
        {"text": f"{step.from_team} to {step.to_team}"},
        {"text": step.words},
        {"text": name_among(names, step.by)},
    ]


def _columns(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]
