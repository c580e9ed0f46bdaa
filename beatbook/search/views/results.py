"""The one box: its results with their facets, why each stands where it does, as a file, and the door of an address."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.queries import sources_line
from beatbook.search.asking import Asked, Sort, read_asked
from beatbook.search.facets import Facet
from beatbook.search.files import results_sheet
from beatbook.search.queries import MOST_RECORDS, ON_A_PAGE, Results, search
from beatbook.search.saved.actions import remember
from beatbook.search.saved.queries import kept_searches, recent_searches
from beatbook.search.typed import How
from beatbook.search.views.cells import EVENT_COLUMNS, event_cells, thing_line
from beatbook.search.weighing import Answer
from beatbook.vocabulary.identifiers import address_key
from beatbook.web import clock, phrases
from beatbook.web.takeaway import Form, Taking, answer

FILES = (("Download as CSV", "csv"), ("as XLSX", "xlsx"), ("places as GeoJSON", "geojson"))
FACET_WORDS = {"kind": "What", "system": "Source", "area": "Area", "year": "Year it happened"}
SORT_WORDS = {Sort.BEST: "Best match first", Sort.NEWEST: "Newest first"}
WHY_COLUMNS = [{"label": "Typed"}, {"label": "Answered by"}, {"label": "How"}, {"label": "Worth, in bits", "numeric": True}]


@needs(Tool.SEARCH, task=True)
def results(request: HttpRequest) -> HttpResponse:
    """What answers the box. Every filter is in the address, so that a search can be kept, sent and repeated."""
    asked = read_asked(request.GET.dict())
    found = search(asked, viewer=request.viewer, today=clock.today()) if asked.typed else Results(asked)
    note(request, "search", found.record_ids, typed=asked.typed, query=asked.query(), total=found.records)
    kept: dict[str, Any] = {}
    if not asked.typed:
        kept = {"recent": _links(recent_searches(viewer=request.viewer)), "saved": kept_searches(viewer=request.viewer)}
    elif not request.htmx and asked.page == 1:
        remember(asked, viewer=request.viewer)
    return render(request, "search/results.html", _context(found) | kept | {"sources": sources_line(viewer=request.viewer)})


@needs(Tool.SEARCH, task=True)
def results_file(request: HttpRequest, form: str) -> HttpResponse:
    """The results of a search as a file: the same set, in the same order, as the pages of that address."""
    asked = read_asked(request.GET.dict())
    if form not in list(Form) or not asked.typed:
        raise Http404
    found = search(asked, viewer=request.viewer, today=clock.today(), whole=True)
    note(request, "export", found.record_ids, typed=asked.typed, query=asked.query(), total=found.records, form=form)
    return answer(results_sheet(found), Form(form), Taking(request.viewer.display_name, clock.local_now()), name="search")


@needs(Tool.SEARCH, task=True)
def door(request: HttpRequest) -> HttpResponse:
    """From an address as typed to the page of that address, or to the search when no system names it in just that way."""
    typed = " ".join(request.GET.get("address", "").split())[:200]
    found = search(Asked(typed), viewer=request.viewer, today=clock.today()) if address_key(typed) else None
    note(request, "search", found.record_ids if found else set(), typed=typed)
    named = any(one.how == How.EXACT for answers in (found.answers.values() if found else ()) for one in answers)
    if named and (key := address_key(typed)):
        return HttpResponseRedirect(reverse("thing", args=["address", key]))
    return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': typed})}")


def _links(searches: Iterable[Asked]) -> list[tuple[str, str]]:
    return [(one.typed, _address(one)) for one in searches]


def _context(found: Results) -> dict[str, Any]:
    asked = found.asked
    live = urlencode({"seen": found.fingerprint}) + "&" + asked.query()
    return {
        "results": found,
        "live_url": f"{reverse('search-live')}?{live}" if asked.typed else "",
        "saved_url": f"{reverse('saved-searches')}?{asked.narrowed().query()}",
        "asked": asked,
        "typed": asked.typed,
        "most": MOST_RECORDS,
        "sentence": _sentence(found),
        "files": [(label, f"{reverse('search-file', args=[form])}?{asked.narrowed().query()}") for label, form in FILES],
        "people": [{"one": one, "why": _why_rows(one.answers), "bits": one.bits} for one in found.people],
        "events": [event_cells(saying) for saying in found.events],
        "event_columns": EVENT_COLUMNS,
        "why_columns": WHY_COLUMNS,
        "things": [thing_line(saying) for saying in found.things],
        "facets": [_facet(facet, asked) for facet in found.facets],
        "sorts": [(words, _address(asked.narrowed(sort=sort)), sort == asked.sort) for sort, words in SORT_WORDS.items()],
        "chosen": [(words, _address(asked.narrowed(**{name: ""}))) for name, words in _choices(found)],
        **_pages(found),
    }


def _sentence(found: Results) -> str:
    """What was found, in one sentence; it says when only the best were read."""
    if not found.records:
        return ""
    said = f"{phrases.counted(found.records, 'record')} that you may see "
    said += "answers" if found.records == 1 else "answer"
    if found.more:
        return f"{said}; the best {phrases.number(MOST_RECORDS)} are shown, as {phrases.counted(found.total, 'result')}."
    return f"{said}, shown as {phrases.counted(found.total, 'result')}."


def _choices(found: Results) -> Iterable[tuple[str, str]]:
    for facet in found.facets:
        for value in facet.values:
            if value.chosen:
                yield facet.name, f"{FACET_WORDS[facet.name]}: {value.label}"


def _facet(facet: Facet, asked: Asked) -> dict[str, Any]:
    values = [
        (
            value.label,
            value.records,
            _address(asked.narrowed(**{facet.name: "" if value.chosen else _typed_value(facet.name, value.value)})),
            value.chosen,
        )
        for value in facet.values
    ]
    return {"name": FACET_WORDS[facet.name], "values": values, "more": facet.more}


def _typed_value(name: str, value: str) -> str | int:
    return int(value) if name == "year" else value


def _address(asked: Asked) -> str:
    return f"{reverse('search')}?{asked.query()}"


def _pages(found: Results) -> dict[str, Any]:
    page, last = found.asked.page, found.pages
    at = {number: f"{reverse('search')}?{found.asked.narrowed(page=number).query()}" for number in range(1, last + 1)}
    return {
        "previous_url": at.get(page - 1),
        "next_url": at.get(page + 1),
        "pages": [{"number": number, "url": url, "current": number == page} for number, url in at.items()] if last > 1 else [],
        "first": (page - 1) * ON_A_PAGE + 1,
    }


def _why_rows(answers: Iterable[Answer]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": one.words},
            {"text": one.value or "its sound or shape"},
            {"text": phrases.upper_first(one.how)},
            {"text": f"{one.bits:.1f}"},
        ]
        for one in answers
    ]
