"""The threat watch: what broke out, told to a named owner, who acknowledges it and closes it with a reason."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.tension import saying
from beatbook.tension.actions import StepRefused, step_alert
from beatbook.tension.queries import AlertRow, alerts
from beatbook.tension.queries import alert as alert_of
from beatbook.tension.views.places import names_of_areas
from beatbook.web import clock, phrases
from beatbook.web.svg.run_chart import RunPoint, run_chart
from beatbook.web.takeaway import Form, Sheet, Taking, answer

NARROW_WEEKS = 13
STATE_WORDS = {"open": "Waits to be acknowledged", "acknowledged": "Acknowledged", "closed": "Closed"}
COLUMNS = ("What", "Last week from", "Came and usual", "Whom it is for", "State")


@needs(Tool.TENSION)
def index(request: HttpRequest) -> HttpResponse:
    """Every alert that this viewer may see: what waits for them first, then what is open, then by week."""
    viewer = request.viewer
    found = sorted(alerts(viewer=viewer), key=lambda one: (one.owner != viewer.user_id or one.state == "closed", one.state == "closed"))
    note(request, "threats", alerts=len(found))
    names = names_of_areas()
    waiting = sum(one.owner == viewer.user_id and one.state == "open" for one in found)
    rows = [
        [
            {"text": _subject(one, names), "href": reverse("threat", args=[one.id])},
            {"text": phrases.long_date(one.week)},
            {"text": f"{one.came} in {phrases.counted(one.weeks, 'week')}, where {one.usual:.1f} were usual"},
            {"text": one.owner_name},
            {"text": STATE_WORDS[one.state]},
        ]
        for one in found
    ]
    context = {"sentence": _sentence(found, waiting), "columns": [{"label": label} for label in COLUMNS], "rows": rows}
    return render(request, "tension/threats.html", context)


@needs(Tool.TENSION)
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: what came week by week, why it is told, and what was done."""
    viewer, found = request.viewer, _found(request, alert_id)
    note(request, "threats", alert=str(alert_id))
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            step_alert(alert_id, step=request.POST.get("step", ""), reason=reason, viewer=viewer)
            return HttpResponseRedirect(reverse("threat", args=[alert_id]))
        except StepRefused as refused:
            error = str(refused)
    what, people = _subject(found, names_of_areas()), names_of_users(viewer=viewer)
    points = _points(found)
    context = {
        "alert": found,
        "what": what,
        "sentence": saying.alert_sentence(
            what, came=found.came, usual=found.usual, weeks=found.weeks, week=found.week, chance=found.chance, series=found.series
        ),
        "wide": run_chart(points, width=860, height=220, title=f"{what}, reports a week"),
        "narrow": run_chart(points[-NARROW_WEEKS:], width=340, height=220, title=f"{what}, reports a week"),
        "columns": [{"label": "Week from"}, {"label": "Reports", "numeric": True}],
        "rows": [[{"text": phrases.long_date(week)}, {"text": str(count)}] for week, count in reversed(found.counts)],
        "downloads": [(f"Download as {form.upper()}", reverse("threat-file", args=[alert_id, form])) for form in ("csv", "xlsx")],
        "facts": [
            {"key": "For", "value": found.owner_name},
            {"key": "State", "value": STATE_WORDS[found.state]},
            *({"key": one.step.capitalize(), "value": _step_words(one, people)} for one in found.steps),
        ],
        "mine": found.owner == viewer.user_id and found.state != "closed",
        "state": found.state,
        "errors": {"reason": error} if error else {},
        "typed": reason,
    }
    return render(request, "tension/threat.html", context, status=422 if error else 200)


@needs(Tool.TENSION)
def alert_file(request: HttpRequest, alert_id: UUID, form: str) -> HttpResponse:
    """An alert's weeks as a file."""
    found = _found(request, alert_id)
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    note(request, "export", alert=str(alert_id), form=form)
    rows = [[week.isoformat(), str(count)] for week, count in found.counts]
    sheet = Sheet(_subject(found, names_of_areas()), "", ("Week from", "Reports"), rows, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(request.viewer.display_name, clock.local_now()), name="threat")


def _found(request: HttpRequest, alert_id: UUID) -> AlertRow:
    found = alert_of(alert_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def _subject(one: AlertRow, names: dict[str, str]) -> str:
    return saying.subject(sort=one.sort, kind=one.kind, area=one.area, word=one.word, names=names)


def _sentence(found: list[AlertRow], waiting: int) -> str:
    if waiting:
        return f"{phrases.upper_first(phrases.counted(waiting, 'alert'))} {'waits' if waiting == 1 else 'wait'} for you."
    still = sum(one.state != "closed" for one in found)
    return (
        f"{phrases.upper_first(phrases.counted(still, 'alert'))} still open, none for you to acknowledge."
        if still
        else "Nothing is breaking out."
    )


def _points(found: AlertRow) -> list[RunPoint]:
    first = len(found.counts) - found.weeks
    return [
        RunPoint(f"{week.day} {week:%b}", float(count), f"{count}", side=int(place >= first))
        for place, (week, count) in enumerate(found.counts)
    ]


def _step_words(one: Any, people: dict[str, str]) -> str:
    return f"{people.get(str(one.by), 'Somebody')}, {phrases.long_date(one.on)}" + (f": {one.reason}" if one.reason else "")
