"""Figures of money: run, mandated and innovation; the lines behind each pound; the years ahead."""

from beatbook.technology.catalogue import definition
from beatbook.technology.queries import ledger_years, lines_of, plan_lines, spend_by_force, spend_by_year
from beatbook.technology.spending import Shares, Spend, year_words, years_ahead
from beatbook.technology.views.figures import NARROW, Asking, Figure, Names, Row, Section, cell, figure_url, own_force, pounds
from beatbook.web import phrases
from beatbook.web.svg.split import Whole, split

UPLIFT = 0.03  # a year, stated on the page: what running costs grow by when nothing is done
YEARS_AHEAD = 4
_SHARES = [(spend.value.capitalize(), True) for spend in Spend]


def spend(asking: Asking) -> Figure:
    """One force's spend by year, beside the others that may be seen, and the years ahead."""
    names = Names(asking)
    years = ledger_years(viewer=asking.viewer)
    if not years:
        return Figure("spend", "Spend", "No ledger is open to you. Bring one in to see run, mandated and innovation by one definition.", [])
    others = spend_by_force(viewer=asking.viewer, year=_year(asking, years))
    owners = sorted({*others, *(owner for year in years for owner in spend_by_force(viewer=asking.viewer, year=year))})
    force = own_force(asking, names, owners)
    own = spend_by_year(viewer=asking.viewer, owner=force)
    year = max(own)
    shares = own[year]
    sentence = (
        f"In {year_words(year)} {names.whole(force)} spent {pounds(shares.total)} on technology:"
        f" {_said(shares, Spend.RUN)} to run what there is, {_said(shares, Spend.MANDATED)} on mandated change,"
        f" {_said(shares, Spend.INNOVATION)} on its own innovation, and {_said(shares, Spend.UNCLASSIFIED)} falls under no rule."
    )
    sections = [
        _by_year(own, force, names),
        _ahead(asking, force, year, shares.total),
        _beside(others, _year(asking, years), names),
        _rules(),
    ]
    return Figure("spend", f"Spend: {names.whole(force)}", sentence, sections)


def _year(asking: Asking, years: list[int]) -> int:
    return next((year for year in years if str(year) == asking.query.get("year")), years[0])


def _said(shares: Shares, spend: Spend) -> str:
    return f"{shares.share(spend) or 0:.1%}"


def _parts(shares: Shares) -> list[tuple[str, float]]:
    return [(one.value, shares.share(one) or 0.0) for one in Spend]


def _by_year(own: dict[int, Shares], force: str, names: Names) -> Section:
    rows: list[Row] = []
    for year, shares in sorted(own.items(), reverse=True):
        lines = f"{figure_url('spend-lines')}?force={force}&year={year}"
        parts = [cell(f"{shares.share(one) or 0:.1%}", f"{lines}&spend={one}", note=pounds(shares.pence[one])) for one in Spend]
        rows.append([cell(year_words(year), lines), *parts, cell(pounds(shares.total))])
    wholes = [Whole(year_words(year), _parts(shares)) for year, shares in sorted(own.items(), reverse=True)]
    return Section(
        "years",
        "By year",
        [("Year", False), *_SHARES, ("In all", True)],
        rows,
        f"Every figure opens its lines. Definition {definition().version}",
        wide=split(wholes, width=1080, title=f"Spend of {names.whole(force)} by year", id="years"),
        narrow=split(wholes, width=NARROW, title=f"Spend of {names.whole(force)} by year", id="years"),
    )


def _ahead(asking: Asking, force: str, year: int, total: int) -> Section:
    plan = plan_lines(viewer=asking.viewer, owner=force)
    targets = {row.year: row.pence for row in plan if row.kind == "target"}
    plans = [(row.year, row.pence) for row in plan if row.kind == "saving"]
    ahead = years_ahead(year, total, years=YEARS_AHEAD, uplift=UPLIFT, targets=targets, plans=plans)
    rows: list[Row] = [
        [
            cell(year_words(one.year)),
            cell(pounds(one.unchanged)),
            cell(pounds(one.target)),
            cell(pounds(one.planned)),
            cell(pounds(one.gap)),
        ]
        for one in ahead
    ]
    columns = [("Year", False), ("If nothing changes", True), ("Savings to find", True), ("Savings planned", True), ("Gap", True)]
    words = (
        f"If nothing changes, spend grows by {UPLIFT:.0%} a year from {year_words(year)}; this is an assumption, not a forecast of prices."
    )
    return Section("ahead", "The years ahead", columns, rows, "Savings gap against the medium-term plan", words=words)


def _beside(others: dict[str, Shares], year: int, names: Names) -> Section:
    ordered = sorted(others.items(), key=lambda item: names.short(item[0]))
    rows: list[Row] = [
        [
            cell(names.whole(owner), f"{figure_url('spend')}?force={owner}"),
            *(cell(_said(shares, one)) for one in Spend),
            cell(pounds(shares.total)),
        ]
        for owner, shares in ordered
    ]
    words = "In alphabetical order: shares of unlike forces are no league table."
    return Section(
        "beside",
        f"Forces in {year_words(year)}",
        [("Force", False), *_SHARES, ("In all", True)],
        rows,
        "By the same definition",
        words=words,
    )


def _rules() -> Section:
    rows: list[Row] = []
    for rule in definition().rules:
        said = (
            ", ".join(rule.words[:8]) + (" and more" if len(rule.words) > 8 else "")
            if rule.words
            else f"codes that begin with {', '.join(rule.begins)}"
        )
        rows.append([cell(rule.code), cell(rule.spend), cell(rule.field.replace("_", " ")), cell(said), cell(rule.why)])
    columns = [("Rule", False), ("Class", False), ("Looks at", False), ("For", False), ("Why", False)]
    return Section("rules", "The definition", columns, rows, "The first rule that is about a line decides")


def spend_lines(asking: Asking) -> Figure:
    """The ledger lines of which a figure is the sum."""
    names, query = Names(asking), asking.query
    force, year = query.get("force", ""), query.get("year", "")
    chosen = query.get("spend") if query.get("spend") in list(Spend) else None
    found = lines_of(viewer=asking.viewer, owner=force, year=int(year), spend=chosen) if year.isdecimal() and len(year) == 4 else []
    total = sum(line.pence for line in found)
    kind = f"{chosen} " if chosen else ""
    when = year_words(int(year)) if found else "that year"
    sentence = (
        f"{phrases.counted(len(found), f'{kind}line')} of {names.whole(force) or 'nobody'} in {when} add up to {phrases.money(total)}."
    )
    rows: list[Row] = [
        [
            cell(line.description or line.account_name or line.account, note=f"{line.file}, row {line.row}"),
            cell(f"{line.account} {line.account_name}".strip()),
            cell(line.supplier or "–"),
            cell(line.project or "–"),
            cell(line.spend, note=f"rule {line.rule}" if line.rule else "no rule is about it"),
            cell(phrases.money(line.pence)),
        ]
        for line in found
    ]
    columns = [("Line", False), ("Account", False), ("Supplier", False), ("Project", False), ("Class", False), ("Amount", True)]
    section = Section("lines", "Ledger lines", columns, rows, "The largest first")
    return Figure("spend-lines", "Lines behind the figure", sentence, [section], back=("Spend", f"{figure_url('spend')}?force={force}"))
