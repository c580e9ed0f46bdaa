"""What is to be paid under a contract and why: its definition, a statement for each period, and what it would pay if nothing changed."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.suppliers import queries
from beatbook.suppliers.facts import ContractFacts, ReadingFacts, counted
from beatbook.suppliers.fee_design import NothingChanged, TooFewReadings, nothing_changed
from beatbook.suppliers.fee_terms import paid_by_period, past_of, terms_of
from beatbook.suppliers.fees import Band, FeeTerms, Line, Statement
from beatbook.suppliers.kpis import CATALOGUE
from beatbook.suppliers.pictures import per_cent
from beatbook.suppliers.views.cells import Cells, navigation, reading_url, viewer_of
from beatbook.suppliers.views.contracts import found_contract
from beatbook.suppliers.wording import period_words
from beatbook.web import phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.columns import Column, columns
from beatbook.web.tables import columns_of, download_links, table_file

RUNS = 100
TERMS = ("KPI", "Share of what is at risk", "What is credited", "Twice running", "Earned back", "Bonus")
STATEMENTS = ("Period", "Fee", "Credited", "Held", "Earned back", "Bonus", "To pay", "VAT", "Year")
LINES = ("Period", "KPI", "Reading", "Share credited", "Credited", "Held", "Earned back", "Bonus")
NAMES = {one.code: one.name for one in CATALOGUE}
Paid = list[tuple[str, Statement]]


def _found(request: HttpRequest, identifier: UUID) -> tuple[ContractFacts, FeeTerms, list[ReadingFacts], Paid]:
    one = found_contract(request, identifier)
    content = queries.fee_content(identifier, viewer=viewer_of(request))
    if content is None:
        raise Http404
    terms, readings = terms_of(content), queries.readings([identifier], viewer=viewer_of(request))
    return one, terms, readings, statements_of(terms, readings)


def statements_of(terms: FeeTerms, readings: Sequence[ReadingFacts]) -> Paid:
    """A statement for each period in which anything was asked for."""
    return paid_by_period(terms, counted(readings)[1], sorted({each.period for each in readings}))


@needs(Tool.FIGURES)
def fees_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The fee of a contract."""
    one, terms, readings, paid = _found(request, identifier)
    note(request, "figures", figure="fees", contract=str(identifier), periods=len(paid))
    closed = queries.closed_years(identifier, viewer=viewer_of(request))
    newest = paid[-1] if paid else None
    last = paid[-8:]
    off = [(period_words(period), _taken_off(each)) for period, each in last]
    wide = [Column(words, pence / 100, phrases.money(pence)) for words, pence in off]
    narrow = [Bar(words, pence / 100, phrases.money(pence)) for words, pence in off]
    context = {
        "one": one,
        "sentence": f"{period_words(newest[0])}: {_by_name(newest[1].reason)}"
        if newest
        else "Nothing was read yet, so that nothing can be worked out.",
        "facts": _facts(terms),
        "term_columns": columns_of(TERMS),
        "terms": _term_rows(terms),
        "wide": columns(wide, width=1060, title="Credited or held in each period", id="off") if wide else "",
        "narrow": bars(narrow, width=350, title="Credited or held in each period", id="off") if narrow else "",
        "columns": columns_of(STATEMENTS, {1, 2, 3, 4, 5, 6, 7}),
        "rows": [_statement_cells(period, each, closed) for period, each in reversed(paid)],
        "line_columns": columns_of(LINES, {4, 5, 6, 7}),
        "lines": _line_rows(paid, readings),
        "downloads": download_links("fees-file", identifier),
        "unchanged": _unchanged(terms, readings),
        "sections": navigation("contracts"),
    }
    return render(request, "suppliers/fees.html", context)


@needs(Tool.FIGURES)
def fees_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """Every line of every statement as a file."""
    one, _, readings, paid = _found(request, identifier)
    rows = _line_rows(paid, readings)
    note(request, "export", figure="fees", contract=str(identifier), rows=len(rows), form=form)
    return table_file(request, form, f"Fee statements of {one.title or one.ocid}", LINES, rows, "fees")


def _taken_off(one: Statement) -> int:
    return sum(line.credit_pence + line.held_pence for line in one.lines)


