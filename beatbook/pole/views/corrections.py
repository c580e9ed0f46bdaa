"""“Tell the source”: the road back to the system that owns a record."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.queries import sayings_of
from beatbook.pole.views import records
from beatbook.pole.views.asking import viewer_of
from beatbook.pole.views.joins import record_words
from beatbook.sources.actions import tell_source
from beatbook.vocabulary.errors import BeatbookError


@needs(Tool.TELL_SOURCE, task=True)
def tell(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """“Tell the source”: a correction goes to the system that owns the record; nothing here is replaced until it says so itself."""
    viewer = viewer_of(request)
    saying = sayings_of([record_id], viewer=viewer).get(record_id)
    if saying is None:
        raise Http404
    typed = {name: request.POST.get(name, "").strip()[:1000] for name in ("field", "now", "should", "reason")}
    errors = {}
    if request.method == "POST":
        if not typed["field"]:
            errors["field"] = "Choose what is wrong"
        if not typed["should"]:
            errors["should"] = "Enter what it should say"
        if not errors:
            try:
                tell_source(viewer=viewer, record_id=record_id, kind="correction", body=typed)
            except BeatbookError as refused:
                errors["field"] = str(refused)
            else:
                note(request, "disclosure", {record_id}, to=saying.system)
                return render(request, "pole/told.html", {"saying": saying, "back": records.address_of(saying)})
    note(request, "consultation", {record_id})
    context: dict[str, Any] = {
        "saying": saying,
        "words": record_words(saying),
        "typed": typed,
        "errors": errors,
        "back": records.address_of(saying),
    }
    return render(
        request, "pole/tell.html", context | {"fields": records.field_choices(saying, typed["field"])}, status=422 if errors else 200
    )
