"""Visits of a team, logged with one tap: a page with one form that needs no script."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.neighbourhoods.views.staff import cells, columns, ground_context, own_ground, viewer_of
from beatbook.neighbourhoods.work.actions import (
    MINUTES,
    VISITED,
    VISITS,
    NotKept,
    record_visit,
)
from beatbook.neighbourhoods.work.queries import (
    published_counts,
    visits_of,
)
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, typed_in

_LENGTH = Field("minutes", "How long?", "select", items=[(str(one), f"{one} minutes") for one in MINUTES])
_WHERE = Field("words", "Where or what, if it matters", hint="No names")


@needs(Tool.PROFILE)
def visits(request: HttpRequest, area: str) -> HttpResponse:
    """One tap a visit; those of the last seven days."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    fields, typed, errors = (_LENGTH, _WHERE), {"minutes": "15"}, {}
    if request.method == "POST":
        typed = typed_in(request, fields)
        try:
            record_visit(area, request.POST.get("kind", ""), typed["minutes"], typed["words"], viewer=viewer)
            note(request, "alteration", area=area, wrote="visit")
            return HttpResponseRedirect(reverse("beat-visits", args=[area]))
        except NotKept as refused:
            errors[refused.field] = str(refused)
    found = visits_of(area, clock.now() - timedelta(days=7), viewer=viewer)
    note(request, "beat-visits", area=area, visits=len(found))
    names = names_of_users(viewer=viewer)
    counts = published_counts(viewer.organisation, VISITED, area, viewer=viewer)
    minutes = sum(one.minutes for one in found)
    context = {
        **ground_context(ground, "beat-visits"),
        "sentence": f"{phrases.counted(len(found), 'visit')} in the last seven days, {phrases.number(minutes / 60, 1)} hours in all.",
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in fields],
        "error_list": list(errors.items()),
        "kinds": VISITS,
        "columns": columns("What", "Minutes", "Where or what", "Who", "When", numeric=("Minutes",)),
        "rows": [
            cells(one.kind, str(one.minutes), one.words, names.get(str(one.by), "Somebody"), phrases.date_time(one.at)) for one in found
        ],
        "month_columns": columns("Month", "Visits", "Hours", numeric=("Visits", "Hours")),
        "months": [cells(one.period, str(one.figures["visits"]), phrases.number(one.figures["minutes"] / 60, 1)) for one in counts],
    }
    return render(request, "neighbourhoods/visits.html", context, status=422 if errors else 200)