def _by_name(said: str) -> str:
    for code, name in NAMES.items():
        said = said.replace(code, name)
    return re.sub(r"(was [\d.]+):", r"\1%:", said)


def _facts(terms: FeeTerms) -> list[dict[str, str]]:
    return [
        {"key": "Fee of a period", "value": f"{phrases.money(terms.fee_pence)} without VAT"},
        {"key": "At risk", "value": f"{per_cent(terms.at_risk)}: at most {phrases.money(int(terms.cap))} of a period can be credited"},
        {"key": "Bonuses", "value": f"at most {per_cent(terms.bonus_cap)} of the fee" if terms.bonus_cap else "none"},
        {"key": "VAT", "value": per_cent(terms.vat)},
    ]


def _term_rows(terms: FeeTerms) -> list[Cells]:
    return [
        [
            {"text": NAMES.get(one.kpi, one.kpi)},
            {"text": per_cent(one.weight)},
            {"text": "; ".join(_band_words(band) for band in one.bands)},
            {"text": f"{float(one.repeat):g} times the credit" if one.repeat != 1 else "the same credit"},
            {"text": "yes, by the next period that earns no credit" if one.earn_back else "no"},
            {"text": f"{per_cent(one.bonus)} of the fee, beyond usual variation only" if one.bonus else "none"},
        ]
        for one in terms.terms
    ]


def _band_words(band: Band) -> str:
    ends = [None if end is None else f"{float(end):g}" for end in (band.low, band.high)]
    span = f"below {ends[1]}%" if ends[0] is None else f"{ends[0]}% and more" if ends[1] is None else f"{ends[0]} to {ends[1]}%"
    return f"{span}: {per_cent(band.credit) if band.credit else 'nothing'}"


def _statement_cells(period: str, one: Statement, closed: Sequence[int]) -> Cells:
    sums = [sum(getattr(line, name) for line in one.lines) for name in ("credit_pence", "held_pence", "earned_back_pence", "bonus_pence")]
    texts = [phrases.money(pence) for pence in (one.fee_pence, *sums, one.net_pence, one.vat_pence)]
    return [
        {"text": period_words(period)},
        *({"text": text} for text in texts),
        {"text": "closed" if int(period[:4]) in closed else "open"},
    ]


def _line_rows(paid: Paid, readings: Sequence[ReadingFacts]) -> list[Cells]:
    known = {(each.period, each.kpi_code): each for each in readings}
    return [_line_cells(period, line, known.get((period, line.kpi))) for period, one in reversed(paid) for line in one.lines]


def _line_cells(period: str, line: Line, reading: ReadingFacts | None) -> Cells:
    opens: dict[str, Any] = {"href": reading_url(reading)} if reading else {}
    said = "no reading: held" if line.reading is None else f"{float(line.reading.value):.4g}%"
    notes = [
        word for word, holds in (("disputed", line.reading and line.reading.disputed), ("a second failure running", line.repeated)) if holds
    ]
    amounts = (line.credit_pence, line.held_pence, line.earned_back_pence, line.bonus_pence)
    return [
        {"text": period_words(period)},
        {"text": NAMES.get(line.kpi, line.kpi)},
        {"text": said, **opens, "note": ", ".join(notes)},
        {"text": "not known" if line.band is None else per_cent(line.band) if line.band else "nothing"},
        *({"text": phrases.money(pence)} for pence in amounts),
    ]


def _unchanged(terms: FeeTerms, readings: Sequence[ReadingFacts]) -> str:
    """What the terms would pay if every KPI stayed as it was, in a sentence."""
    try:
        found = nothing_changed(terms, past_of(terms, counted(readings)[1]), runs=RUNS)
    except TooFewReadings as few:
        return str(few)
    return _unchanged_words(terms, found)


def _unchanged_words(terms: FeeTerms, found: NothingChanged) -> str:
    low, mean, high = (phrases.money(round(pence)) for pence in (found.low_pence, found.net_pence, found.high_pence))
    return (
        f"If nothing changed, a period of {phrases.money(terms.fee_pence)} would pay {mean} on average, and between {low} and {high} in nine periods of ten;"
        f" {found.share_credited:.0%} of periods would have a credit, from chance alone. Past readings were drawn again and again: {12 * RUNS:,} periods."
    )
