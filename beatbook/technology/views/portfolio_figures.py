"""Figures of the portfolio: the overview, the matrix, one capability, the same job done by different systems."""

from collections.abc import Mapping, Sequence

from beatbook.technology.catalogue import MODES, Capability, capabilities
from beatbook.technology.convergence import CRITERIA, LABELS, Ranked, rank_capabilities
from beatbook.technology.duplication import Spread, spread_of
from beatbook.technology.facts import Application, present
from beatbook.technology.pricing import PriceBand, price_bands
from beatbook.technology.quadrants import Quadrant, quadrant_of
from beatbook.technology.queries import applications, applications_compared, blueprint, spend_by_year
from beatbook.technology.spending import Spend, year_words
from beatbook.technology.views.contract_figures import CONTRACTS, contract_rows
from beatbook.technology.views.figures import (
    NARROW,
    Asking,
    Figure,
    Names,
    Row,
    Section,
    application_url,
    capability_url,
    cell,
    counted,
    figure_url,
    own_force,
    pounds,
)
from beatbook.web import phrases
from beatbook.web.svg.grid import GridCell, GridLabel, grid
from beatbook.web.svg.intervals import Interval, intervals
from beatbook.web.svg.strip import Dot, strip

LEGEND = [(quadrant.value.replace("not assessed", "unknown"), f"{quadrant.value}: {quadrant.words}") for quadrant in Quadrant]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def by_capability(found: Sequence[Application]) -> dict[str, list[Application]]:
    """Applications of each capability of the catalogue that has any, in the catalogue's order."""
    served: dict[str, list[Application]] = {code: [] for code in capabilities()}
    for one in found:
        for code in dict.fromkeys(one.capabilities):
            if code in served:
                served[code].append(one)
    return {code: members for code, members in served.items() if members}


def overview(asking: Asking) -> Figure:
    """Where to begin: what is open to this viewer, what is most worth doing, what ends next."""
    names, found = Names(asking), applications(viewer=asking.viewer)
    served = by_capability(found)
    ranked = rank_capabilities(served, asking.today)
    owners = sorted({one.owner for one in found})
    force = own_force(asking, names, owners)
    own = [one for one in found if one.owner == force]
    spend = pounds(sum(one.annual_pence or 0 for one in found))
    sentence = (
        f"{counted(len(found))} applications of {len(owners)} of {names.n_forces} forces are open to you, at {spend}"
        f" a year; {len(ranked)} of {len(served)} capabilities are served by more than one product."
    )
    sections = [
        Section(
            "first",
            "Most worth bringing together",
            [("Capability", False), ("Why", False)],
            [[cell(capabilities()[one.capability].name, capability_url(one.capability)), cell(one.reason())] for one in ranked[:5]],
            "The first five at equal weights",
            words="The order depends on what one thinks matters; the whole list shows how much.",
        ),
        Section(
            "next",
            f"What ends next for {names.whole(force)}",
            CONTRACTS,
            contract_rows([one for one in own if one.contract_ends and one.contract_ends >= asking.today], names)[:6],
            "The next six contracts",
            empty="No contract with an end is known. Bring the portfolio in.",
        ),
        _latest_spend(asking, force, names),
    ]
    return Figure("overview", "Technology: what it costs and what it is worth", sentence, sections)


def _latest_spend(asking: Asking, force: str, names: Names) -> Section:
    years = spend_by_year(viewer=asking.viewer, owner=force)
    rows: list[Row] = []
    for year, shares in sorted(years.items(), reverse=True)[:3]:
        said = [cell(f"{shares.share(spend) or 0:.1%}") for spend in Spend]
        rows.append([cell(year_words(year), f"{figure_url('spend')}?force={force}"), *said, cell(pounds(shares.total))])
    columns = [("Year", False), *((spend.value.capitalize(), True) for spend in Spend), ("In all", True)]
    return Section(
        "spend", f"What {names.whole(force)} spends on", columns, rows, "Shares by the one definition", empty="No ledger is known."
    )


