"""Pages of oversight: who looked at what and why, what is odd about it, and a small sample to be asked about. Reading the log is itself logged."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.stewardship.actions import ReviewRefused, review_look
from beatbook.stewardship.queries import Look, looks_for_review
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.takeaway import Form, Sheet, Taking, answer

PERIODS = {1: "Last 24 hours", 7: "Last 7 days", 28: "Last 28 days"}
MOST_ROWS = 200
FOUND_DAYS = 28  # a look is reviewed within four weeks, or found again by its person
COLUMNS = ("When", "Who", "What", "Why", "About", "Odd", "Review")
SORTS = {"consultation": "Opened a page", "search": "Searched", "export": "Took away a file"}
CHOICES = (("in order", "It is in order"), ("asked", "I have asked the officer"), ("referred", "I refer it to professional standards"))


@needs(Tool.READ_LOG, task=True)
def oversight(request: HttpRequest) -> HttpResponse:
    """Looks of a period: those that wait for a reviewer first, then all, newest first."""
    days, user_id = _asked(request)
    found = looks_for_review(viewer=_viewer(request), days=days, user_id=user_id)
    note(request, "log-reading", days=days, looker=str(user_id or ""), looks=len(found))
    waiting = [look for look in found if look.waits]
    names = names_of_users(viewer=_viewer(request))
    people = sorted(
        {(str(look.line.user_id), look.looker) for look in found} | ({(str(user_id), names.get(str(user_id), ""))} - {("None", "")})
    )
    context = {
        "sentence": _sentence(found, waiting, days),
        "columns": [{"label": label} for label in COLUMNS],
        "waiting": [_cells(look) for look in waiting[:MOST_ROWS]],
        "rows": [_cells(look) for look in found[:MOST_ROWS]],
        "more": max(0, len(found) - MOST_ROWS),
        "periods": [
            (words, f"?days={number}" + (f"&looker={user_id}" if user_id else ""), number == days) for number, words in PERIODS.items()
        ],
        "people": [(identifier, name, identifier == str(user_id)) for identifier, name in sorted(people, key=lambda one: one[1])],
        "days": days,
        "downloads": [
            (words, f"{reverse('oversight-file', args=[form])}?days={days}" + (f"&looker={user_id}" if user_id else ""))
            for words, form in (("Download as CSV", "csv"), ("as XLSX", "xlsx"))
        ],
    }
    return render(request, "stewardship/oversight.html", context)


@needs(Tool.READ_LOG, task=True)
def oversight_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same looks as a file."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    days, user_id = _asked(request)
    viewer = _viewer(request)
    found = looks_for_review(viewer=viewer, days=days, user_id=user_id)
    note(request, "export", days=days, looker=str(user_id or ""), looks=len(found), form=form)
    rows = [[str(cell.get("text", "")) + (f" ({cell['note']})" if cell.get("note") else "") for cell in _cells(look)] for look in found]
    filtered = PERIODS[days] + (f", {found[0].looker}" if user_id and found else "")
    return answer(Sheet("Who looked", filtered, COLUMNS, rows), Form(form), Taking(viewer.display_name, clock.local_now()), name="looks")


@needs(Tool.READ_LOG, task=True)
def look(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One look, and the form on which a reviewer says what they found."""
    viewer = _viewer(request)
    found = next((look for look in looks_for_review(viewer=viewer, days=FOUND_DAYS) if look.line.id == event_id), None)
    if found is None:
        raise Http404
    note(request, "log-reading", set(found.line.record_ids), looker=str(found.line.user_id))
    typed = {name: request.POST.get(name, "") for name in ("verdict", "note")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            if found.line.user_id == viewer.user_id:
                raise ReviewRefused("Somebody else must say what they find of your own look.")
            review_look(event_id, typed["verdict"], typed["note"], viewer=viewer)
        except ReviewRefused as refused:
            errors = {"verdict" if typed["verdict"] not in dict(CHOICES) else "note": str(refused)}
        else:
            note(request, "review", set(found.line.record_ids), verdict=typed["verdict"])
            return HttpResponseRedirect(reverse("oversight"))
    options = [{"value": value, "label": label, "checked": value == typed["verdict"]} for value, label in CHOICES]
    context = {
        "look": found,
        "facts": _facts(found),
        "options": options,
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "replay_url": reverse("replay", args=[event_id]) if may_use(viewer, Tool.REPLAY) else "",
    }
    return render(request, "stewardship/look.html", context, status=422 if errors else 200)


def _asked(request: HttpRequest) -> tuple[int, UUID | None]:
    days = next((number for number in PERIODS if str(number) == request.GET.get("days")), 7)
    try:
        return days, UUID(request.GET["looker"]) if request.GET.get("looker") else None
    except ValueError:
        raise Http404 from None


def _sentence(found: list[Look], waiting: list[Look], days: int) -> str:
    people = phrases.counted(len({look.line.user_id for look in found}), "person", "people")
    flagged = sum(bool(look.flags) for look in found)
    words = f"{phrases.upper_first(people)} looked {phrases.counted(len(found), 'time')} in the {PERIODS[days].lower()}"
    return f"{words}; {flagged} of these are odd in some way, and {len(waiting)} wait for you."


def _cells(look: Look) -> list[dict[str, Any]]:
    line = look.line
    about = phrases.sentence_list(look.names[:3]) + (f" and {len(look.names) - 3} more" if len(look.names) > 3 else "")
    verdict = look.reviews[-1][0].capitalize() if look.reviews else ("Waits" if look.waits else "")
    return [
        {"text": phrases.date_time(line.at), "href": reverse("oversight-look", args=[line.id])},
        {"text": look.looker},
        {"text": SORTS[line.kind], "note": f"“{line.typed}”" if line.typed else ""},
        {"text": line.purpose or "No purpose asked", "note": line.reference},
        {"text": about or (phrases.counted(len(line.record_ids), "record") if line.record_ids else "Nothing was shown")},
        {"text": phrases.sentence_list(flag.label for flag in look.flags) or ("Sample" if look.drawn else "")},
        {"text": verdict},
    ]


def _facts(look: Look) -> list[dict[str, Any]]:
    line = look.line
    facts = {
        "When": phrases.date_time(line.at),
        "Who": f"{look.looker} ({line.role.replace('-', ' ')})",
        "What": SORTS[line.kind] + (f": “{line.typed}”" if line.typed else ""),
        "Why": ", ".join(part for part in (line.purpose or "No purpose asked", line.reference) if part),
        "About": phrases.sentence_list(look.names[:20]) or phrases.counted(len(line.record_ids), "record"),
        "Why you are asked": " ".join(flag.why for flag in look.flags)
        or ("Drawn by chance, one look in fifty." if look.drawn else "You opened it."),
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
