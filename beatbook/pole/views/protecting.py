"""What the person page draws of public protection: the level of risk first, then what happened, who met about it, and children."""

from typing import Any

from django.urls import reverse

from beatbook.pole.protection import Child, Protection
from beatbook.pole.saying import event_words
from beatbook.pole.timeline import Entry
from beatbook.pole.views.records import columns
from beatbook.web import phrases

FIRST_ROWS = 6


def protection_context(found: Protection) -> dict[str, Any]:
    """Everything in the part of the page about public protection."""
    return {
        "protection": found,
        "protection_sentence": _sentence(found),
        "protection_columns": columns("What", "When", "Level or state", "Source"),
        "risk_rows": _rows(found.risks),
        "abuse_rows": _rows(found.abuse),
        "meeting_rows": _rows(found.meetings),
        "missing_rows": _rows(found.missing),
        "child_rows": [_child_row(child) for child in found.children],
        "child_columns": columns("Child", "How", "Source"),
    }


def _sentence(found: Protection) -> str:
    if found.is_empty:
        return "No system that you may see says anything of domestic abuse, missing episodes, MARAC, MASH or children."
    said = [f"risk last assessed as {found.level.lower()}"] if found.level else []
    for rows, singular, plural in (
        (found.abuse, "domestic event", "domestic events"),
        (found.missing, "missing episode", "missing episodes"),
        (found.meetings, "MARAC, MASH or notice", "MARAC, MASH or notices"),
        (found.children, "child", "children"),
    ):
        said += [phrases.counted(len(rows), singular, plural)] if rows else []
    return f"{phrases.upper_first(phrases.sentence_list(said))}."


def _rows(entries: tuple[Entry, ...]) -> list[list[dict[str, Any]]]:
    return [_row(entry) for entry in entries[:FIRST_ROWS]]


def _row(entry: Entry) -> list[dict[str, Any]]:
    content = entry.event.content
    state = [str(content.get(name) or "") for name in ("grade", "status", "outcome")]
    return [
        {
            "text": str(content.get("title") or event_words(content).capitalize()),
            "href": reverse("event", args=[entry.event_id]),
            "note": entry.part,
        },
        {"text": phrases.date_time(entry.at)},
        {"text": " · ".join(word for word in state if word) or "Not stated"},
        {"text": entry.event.system},
    ]


def _child_row(child: Child) -> list[dict[str, Any]]:
    age = f" ({child.age})" if child.age is not None else ""
    born = f"Born {phrases.long_date(child.born)}{age}" if child.born else "Date of birth not recorded"
    return [{"text": child.name, "href": reverse("person", args=[child.id]), "note": born}, {"text": child.how}, {"text": child.system}]
