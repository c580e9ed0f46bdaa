"""Lists of the room: suppliers, contracts, and what of files was refused, mended or tied to nobody."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.suppliers import queries
from beatbook.suppliers.facts import ContractFacts, SupplierFacts
from beatbook.suppliers.views.cells import CONTRACTS, SUPPLIERS, Cells, contract_cells, navigation, supplier_cells, viewer_of
from beatbook.suppliers.wording import ending, whole_pounds
from beatbook.web import clock, phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.columns import Column, columns
from beatbook.web.tables import columns_of, download_links, table_file

MOST = 120
LEFT_OUT = ("File", "Notice or row", "Where", "Why", "What stood there")


@needs(Tool.FIGURES)
def supplier_list(request: HttpRequest) -> HttpResponse:
    """Every supplier of the contracts that the viewer may see."""
    found = queries.suppliers(viewer=viewer_of(request))
    note(request, "figures", figure="suppliers", rows=len(found))
    names = sum(len(one.spellings) for one in found)
    contracts = {one.id: one for supplier in found for one in supplier.contracts}
    most = sorted(found, key=lambda one: (-one.pence, one.name))[:12]
    drawn = [Bar(one.name, one.pence / 100, whole_pounds(one.pence)) for one in found if one in most]
    context = {
        "sentence": f"{phrases.counted(len(found), 'supplier')} {'has' if len(found) == 1 else 'have'} {phrases.counted(len(contracts), 'contract')}"
        f" that you may see; they are known under {phrases.counted(names, 'name')}.",
        "wide": bars(drawn, width=1060, title="Worth of contracts by supplier", id="worth"),
        "narrow": bars(drawn, width=350, title="Worth of contracts by supplier", id="worth", label_room=130, wrap=True),
        "columns": columns_of(SUPPLIERS, {1, 2, 3}),
        "rows": _supplier_rows(found),
        "downloads": download_links("suppliers-file"),
        "sections": navigation("suppliers"),
    }
    return render(request, "suppliers/suppliers.html", context)


@needs(Tool.FIGURES)
def suppliers_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same suppliers as a file."""
    rows = _supplier_rows(queries.suppliers(viewer=viewer_of(request)))
    note(request, "export", figure="suppliers", rows=len(rows), form=form)
    return table_file(request, form, "Suppliers", SUPPLIERS, rows, "suppliers")


def _supplier_rows(found: Sequence[SupplierFacts]) -> list[Cells]:
    today, rows = clock.today(), []
    for one in found:
        soon = ending(one.contracts, today)
        rows.append(supplier_cells(one, phrases.long_date(soon[0].last_day) if soon else "none within 24 months"))
    return rows


def _contracts(request: HttpRequest) -> list[ContractFacts]:
    """Contracts by their end, those that have not ended first; of one buyer when it is named."""
    today, buyer = clock.today(), request.GET.get("buyer", "")
    found = [
        one for one in queries.contracts(viewer=viewer_of(request)) if not buyer or buyer in {party.organisation for party in one.buyers}
    ]
    return sorted(
        found, key=lambda one: (one.last_day is not None and one.last_day < today, one.last_day is None, str(one.last_day), one.title)
    )