def matrix(asking: Asking) -> Figure:
    """Capability by force: which product, and how good."""
    names, found = Names(asking), applications_compared(viewer=asking.viewer)
    served = by_capability(found)
    owners = sorted({one.owner for one in found}, key=names.short)
    columns = {owner: place for place, owner in enumerate(owners)}
    spreads = {code: spread_of(members) for code, members in served.items()}
    letters = {code: {use.key: LETTERS[min(place, 25)] for place, use in enumerate(spread.products)} for code, spread in spreads.items()}
    cells = {}
    for row, (code, members) in enumerate(served.items()):
        for one in sorted(members, key=lambda each: (each.users or 0, each.name)):  # where a force has two, the one that most use
            kind = quadrant_of(one).value.replace("not assessed", "unknown")
            cells[row, columns[one.owner]] = GridCell(kind, letters[code][one.product_key])
    fragmented = sum(spread.is_duplicated for spread in spreads.values())
    sentence = (
        f"{len(served)} capabilities across {len(owners)} forces: {fragmented} are served by more than one product."
        " A letter is a product, A the most used in its row; the look of a cell says how well it does."
    )
    wide = grid(
        [GridLabel(capabilities()[code].name, capability_url(code)) for code in served],
        [GridLabel(names.short(owner), f"{figure_url('roadmap')}?force={owner}") for owner in owners],
        cells,
        title="Capabilities by force",
        description="The table under the picture says for each capability which products serve how many forces.",
    )
    section = Section(
        "matrix",
        "Who runs what",
        [
            ("Capability", False),
            ("Built", False),
            ("Products, most used first", False),
            ("Forces", True),
            ("Effective number", True),
            ("A year", True),
        ],
        [_matrix_row(capabilities()[code], spreads[code], letters[code]) for code in served],
        "Products of each capability",
        wide=wide if served else "",
        legend=LEGEND,
    )
    return Figure("matrix", "Capabilities by force", sentence, [section])


def _matrix_row(capability: Capability, spread: Spread, letters: Mapping[str, str]) -> Row:
    said = ", ".join(f"{letters[use.key]} {use.name} ({len(use.forces)})" for use in spread.products[:4])
    said += f" and {len(spread.products) - 4} more" if len(spread.products) > 4 else ""
    return [
        cell(capability.name, capability_url(capability.code)),
        cell(capability.mode),
        cell(said),
        cell(spread.forces),
        cell("not said" if spread.effective is None else f"{spread.effective:.2f}"),
        cell(pounds(spread.pence)),
    ]


def same_job(asking: Asking) -> Figure:
    """The same job, different systems: which capabilities to bring together first, and how sure that order is."""
    ranked = rank_capabilities(by_capability(applications(viewer=asking.viewer)), asking.today)
    settled = sum(one.is_settled for one in ranked)
    if ranked:
        first = capabilities()[ranked[0].capability].name
        sentence = (
            f"{first} is first at equal weights, and between {ranked[0].best} and {ranked[0].worst} of {len(ranked)} in nine of ten weightings;"
            f" {phrases.counted(settled, 'place', 'places')} of {len(ranked)} hardly depend on the weights."
        )
    else:
        sentence = "No capability that you may see is served by more than one product."
    items = [
        Interval(capabilities()[one.capability].name, one.place, one.best, one.worst, capability_url(one.capability)) for one in ranked
    ]
    section = Section(
        "ranking",
        "Most worth bringing together",
        [
            ("Capability", False),
            ("Place", True),
            ("In nine of ten weightings", False),
            ("Products", True),
            ("Effective", True),
            ("Why", False),
        ],
        [_ranked_row(one) for one in ranked],
        "Capabilities with more than one product",
        words="A dot is the place when all five criteria count alike; the line holds nine of ten of 2,000 weightings drawn evenly. "
        + _criteria(),
        wide=intervals(items, width=1080, title="Places and their ranges", id="ranks") if items else "",
        narrow=intervals(items, width=NARROW, title="Places and their ranges", id="ranks") if items else "",
        most=15,
    )
    return Figure("same-job", "Same job, different systems", sentence, [section])


def _criteria() -> str:
    return "The criteria: " + phrases.sentence_list(LABELS[one] for one in CRITERIA) + "."


def _ranked_row(one: Ranked) -> Row:
    return [
        cell(capabilities()[one.capability].name, capability_url(one.capability)),
        cell(one.place),
        cell(f"{one.best} to {one.worst}"),
        cell(len(one.spread.products)),
        cell("not said" if one.spread.effective is None else f"{one.spread.effective:.2f}"),
        cell(one.reason()),
    ]


