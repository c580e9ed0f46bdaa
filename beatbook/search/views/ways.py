"""Whom somebody means at the other end of a way: found by what is typed, as in the one box, instead of by an address that is copied."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.search.asking import Asked, Kind, read_asked
from beatbook.search.queries import Results, search
from beatbook.web import clock

ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@needs(Tool.SEARCH, task=True)
def way_to(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """People who answer what was typed, each with the way to them; the address of a person's page leads there at once."""
    asked = read_asked(request.GET.dict()).narrowed(kind=Kind.PERSON.value)
    if named := ID.search(asked.typed):
        note(request, "search", typed=asked.typed)
        return HttpResponseRedirect(_way(record_id, named[0]))
    found = search(asked, viewer=request.viewer, today=clock.today()) if asked.typed else Results(Asked(""))
    note(request, "search", found.record_ids, typed=asked.typed, query=asked.query(), total=found.records)
    people = [{"one": one, "way": _way(record_id, str(one.record_id))} for one in found.people]
    context = {"record_id": record_id, "typed": asked.typed, "people": people, "more": found.total > len(people)}
    return render(request, "search/way_to.html", context)


def _way(record_id: UUID, other: str) -> str:
    return f"{reverse('person-path', args=[record_id])}?to={other}"
