"""Forms by which people say what they know of a place, and end what no longer holds."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.tension.actions import AssessmentRefused, end_assessment, write_assessment
from beatbook.tension.assessing import ASPECTS, HANDLING, INFORMATION, LEVELS, SOURCES
from beatbook.tension.queries import assessment
from beatbook.tension.signals import NAMES
from beatbook.tension.views.places import name_of
from beatbook.web import clock

TYPED = ("aspect", "about", "theme", "level", "reason", "source_grade", "information_grade", "handling", "action", "until")


@needs(Tool.TENSION)
def write(request: HttpRequest, area: str) -> HttpResponse:
    """Says what is experienced, what could come, or why a count misleads."""
    name = name_of(area)
    note(request, "tension", area=area)
    typed = {one: request.POST.get(one, "") for one in TYPED}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            write_assessment(area, typed, today=clock.today(), viewer=request.viewer)
            return HttpResponseRedirect(reverse("tension-area", args=[area]))
        except AssessmentRefused as refused:
            errors = refused.errors
    context = {
        "area": area,
        "name": name,
        "typed": typed,
        "errors": errors,
        "aspects": _choices(ASPECTS, typed["aspect"]),
        "signals": [{"value": "", "label": "None"}, *_choices(NAMES, typed["about"])],
        "levels": _choices({str(level): words for level, words in LEVELS.items()}, typed["level"]),
        "sources": _choices(SOURCES, typed["source_grade"]),
        "information": _choices(INFORMATION, typed["information_grade"]),
        "handling": _choices(HANDLING, typed["handling"]),
    }
    return render(request, "tension/write.html", context, status=422 if errors else 200)


@needs(Tool.TENSION)
def end(request: HttpRequest, area: str, assessment_id: UUID) -> HttpResponse:
    """Ends an assessment, with the reason."""
    name, found = name_of(area), assessment(assessment_id, viewer=request.viewer)
    if found is None or found.area != area or not found.level:
        raise Http404
    note(request, "tension", area=area, assessment=str(assessment_id))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            if not end_assessment(assessment_id, reason=request.POST.get("reason", ""), today=clock.today(), viewer=request.viewer):
                raise Http404
            return HttpResponseRedirect(reverse("tension-area", args=[area]))
        except AssessmentRefused as refused:
            errors = refused.errors
    context = {"area": area, "name": name, "said": found, "errors": errors, "typed": request.POST.get("reason", "")}
    return render(request, "tension/end.html", context, status=422 if errors else 200)


def _choices(known: Any, chosen: str) -> list[dict[str, Any]]:
    return [{"value": code, "label": words, "checked": code == chosen} for code, words in known.items()]
