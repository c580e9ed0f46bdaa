"""The officer's page, for a phone: where to go in this shift and why, and what was done there. An officer may overrule the plan with a reason."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.forecasts.actions.visiting import DONE, NOT_DONE, VisitRefused, record_visit
from beatbook.forecasts.queries import PlannedRow, planned_visit, planned_visits
from beatbook.forecasts.shifts import NAMES, shift_words
from beatbook.geography.queries import area_names
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases

STARTS = {"early": 7, "late": 15, "night": 23}


@needs(Tool.FORECASTS)
def patrols(request: HttpRequest) -> HttpResponse:
    """The visits of a shift, the viewer's own neighbourhood first."""
    viewer: Viewer = request.viewer
    day, shift = _asked(request)
    found = planned_visits(day=day, shift=shift, viewer=viewer)
    note(request, "patrol-list", day=day.isoformat(), shift=shift_words(shift), visits=len(found))
    names = area_names(viewer=viewer)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(found, key=lambda row: (row.area != viewer.area, names.get(row.area, ""))):
        groups.setdefault(names.get(one.area, "Outside every neighbourhood"), []).append(_item(one))
    context = {
        "day": day,
        "shift": shift_words(shift),
        "sentence": _sentence(found, shift),
        "groups": list(groups.items()),
        "shifts": [(phrases.upper_first(name), f"?day={day.isoformat()}&shift={name}", NAMES[shift % 3] == name) for name in NAMES],
        "before": f"?day={(day - timedelta(days=1)).isoformat()}&shift={NAMES[shift % 3]}",
        "after": f"?day={(day + timedelta(days=1)).isoformat()}&shift={NAMES[shift % 3]}",
    }
    return render(request, "forecasts/patrols.html", context)


@needs(Tool.FORECASTS)
def visit(request: HttpRequest, planned_id: UUID) -> HttpResponse:
    """One visit: what was done, or why not."""
    viewer: Viewer = request.viewer
    planned = planned_visit(planned_id, viewer=viewer)
    if planned is None:
        raise Http404
    note(request, "patrol-visit", visit=str(planned_id))
    typed = {name: request.POST.get(name, "") for name in ("minutes", "did", "why_not")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            if not record_visit(planned_id, viewer=viewer, **typed):
                raise Http404
            return HttpResponseRedirect(_shift_url(planned))
        except VisitRefused as refused:
            errors[refused.field] = str(refused)
    context = {
        "planned": planned,
        "where": _where(planned),
        "area": area_names([planned.area], viewer=viewer).get(planned.area, ""),
        "shift": shift_words(planned.shift),
        "back": _shift_url(planned),
        "choices": [{"value": one, "label": one, "checked": typed["did"] == one} for one in (*DONE, NOT_DONE)],
        "typed": typed,
        "errors": errors,
    }
    return render(request, "forecasts/visit.html", context, status=422 if errors else 200)


def _asked(request: HttpRequest) -> tuple[date, int]:
    now = clock.local_now()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = _shift_day(now)
    name = request.GET.get("shift", "")
    place = NAMES.index(name) if name in NAMES else _part(now)
    return day, day.weekday() * 3 + place


def _part(now: datetime) -> int:
    return 0 if STARTS["early"] <= now.hour < STARTS["late"] else 1 if STARTS["late"] <= now.hour < STARTS["night"] else 2


def _shift_day(now: datetime) -> date:
    """The day of the shift that runs now: after midnight, yesterday's night."""
    return now.date() - timedelta(days=1) if now.hour < STARTS["early"] else now.date()


def _sentence(found: list[PlannedRow], shift: int) -> str:
    if not found:
        return f"Nothing is planned for {shift_words(shift)}."
    visits = sum(one.visits for one in found)
    done = sum(bool(one.written) for one in found)
    return (
        f"{phrases.counted(visits, 'visit')} of 15 minutes to {phrases.counted(len(found), 'square')} in {shift_words(shift)};"
        f" {done} written up. Go when it suits, at no fixed time."
    )


def _item(one: PlannedRow) -> dict[str, Any]:
    written = [f"{minutes} minutes: {did}" if minutes else f"Not visited: {why}" for minutes, did, why, _ in one.written]
    return {
        "href": reverse("patrol-visit", args=[one.id]),
        "where": _where(one),
        "what": f"{phrases.counted(one.visits, 'visit')}, {one.minutes} minutes in all",
        "written": written,
    }


def _where(one: PlannedRow) -> str:
    return f"Square about {one.latitude:.4f}, {one.longitude:.4f}"


def _shift_url(one: PlannedRow) -> str:
    return f"{reverse('patrols')}?day={one.day.isoformat()}&shift={NAMES[one.shift % 3]}"