@needs(Tool.FIGURES)
def contract_list(request: HttpRequest) -> HttpResponse:
    """Every contract, the soonest end first, and what ends in each year."""
    found, names, today = _contracts(request), queries.organisation_names(viewer=viewer_of(request)), clock.today()
    note(request, "figures", figure="contracts", rows=len(found))
    soon = ending(found, today)
    by_year = {
        year: [one for one in found if one.last_day and one.last_day >= today and one.last_day.year == year]
        for year in range(today.year, today.year + 6)
    }
    sums = [(str(year), sum(one.pence or 0 for one in own), len(own)) for year, own in by_year.items()]
    drawn = [Column(year, pence / 100, whole_pounds(pence)) for year, pence, _ in sums]
    narrow = [Bar(year, pence / 100, whole_pounds(pence)) for year, pence, _ in sums]
    context = {
        "sentence": f"{phrases.counted(len(soon), 'contract')} worth {whole_pounds(sum(one.pence or 0 for one in soon))}"
        f" {'ends' if len(soon) == 1 else 'end'} within 24 months, of {len(found):,} that you may see.",
        "wide": columns(drawn, width=1060, title="Worth of contracts by the year in which they end", id="ends"),
        "narrow": bars(narrow, width=350, title="Worth of contracts by the year in which they end", id="ends"),
        "columns": columns_of(CONTRACTS, {4, 5}),
        "rows": [contract_cells(one, names) for one in found[:MOST]],
        "left": max(0, len(found) - MOST),
        "downloads": [
            (words, f"{url}?{request.GET.urlencode()}" if request.GET else url) for words, url in download_links("contracts-file")
        ],
        "buyer": names.get(request.GET.get("buyer", ""), ""),
        "mine": viewer_of(request).organisation,
        "mine_name": names.get(viewer_of(request).organisation, ""),
        "sections": navigation("contracts"),
    }
    return render(request, "suppliers/contracts.html", context)


@needs(Tool.FIGURES)
def contracts_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same contracts as a file."""
    found, names = _contracts(request), queries.organisation_names(viewer=viewer_of(request))
    note(request, "export", figure="contracts", rows=len(found), form=form)
    return table_file(request, form, "Contracts", CONTRACTS, [contract_cells(one, names) for one in found], "contracts")


@needs(Tool.FIGURES)
def left_out(request: HttpRequest) -> HttpResponse:
    """What could not be taken, which buyers are tied to nobody, and what was mended on the way in."""
    viewer = viewer_of(request)
    refused, mended = (queries.load_notes(viewer=viewer, outcome=outcome) for outcome in ("refused", "mended"))
    untied = _untied(request)
    note(request, "figures", figure="left-out", refused=len(refused), mended=len(mended), untied=len(untied))
    context = {
        "sentence": f"{phrases.counted(len(refused), 'fault')} could not be taken, {phrases.counted(len(untied), 'buyer')}"
        f" {'is' if len(untied) == 1 else 'are'} tied to no organisation, and {phrases.counted(len(mended), 'fault')} could be mended.",
        "columns": columns_of(LEFT_OUT),
        "refused": _note_rows(refused[:MOST]),
        "mended": _note_rows(mended[:MOST]),
        "more": max(0, len(mended) - MOST),
        "untied_columns": columns_of(("Buyer, as said", "Contracts", "It could be"), {1}),
        "untied": untied,
        "downloads": download_links("suppliers-left-out-file"),
        "sections": navigation("suppliers-left-out"),
    }
    return render(request, "suppliers/left_out.html", context)


@needs(Tool.FIGURES)
def left_out_file(request: HttpRequest, form: str) -> HttpResponse:
    """What was refused and mended, as a file."""
    viewer = viewer_of(request)
    rows = [row for outcome in ("refused", "mended") for row in _note_rows(queries.load_notes(viewer=viewer, outcome=outcome))]
    note(request, "export", figure="left-out", rows=len(rows), form=form)
    return table_file(request, form, "Refused and mended", LEFT_OUT, rows, "left-out")


def _note_rows(found: list[queries.NoteFacts]) -> list[Cells]:
    return [
        [
            {"text": one.file},
            {"text": one.release or "the file"},
            {"text": one.path or "all of it"},
            {"text": phrases.upper_first(one.reason), "note": one.outcome},
            {"text": one.said[:120] or "—"},
        ]
        for one in found
    ]


def _untied(request: HttpRequest) -> list[Cells]:
    names = queries.organisation_names(viewer=viewer_of(request))
    found: dict[str, tuple[int, str]] = {}
    for one in queries.contracts(viewer=viewer_of(request)):
        for buyer in one.buyers:
            if not buyer.organisation:
                count, could_be = found.get(buyer.name, (0, buyer.tied_by))
                found[buyer.name] = (count + 1, could_be)
    return [
        [
            {"text": name},
            {"text": f"{count:,}"},
            {"text": phrases.sentence_list(names.get(code, code) for code in could_be.split("; ") if code) or "nobody in the register"},
        ]
        for name, (count, could_be) in sorted(found.items())
    ]
