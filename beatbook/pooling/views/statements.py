"""Pages of the shared company's books: what each member was billed, paid, and has in the reserve, every figure opening its journals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.money.ledger import year_name
from beatbook.money.sharing import RULE_WORDS, SharingRule
from beatbook.pooling import queries
from beatbook.pooling.books import SeenStatement, members_of, statement_of, years_of
from beatbook.pooling.wording import pounds
from beatbook.web import phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

LIST_COLUMNS = ("Member", "Year", "Billed", "Paid", "Share of the year’s result", "Carried forward", "Stands")
LINE_COLUMNS = ("Journal", "What", "Account", "Amount", "Contract")


@needs(Tool.FIGURES)
def statements(request: HttpRequest, company: str) -> HttpResponse:
    """Every statement of a company that this viewer may read."""
    found, names, closed = _statements(request, company)
    note(request, "consultation", company=company, statements=len(found))
    latest = [one for one in found if one.year == max((other.year for other in found), default=0)]
    carried = sum(one.carried_forward_pence for one in latest)
    drawn = [Bar(names.get(one.member, one.member), max(0, one.billed_pence) / 100, pounds(one.billed_pence)) for one in latest]
    context = {
        "company": names.get(company, company),
        "sentence": f"{phrases.upper_first(phrases.counted(len(latest), 'member'))} whose books you may see carry {pounds(carried)} forward"
        f" from {year_name(latest[0].year) if latest else 'no year'}.",
        "wide": bars(drawn, title="Billed in the latest year", id="billed", width=1060),
        "narrow": bars(drawn, title="Billed in the latest year", id="billed", width=350),
        "columns": columns_of(LIST_COLUMNS, {2, 3, 4, 5}),
        "rows": [_list_cells(one, company, names, closed) for one in found],
        "downloads": download_links("statements-file", company),
        "quote_columns": columns_of(("Member", "Contract", "Users", "Fixed price of a user, by year"), {2}),
        "quotes": [_quote_cells(one, names) for one in queries.quotes(company, viewer=request.viewer)],
    }
    return render(request, "pooling/statements.html", context)


@needs(Tool.FIGURES)
def statements_file(request: HttpRequest, company: str, form: str) -> HttpResponse:
    """The same statements as a file."""
    found, names, closed = _statements(request, company)
    note(request, "export", company=company, statements=len(found), form=form)
    rows = [_list_cells(one, company, names, closed) for one in found]
    return table_file(request, form, f"{names.get(company, company)}: statements", LIST_COLUMNS, rows, "statements")


@needs(Tool.FIGURES)
def statement(request: HttpRequest, company: str, member: str, year: int) -> HttpResponse:
    """One member's statement of one year, with every journal line that it is made of."""
    found, names, closed = _one(request, company, member, year)
    note(request, "consultation", company=company, member=member, year=year)
    rule, policy = closed.get(year, ("", ""))
    context = {
        "company": names.get(company, company),
        "company_code": company,
        "member": names.get(member, member),
        "year": year_name(year),
        "sentence": _sentence(found, names.get(member, member), is_closed=year in closed),
        "facts": _facts(found, rule, policy),
        "columns": columns_of(LINE_COLUMNS, {3}),
        "rows": _line_cells(found),
        "downloads": download_links("statement-file", company, member, year),
    }
    return render(request, "pooling/statement.html", context)


@needs(Tool.FIGURES)
def statement_file(request: HttpRequest, company: str, member: str, year: int, form: str) -> HttpResponse:
    """The lines of one statement as a file."""
    found, names, _ = _one(request, company, member, year)
    note(request, "export", company=company, member=member, year=year, form=form)
    title = f"{names.get(company, company)}: statement of {names.get(member, member)}, {year_name(year)}"
    return table_file(request, form, title, LINE_COLUMNS, _line_cells(found), "statement")


def _statements(request: HttpRequest, company: str) -> tuple[list[SeenStatement], dict[str, str], dict[int, tuple[str, str]]]:
    lines = queries.seen_lines(company, viewer=request.viewer)
    if not members_of(lines):
        raise Http404
    found = [statement_of(lines, member, year) for year in reversed(years_of(lines)) for member in members_of(lines)]
    return found, queries.force_names(viewer=request.viewer), queries.closes(company, viewer=request.viewer)


def _one(request: HttpRequest, company: str, member: str, year: int) -> tuple[SeenStatement, dict[str, str], dict[int, tuple[str, str]]]:
    found, names, closed = _statements(request, company)
    one = next((one for one in found if one.member == member and one.year == year), None)
    if one is None:
        raise Http404
    return one, names, closed


def _list_cells(one: SeenStatement, company: str, names: dict[str, str], closed: dict[int, tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"text": names.get(one.member, one.member), "href": reverse("statement", args=[company, one.member, one.year])},
        {"text": year_name(one.year)},
        *({"text": phrases.money(pence)} for pence in (one.billed_pence, one.paid_pence, one.this_year_pence, one.carried_forward_pence)),
        {"text": "Closed" if one.year in closed else "Open"},
    ]


def _quote_cells(one: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    prices = "; ".join(f"{year_name(year)} {phrases.money(pence)}" for year, pence in sorted(one.price_by_year.items()))
    return [{"text": names.get(one.member, one.member)}, {"text": one.contract}, {"text": f"{one.users:,}"}, {"text": prices}]


def _sentence(one: SeenStatement, name: str, *, is_closed: bool) -> str:
    owes = f"owes {pounds(one.owes_pence)}" if one.owes_pence > 0 else "owes nothing"
    kept = "a gain" if one.carried_forward_pence >= 0 else "a loss"
    carries = f"carries {kept} of {pounds(abs(one.carried_forward_pence))} forward"
    return f"{name} {owes} and {carries}" + ("." if is_closed else "; the year is open, so that its result is not shared yet.")


def _facts(one: SeenStatement, rule: str, policy: str) -> list[dict[str, str]]:
    facts = {
        "Share brought forward": phrases.money(one.brought_forward_pence),
        "Share of this year’s result": phrases.money(one.this_year_pence),
        "Returned to the member": phrases.money(one.returned_pence),
        "Share carried forward": phrases.money(one.carried_forward_pence),
        "Billed": phrases.money(one.billed_pence),
        "Paid": phrases.money(one.paid_pence),
        "Owed at the end": phrases.money(one.owes_pence),
    }
    if rule:
        facts["The result was shared"] = RULE_WORDS[SharingRule(rule)]
    if policy:
        facts["Policy on the reserve"] = policy
    return [{"key": key, "value": value} for key, value in facts.items()]


def _line_cells(one: SeenStatement) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": line.code},
            {"text": line.words},
            {"text": "Share of the reserve" if line.account.startswith("share:") else "Bills and payments"},
            {"text": phrases.money(line.pence)},
            {"text": line.contract},
        ]
        for line in one.lines
    ]
