"""What the page says of one victim: what is owed and by when, how to be in touch safely, and every contact."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from beatbook.cases.queries import VictimCare
from beatbook.cases.victims_code import GROUNDS, STATEMENT, SUPPORT, Duty
from beatbook.cases.views.asking import name_among
from beatbook.web import phrases

FIRST_CONTACTS = 5


def care_context(victim: VictimCare, record_id: UUID, names: Mapping[str, str], today: date) -> dict[str, Any]:
    """Everything about one victim."""
    needs = victim.needs
    return {
        "victim": victim,
        "href": reverse("person", args=[victim.record_id]),
        "enhanced": bool(needs and needs.grounds),
        "facts": _facts(victim, names),
        "safe": safe_words(victim),
        "duties": [_duty_row(duty, today) for duty in victim.duties],
        "contacts": [
            {
                "title": f"{'Reached' if c.reached else 'Tried to reach'} by {c.method}",
                "at": c.at,
                "byline": name_among(names, c.by),
                "text": c.words,
                "source": "",
            }
            for c in victim.contacts[:FIRST_CONTACTS]
        ],
        "older_contacts": max(0, len(victim.contacts) - FIRST_CONTACTS),
        "needs_url": reverse("assess-needs", args=[record_id, victim.record_id]),
        "contact_url": reverse("record-contact", args=[record_id, victim.record_id]),
    }


def safe_words(victim: VictimCare) -> str:
    """How they may safely be reached, in one sentence."""
    if victim.safe is None:
        return "Not asked yet. Ask how it is safe to be in touch before anything is sent."
    if not victim.safe.safe:
        return f"Do not be in touch. {victim.safe.words}".strip()
    return f"Only by {phrases.sentence_list(victim.safe.safe)}. {victim.safe.words}".strip()


def _facts(victim: VictimCare, names: Mapping[str, str]) -> list[dict[str, Any]]:
    needs = victim.needs
    if needs is None:
        return [{"key": "Needs", "value": "Not assessed yet"}]
    often = f"every {phrases.counted(needs.every_days, 'day')}" if needs.every_days else "how often was not agreed"
    rows: list[dict[str, Any]] = [
        {"key": "Rights", "value": "Enhanced" if needs.grounds else "Standard", "notes": [GROUNDS[ground] for ground in needs.grounds]},
        {"key": "Agreed", "value": f"{needs.method.capitalize()}, {often}"},
        {"key": "Support", "value": SUPPORT.get(needs.support, "Not referred yet")},
        {"key": "Victim personal statement", "value": STATEMENT.get(needs.statement, "Not offered yet")},
        {"key": "Assessed", "value": phrases.date_time(needs.at), "notes": [name_among(names, needs.by)]},
    ]
    return rows + ([{"key": "Needs", "value": needs.words}] if needs.words else [])


def _duty_row(duty: Duty, today: date) -> list[dict[str, Any]]:
    due = phrases.long_date(duty.due_on) if duty.due_on else "Without delay"
    return [{"text": duty.words}, {"text": due}, duty_state(duty, today)]


def duty_state(duty: Duty, today: date) -> dict[str, Any]:
    """Done, due or overdue, in words and as a tag."""
    late = duty.days_late(today)
    if duty.met_on:
        return {"text": f"Done {phrases.long_date(duty.met_on)}" + (f", {phrases.counted(late, 'day')} late" if late else "")}
    if late:
        return {"text": "", "tag": {"text": f"{phrases.counted(late, 'day')} overdue", "colour": "yellow"}}
    return {"text": "To do" if duty.due_on is None else "Due today" if duty.due_on == today else "Due"}
