"""A supplier: what it provides to whom, under which names it is known, and how well its contracts are kept."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.suppliers import queries
from beatbook.suppliers.facts import ReadingFacts, SupplierFacts, counted
from beatbook.suppliers.pictures import score_chart
from beatbook.suppliers.scorecard import Score, scores
from beatbook.suppliers.views.cells import (
    BUYERS,
    CONTRACTS,
    NAMES,
    SCORES,
    Cells,
    buyer_rows,
    contract_cells,
    contract_url,
    navigation,
    score_cells,
    viewer_of,
)
from beatbook.suppliers.wording import buyers_of, score_sentence, supplier_sentence, whole_pounds
from beatbook.web import clock
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

BY_CONTRACT = ("Contract", "Buyer", *SCORES)
MOST = 100


def _found(request: HttpRequest, identifier: UUID) -> SupplierFacts:
    found = queries.supplier(identifier, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


@needs(Tool.FIGURES)
def supplier_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One supplier."""
    one, names = _found(request, identifier), queries.organisation_names(viewer=viewer_of(request))
    note(request, "figures", figure="supplier", supplier=str(one.id), contracts=len(one.contracts))
    buyers = buyer_rows(one.contracts, names)
    drawn = [Bar(name, pence / 100, whole_pounds(pence)) for name, _, pence, _ in buyers[:12]]
    context = {
        "one": one,
        "sentence": supplier_sentence(one, clock.today()),
        "wide": bars(drawn, width=1060, title="Worth by buyer, the most first", id="buyers", label_room=300),
        "narrow": bars(drawn, width=350, title="Worth by buyer, the most first", id="buyers", label_room=150, wrap=True),
        "buyer_columns": columns_of(BUYERS, {1, 2, 3}),
        "buyers": _buyer_cells(buyers),
        "columns": columns_of(CONTRACTS, {4, 5}),
        "rows": [contract_cells(contract, names) for contract in one.contracts[:MOST]],
        "left": max(0, len(one.contracts) - MOST),
        "downloads": download_links("supplier-file", one.id),
        "name_columns": columns_of(NAMES, {2}),
        "names": [
            [
                {"text": each.name},
                {"text": each.number or "none given"},
                {"text": f"{each.contracts:,}"},
                {"text": each.why or "the commonest name"},
            ]
            for each in one.names
        ],
        "sections": navigation("suppliers"),
    }
    return render(request, "suppliers/supplier.html", context)


def _buyer_cells(rows: list[tuple[str, int, int, int]]) -> list[Cells]:
    return [
        [{"text": name}, {"text": f"{count:,}"}, {"text": whole_pounds(pence)}, {"text": whole_pounds(paid)}]
        for name, count, pence, paid in rows
    ]


@needs(Tool.FIGURES)
def supplier_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """Its contracts as a file."""
    one, names = _found(request, identifier), queries.organisation_names(viewer=viewer_of(request))
    note(request, "export", figure="supplier", supplier=str(one.id), rows=len(one.contracts), form=form)
    rows = [contract_cells(contract, names) for contract in one.contracts]
    return table_file(request, form, f"Contracts of {one.name}", CONTRACTS, rows, "supplier-contracts")


def _readings(request: HttpRequest, one: SupplierFacts) -> list[ReadingFacts]:
    return queries.readings([contract.id for contract in one.contracts], viewer=viewer_of(request))


def scores_of(readings: list[ReadingFacts]) -> tuple[Score, ...]:
    """A score for each KPI of these readings."""
    return scores(*counted(readings))


@needs(Tool.FIGURES)
def scorecard_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """How well a supplier's contracts are kept, by the shared definitions, together and contract by contract."""
    one = _found(request, identifier)
    readings = _readings(request, one)
    found = scores_of(readings)
    note(request, "figures", figure="scorecard", supplier=str(one.id), readings=len(readings))
    context = {
        "one": one,
        "sentence": score_sentence(found),
        "wide": score_chart(found),
        "narrow": score_chart(found, width=350),
        "columns": columns_of(SCORES, {4, 5, 6}),
        "rows": [score_cells(score) for score in found],
        "contract_columns": columns_of(BY_CONTRACT, {6, 7, 8}),
        "by_contract": _by_contract(request, one, readings),
        "downloads": download_links("scorecard-file", one.id),
        "sections": navigation("suppliers"),
    }
    return render(request, "suppliers/scorecard.html", context)


@needs(Tool.FIGURES)
def scorecard_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """The scorecard by contract as a file."""
    one = _found(request, identifier)
    rows = _by_contract(request, one, _readings(request, one))
    note(request, "export", figure="scorecard", supplier=str(one.id), rows=len(rows), form=form)
    return table_file(request, form, f"Scorecard of {one.name}", BY_CONTRACT, rows, "scorecard")


def _by_contract(request: HttpRequest, one: SupplierFacts, readings: list[ReadingFacts]) -> list[Cells]:
    names, rows = queries.organisation_names(viewer=viewer_of(request)), []
    for contract in one.contracts:
        own = [reading for reading in readings if reading.contract == contract.id]
        head: Cells = [{"text": contract.title or contract.ocid, "href": contract_url(contract)}, {"text": buyers_of(contract, names)}]
        rows += [[*head, *score_cells(score)] for score in scores_of(own)]
    return rows