def capability(asking: Asking, code: str) -> Figure:
    """One capability: who runs what, what a user costs beside others at the same scope, and what the blueprint says."""
    names, about = Names(asking), capabilities()[code]
    found = present(applications(viewer=asking.viewer), code)
    spread, bands = spread_of(found), price_bands(found)
    number = "nobody says how many use it" if spread.effective is None else f"the effective number of products is {spread.effective:.2f}"
    sentence = (
        f"{phrases.counted(spread.forces, 'force')} that you may see {'serves' if spread.forces == 1 else 'serve'} this with"
        f" {phrases.counted(len(spread.products), 'product')} in {phrases.counted(spread.variants, 'variant')}, at {pounds(spread.pence)} a year; {number}."
    )
    sections = [_products(spread, names), *(_prices(band, place, asking, names) for place, band in enumerate(bands)), _who(found, names)]
    says = blueprint(viewer=asking.viewer).get(code)
    notes = f"{about.name} is {MODES[about.mode]}. {about.why}."
    notes += f" Blueprint, version {says.version} ({says.status}): {says.text}" if says else " The blueprint says nothing of it yet."
    link = ("The blueprint for this capability", f"/technology/blueprint/{code}")
    return Figure(
        f"capability-{code}", about.name, sentence, sections, back=("All capabilities", figure_url("matrix")), notes=notes, link=link
    )


def _products(spread: Spread, names: Names) -> Section:
    rows = [
        [
            cell(use.name),
            cell(
                phrases.sentence_list(names.short(one) for one in use.forces[:6])
                + (f" and {len(use.forces) - 6} more" if len(use.forces) > 6 else "")
            ),
            cell(len(use.forces)),
            cell(len(use.variants)),
            cell(counted(use.users)),
            cell(f"{use.share:.1%}"),
            cell(pounds(use.pence)),
        ]
        for use in spread.products
    ]
    columns = [
        ("Product", False),
        ("Forces", False),
        ("How many", True),
        ("Variants", True),
        ("Users", True),
        ("Share of users", True),
        ("A year", True),
    ]
    words = (
        f"{phrases.counted(spread.without_users, 'application')} without a number of users count for no share."
        if spread.without_users
        else ""
    )
    return Section("products", "Products", columns, rows, "The most used first", words=words)


def _prices(band: PriceBand, place: int, asking: Asking, names: Names) -> Section:
    dots = [
        Dot(names.short(p.application.owner), p.pence / 100, own=p.application.owner == asking.viewer.organisation) for p in band.prices
    ]
    in_pounds = [None if value is None else value / 100 for value in (band.median, band.p10, band.p90)]
    wide, narrow = (
        strip(
            dots, middle=in_pounds[0], low=in_pounds[1], high=in_pounds[2], width=width, title="Price a user a year", id=f"prices-{place}"
        )
        for width in (1080.0, NARROW)
    )
    rows = [
        [
            cell(names.whole(p.application.owner), application_url(p.application.id)),
            cell(p.application.product),
            cell(counted(p.application.users)),
            cell(phrases.money(round(p.pence))),
            cell(
                "too few to say"
                if p.above_median is None
                else ("+" if p.above_median >= 0.5 else "") + phrases.money(round(p.above_median))
            ),
        ]
        for p in band.prices
    ]
    columns = [("Force", False), ("Product", False), ("Users", True), ("A user a year", True), ("From the middle", True)]
    words = "The band holds the middle eight of ten prices." if band.median is not None else "Fewer than three forces: no middle is shown."
    scope = phrases.sentence_list(band.scope)
    return Section(f"prices-{place}", f"Price a user, for {scope}", columns, rows, f"Only costs that cover {scope}", words, wide, narrow)


def _who(found: Sequence[Application], names: Names) -> Section:
    rows = [
        [
            cell(one.name, application_url(one.id)),
            cell(names.whole(one.owner)),
            cell(f"{one.product} {one.variant}".strip()),
            cell(counted(one.users)),
            cell(quadrant_of(one).value),
            cell("not said" if one.legacy_score is None else one.legacy_score),
            cell(phrases.long_date(one.contract_ends) or "not said"),
        ]
        for one in sorted(found, key=lambda each: (names.short(each.owner), each.name))
    ]
    columns = [
        ("Application", False),
        ("Force", False),
        ("Product", False),
        ("Users", True),
        ("Stands", False),
        ("Legacy risk of 36", True),
        ("Contract ends", False),
    ]
    return Section("applications", "Applications", columns, rows, "As each force says of its own", most=60)
