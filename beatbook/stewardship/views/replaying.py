"""What somebody's screen showed: found by who and when, or from a line of the log. Showing it again is itself in the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beatbook.access.actions import NobodyThen
from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.audit.queries import Screen
from beatbook.stewardship.queries import screen_of, screens_of
from beatbook.stewardship.queries.screens import Gap, Kept, kept_since, removed_among
from beatbook.stewardship.views.drawing import Drawn, NotReplayable, draw
from beatbook.stewardship.views.replayable import why_not
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

SORTS = {"consultation": "Record", "search": "Search", "export": "File taken away", "figures": "Figures", "log-reading": "Log"}
COLUMNS = ("When", "What", "Address", "Why", "Shown again")


@needs(Tool.REPLAY, task=True)
def screens(request: HttpRequest) -> HttpResponse:
    """The pages that one person was shown last up to a minute, so that the right one can be opened."""
    viewer = _viewer(request)
    names = names_of_users(viewer=viewer)
    typed = {name: request.GET.get(name, "")[:40] for name in ("looker", "at")}
    at, errors = _asked(typed, names)
    found = screens_of(UUID(typed["looker"]), at, viewer=viewer) if at else []
    kept = kept_since(viewer=viewer)
    note(request, "log-reading", looker=typed["looker"] if at else "", at=typed["at"] if at else "", screens=len(found))
    context = {
        "sentence": _sentence(found, names, typed, at),
        "people": [(identifier, name, identifier == typed["looker"]) for identifier, name in sorted(names.items(), key=lambda one: one[1])],
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "columns": [{"label": label} for label in COLUMNS],
        "rows": [_cells(one, kept) for one in found],
        "kept": kept.day,
        "asked": at is not None,
    }
    return render(request, "stewardship/screens.html", context, status=422 if errors else 200)


@needs(Tool.REPLAY, task=True)
def replay(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One screen as it was."""
    viewer = _viewer(request)
    found = screen_of(event_id, viewer=viewer)
    if found is None:
        raise Http404
    looker = names_of_users(viewer=viewer).get(str(found.user_id), "Unknown")
    gaps = removed_among(found.record_ids, viewer=viewer)
    drawn, refused = None, ""
    try:
        drawn = draw(found, viewer=viewer, host=request.get_host())
    except (NotReplayable, NobodyThen) as error:
        refused = str(error)
    note(request, "replay", set(found.record_ids), screen=str(event_id), looker=str(found.user_id), drawn=drawn is not None)
    context = {
        "looker": looker,
        "facts": facts_of(found, looker, drawn),
        "words": words_of(found, drawn, gaps) if drawn else [refused],
        "drawn": drawn,
        "moment": found.at,
    }
    return render(request, "stewardship/replay.html", context)


def _asked(typed: dict[str, str], names: dict[str, str]) -> tuple[datetime | None, dict[str, str]]:
    if not any(typed.values()):
        return None, {}
    errors = {} if typed["looker"] in names else {"looker": "Choose whose screen you want to see"}
    try:
        at = timezone.make_aware(datetime.fromisoformat(typed["at"]).replace(tzinfo=None))
    except ValueError:
        errors["at"] = "Enter the day and the minute, such as 26 November 2026 at 2:05pm"
    return (None if errors else at), errors


def _sentence(found: list[Screen], names: dict[str, str], typed: dict[str, str], at: datetime | None) -> str:
    if at is None:
        return "Choose a person and a minute to see what their screen showed then."
    if not found:
        return f"The log has no page that {names[typed['looker']]} was shown up to {phrases.date_time(at)} and that you may see."
    who, when = names[typed["looker"]], phrases.date_time(at)
    return f"At the top is the page that {who} had been shown last by {when}, of those that you may see; those below came before it."


def _cells(one: Screen, kept: Kept) -> list[dict[str, Any]]:
    why = why_not(one, kept)
    address = one.path + (f"?{one.query}" if one.query else "")
    return [
        {"text": phrases.date_time(one.at), **({} if why else {"href": reverse("replay", args=[one.id])})},
        {"text": SORTS.get(one.kind, "Page")},
        {"text": address[:120]},
        {"text": one.purpose or "No purpose asked", "note": one.reference},
        {"text": f"No: {why}" if why else "Yes"},
    ]


def facts_of(found: Screen, looker: str, drawn: Drawn | None) -> list[dict[str, Any]]:
    """Whose screen it was, when, and why they looked."""
    facts = {
        "Who": f"{drawn.then.display_name if drawn else looker} ({found.role.replace('-', ' ')})",
        "When": phrases.date_time(found.at),
        "Why they looked": ", ".join(part for part in (found.purpose or "No purpose asked", found.reference) if part),
        "Address": found.path + (f"?{found.query}" if found.query else ""),
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def words_of(found: Screen, drawn: Drawn, gaps: list[Gap]) -> list[str]:
    """What a reader must know of how far this is what was shown."""
    removed = {gap.record_id for gap in gaps}
    lost = set(found.record_ids) - drawn.record_ids - removed
    words = []
    if drawn.file is not None:
        words.append(
            "This is a file that was taken away." + (" A workbook then: its rows are shown as CSV." if found.path.endswith(".xlsx") else "")
        )
    if drawn.status != found.status:
        words.append(f"The page answered {found.status} then and {drawn.status} now.")
    if gaps:
        days = phrases.sentence_list(sorted({phrases.date_time(gap.removed_at) for gap in gaps}))
        reasons = phrases.sentence_list(sorted({gap.reason for gap in gaps}))
        records = phrases.counted(len(removed), "record")
        words.append(f"{phrases.upper_first(records)} that the page showed cannot be shown again: removed for good on {days} ({reasons}).")
    if lost:
        because = "they were on it through what has been removed" if gaps else "nothing that was removed explains it"
        words.append(f"Of the records that the log names, {len(lost)} did not come up again: {because}.")
    elif found.record_ids and not gaps:
        words.append("Every record that the log names for this page is on it.")
    if not drawn.is_whole:
        words.append("Their access then went beyond yours: whatever only they could see is left out.")
    return words


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
