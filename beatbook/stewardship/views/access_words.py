"""Words, rows and links of the pages about access."""

from datetime import date
from typing import Any

from django.urls import reverse

from beatbook.stewardship.queries.access import Change, Holder, Sharing, classification_words
from beatbook.web import phrases

HOLDER_COLUMNS = [{"label": label} for label in ("Person", "Clearance", "Agreements", "Caveats")]
CHANGE_COLUMNS = [{"label": label} for label in ("Change", "Of whom", "Why", "Asked by", "What became of it")]
SHARING_COLUMNS = [{"label": label} for label in ("Agreement", "Between", "Stands", "Review", "Held by")]
STATES = {"waits": "Waits for a second person", "took effect": "Took effect", "refused": "Refused"}


def about_holder(one: Holder) -> str:
    """Role and body, and whether the account is closed."""
    return f"{one.role.replace('-', ' ').capitalize()}, {one.organisation}" + ("" if one.active else ", closed")


def holder_row(one: Holder) -> list[dict[str, Any]]:
    """One person in the list."""
    return [
        {"text": one.name, "href": reverse("access-holder", args=[one.id]), "note": about_holder(one)},
        {"text": one.clearance},
        {"text": phrases.sentence_list(held.code for held in one.held if held.kind == "agreement") or "None"},
        {"text": phrases.sentence_list(held.code for held in one.held if held.kind == "caveat") or "None"},
    ]


def change_words(one: Change) -> str:
    """What changes, in words."""
    what = (
        f"clearance {classification_words(int(one.code))}"
        if one.kind == "clearance"
        else f"{one.kind.replace('sharing', 'agreement')} {one.code}"
    )
    if one.kind == "sharing":
        return f"{'End' if one.taken else 'Make or change'} {what}"
    until = f" until {phrases.long_date(one.ends_on)}" if one.ends_on else ""
    return f"{'Take' if one.taken else 'Give'} {what}" + ("" if one.taken else f" from {phrases.long_date(one.starts_on)}{until}")


def change_row(one: Change) -> list[dict[str, Any]]:
    """One change in a list."""
    became = STATES[one.state] + (f" by {one.decider}" if one.decider else "")
    return [
        {"text": change_words(one), "href": reverse("access-change", args=[one.id])},
        {"text": one.who or "Everybody who holds it"},
        {"text": one.reason},
        {"text": one.asker, "note": phrases.date_time(one.asked_at)},
        {"text": became, "note": one.decision},
    ]


def change_facts(one: Change) -> list[dict[str, Any]]:
    """All that whoever agrees must read."""
    facts = {"Change": change_words(one), "Of whom": one.who or "Everybody who holds it", "Why": one.reason}
    facts |= {"Asked by": f"{one.asker}, {phrases.date_time(one.asked_at)}", "State": STATES[one.state]}
    if one.kind == "sharing" and not one.taken:
        facts |= {phrases.field_words(name): _said(value) for name, value in one.facts.items()}
    if one.decider:
        facts["Decided by"] = one.decider + (f": {one.decision}" if one.decision else "")
    return [{"key": key, "value": value} for key, value in facts.items()]


def sharing_row(one: Sharing, today: date) -> list[dict[str, Any]]:
    """One agreement in the list."""
    return [
        {"text": one.code, "href": reverse("access-agreement", args=[one.code]), "note": one.title},
        {"text": phrases.sentence_list(one.parties)},
        {"text": "Yes" if one.stands(today) else "No", "note": f"until {phrases.long_date(one.ends_on)}" if one.ends_on else ""},
        {"text": phrases.long_date(one.review_on), "note": "past" if one.review_on < today else ""},
        {"text": phrases.counted(one.holders, "person", "people")},
    ]


def sharing_facts(one: Sharing) -> list[dict[str, Any]]:
    """An agreement as it stands."""
    facts = {
        "Purpose": one.purpose,
        "Legal basis": one.legal_basis,
        "What is shared": one.shared or "Not said",
        "Who answers for it": one.owner or "Nobody named",
        "Between": phrases.sentence_list(one.parties),
        "From": phrases.long_date(one.starts_on) + (f" to {phrases.long_date(one.ends_on)}" if one.ends_on else ""),
        "Review": phrases.long_date(one.review_on),
        "Held by": phrases.counted(one.holders, "person", "people"),
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _said(value: Any) -> str:
    return phrases.sentence_list(value) if isinstance(value, list) else str(value)
