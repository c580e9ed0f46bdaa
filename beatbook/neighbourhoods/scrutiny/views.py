"""Packs of searches for the community's scrutiny panel: drawn by lot, read on a page, printed, and what the panel decided of each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.measures.where import Period
from beatbook.neighbourhoods.scrutiny.actions import DECISIONS, SIZES, SORTS, decide, make_pack
from beatbook.neighbourhoods.scrutiny.queries import PackRow, pack_named, packs
from beatbook.neighbourhoods.scrutiny.redaction import PanelRecord
from beatbook.neighbourhoods.views.staff import cells, columns, last_month, month_typed, viewer_of
from beatbook.neighbourhoods.work.actions import NotKept
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, typed_in

MONTH_HINT = "For example, 3/2027"
_LOT = (
    Field("first", "From which month?", hint=MONTH_HINT, width="10"),
    Field("last", "To which month?", hint=MONTH_HINT, width="10"),
    Field("sort", "Which searches?", "radios", items=[(one, phrases.upper_first(words)) for one, words in SORTS.items()]),
    Field("size", "How many?", "select", items=[(str(one), str(one)) for one in SIZES]),
)
FACTS: dict[str, Callable[[PanelRecord], str]] = {
    "When": lambda one: f"{one.month}, {one.part_of_day}",
    "Where": lambda one: one.neighbourhood,
    "Kind": lambda one: one.kind,
    "Law": lambda one: one.legislation,
    "Looked for": lambda one: one.sought,
    "Outcome": lambda one: one.outcome,
    "Was what was looked for found?": lambda one: one.linked,
    "More than outer clothing removed": lambda one: one.outer_clothing,
    "Age": lambda one: one.age_range,
    "Ethnic group, as the officer saw it": lambda one: one.ethnicity,
}


@needs(Tool.SCRUTINY, task=True)
def scrutiny(request: HttpRequest) -> HttpResponse:
    """Every pack, and the form that draws another."""
    viewer, today = viewer_of(request), clock.today()
    month = f"{last_month(today):%m/%Y}"
    typed: dict[str, Any] = {"first": month, "last": month, "sort": "all", "size": "10"}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = typed_in(request, _LOT)
        first, last = month_typed(typed["first"]), month_typed(typed["last"])
        if first is None or last is None or first > last:
            errors["first"] = f"Give two months, the earlier first. {MONTH_HINT}"
        else:
            try:
                made = make_pack(Period(first, last), typed["size"], typed["sort"], viewer=viewer)
                note(request, "alteration", wrote="scrutiny pack", pack=str(made))
                return HttpResponseRedirect(reverse("scrutiny-pack", args=[made]))
            except NotKept as refused:
                errors["first" if refused.field == "month" else refused.field] = str(refused)
    found = packs(viewer=viewer)
    note(request, "scrutiny-packs", packs=len(found))
    context = {
        "caption": "Stop and search",
        "sentence": f"{phrases.counted(len(found), 'pack has', 'packs have')} been made. A pack names nobody; who made it, and who opened it, is in the log.",
        "columns": columns("Pack", "Searches", "Drawn from", "Made", numeric=("Searches", "Drawn from")),
        "rows": [
            cells(
                {"text": one.title, "href": reverse("scrutiny-pack", args=[one.id])},
                str(len(one.records)),
                str(one.drawn_from),
                phrases.date_time(one.at),
            )
            for one in found
        ],
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in _LOT],
        "error_list": list(errors.items()),
    }
    return render(request, "neighbourhoods/packs.html", context, status=422 if errors else 200)


@needs(Tool.SCRUTINY, task=True)
def pack(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """One pack: to read, to print, and to write what was decided."""
    viewer = viewer_of(request)
    found = pack_named(pack_id, viewer=viewer)
    if found is None:
        raise Http404
    fields = _decision_fields(found)
    typed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = typed_in(request, fields)
        try:
            number = int(typed["number"]) if typed["number"].isascii() and typed["number"].isdigit() else 0
            decide(pack_id, number, typed["decision"], typed["words"], viewer=viewer)
            note(request, "alteration", wrote="panel decision", pack=str(pack_id), number=number)
            return HttpResponseRedirect(f"{reverse('scrutiny-pack', args=[pack_id])}#record-{number}")
        except NotKept as refused:
            errors["decision"] = str(refused)
    note(request, "scrutiny-pack", pack=str(pack_id), searches=len(found.records))
    names = names_of_users(viewer=viewer)
    context = {
        "caption": "For the community’s scrutiny panel",
        "pack": found,
        "records": [
            {
                "number": number,
                "record": one,
                "facts": _facts(one),
                "decisions": [(said, words, names.get(str(by), "Somebody"), at) for said, words, by, at in found.decisions.get(number, ())],
            }
            for number, one in enumerate(found.records, start=1)
        ],
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in fields],
        "error_list": list(errors.items()),
    }
    return render(request, "neighbourhoods/pack.html", context, status=422 if errors else 200)


def _facts(one: PanelRecord) -> list[dict[str, str]]:
    return [{"key": label, "value": told(one)} for label, told in FACTS.items()]


def _decision_fields(found: PackRow) -> tuple[Field, ...]:
    numbers = [(str(number), f"Search {number}") for number in range(1, len(found.records) + 1)]
    return (
        Field("number", "Which search?", "select", items=numbers),
        Field("decision", "What did the panel decide?", "radios", items=[(one, one) for one in DECISIONS]),
        Field("words", "Why, and what should be learnt?", "textarea", rows=3),
    )
