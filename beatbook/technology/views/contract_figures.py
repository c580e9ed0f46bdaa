"""Figures of time: the contract cliff, one force's roadmap, and a national service that stops."""

from collections.abc import Sequence
from datetime import date, timedelta

from beatbook.technology.catalogue import capabilities
from beatbook.technology.contracts import cliff_of, ending_within
from beatbook.technology.dependence import Feed, services_named, stop_of
from beatbook.technology.facts import Application
from beatbook.technology.quadrants import Quadrant, is_red_rated, quadrant_of
from beatbook.technology.queries import applications, blueprint
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
    short_pounds,
)
from beatbook.web import phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.columns import Column, columns
from beatbook.web.svg.spans import Span, spans

ROADMAP_YEARS = 6
CONTRACTS = [("Application", False), ("Force", False), ("Supplier", False), ("Ends", False), ("A year", True)]
_NEXT = {
    Quadrant.INVEST: "keep and build on",
    Quadrant.MIGRATE: "keep what it does, move it to sounder ground",
    Quadrant.TOLERATE: "live with it until its contract ends",
    Quadrant.ELIMINATE: "replace it",
    Quadrant.UNKNOWN: "assess it first",
}


def contract_rows(found: Sequence[Application], names: Names) -> list[Row]:
    """Contracts, the soonest end first."""
    ordered = sorted(found, key=lambda one: (one.contract_ends or date.max, names.short(one.owner), one.name))
    return [
        [
            cell(one.name, application_url(one.id)),
            cell(names.short(one.owner)),
            cell(one.supplier or "not said"),
            cell(phrases.long_date(one.contract_ends) or "not said"),
            cell(pounds(one.annual_pence)),
        ]
        for one in ordered
    ]


def contracts(asking: Asking) -> Figure:
    """The contract cliff: what ends when, and how much hangs on it; for all that may be seen, or one force."""
    names, found = Names(asking), applications(viewer=asking.viewer)
    owners = sorted({one.owner for one in found})
    force = asking.query.get("force", "")
    found = [one for one in found if one.owner == force] if force in owners else found
    cliff = cliff_of(found, asking.today)
    soon = ending_within(found, asking.today)
    sentence = (
        f"{phrases.counted(len(soon), 'contract')} worth {pounds(sum(one.annual_pence or 0 for one in soon))} a year end within 24 months"
    )
    if cliff.highest and cliff.highest.pence:
        sentence += f"; most ends in {cliff.highest.quarter.label}, {pounds(cliff.highest.pence)} a year"
    sentence += (
        f". {phrases.counted(len(cliff.overdue), 'contract')} {'is' if len(cliff.overdue) == 1 else 'are'} past the end that was said."
    )
    items = [Column(step.quarter.label, step.pence, short_pounds(step.pence)) for step in cliff.steps]
    narrow = [Bar(step.quarter.label, step.pence, short_pounds(step.pence)) for step in cliff.steps]
    by_quarter: list[Row] = [[cell(step.quarter.label), cell(len(step.applications)), cell(pounds(step.pence))] for step in cliff.steps]
    sections = [
        Section(
            "cliff",
            "What ends in each quarter",
            [("Quarter", False), ("Contracts", True), ("A year", True)],
            by_quarter,
            "Cost a year of the contracts that end",
            wide=columns(items, width=1080, title="Cost a year of contracts that end, by quarter", id="cliff"),
            narrow=bars(narrow, width=NARROW, title="Cost a year of contracts that end, by quarter", id="cliff"),
        ),
        Section("ending", "Ending within 24 months", CONTRACTS, contract_rows(soon, names), "The soonest first", most=30),
        Section(
            "overdue", "Past the end that was said", CONTRACTS, contract_rows(cliff.overdue, names), "Ask whether it was extended", most=20
        ),
    ]
    choices = [("All forces", figure_url("contracts"), force not in owners)]
    own = own_force(asking, names, owners)
    if own in owners:
        choices.append((names.whole(own), f"{figure_url('contracts')}?force={own}", force == own))
    return Figure("contracts", "Contract cliff", sentence, sections, choices=choices)


def roadmap(asking: Asking) -> Figure:
    """One force's applications over the coming years: when each contract ends, how it stands, and what the blueprint says is next."""
    names, found = Names(asking), applications(viewer=asking.viewer)
    force = own_force(asking, names, sorted({one.owner for one in found}))
    own = [one for one in found if one.owner == force]
    says = blueprint(viewer=asking.viewer)
    ordered = sorted(own, key=lambda one: (one.contract_ends or date.max, one.name))
    replace = sum(quadrant_of(one) is Quadrant.ELIMINATE for one in own)
    red = sum(is_red_rated(one) for one in own)
    sentence = (
        f"{names.whole(force)} runs {phrases.counted(len(own), 'application')} that you may see: {replace} to replace,"
        f" {red} that the government’s framework would call red-rated, {sum(one.contract_ends is None for one in own)} without an end of contract."
    )
    first = asking.today
    items = [
        Span(
            one.name,
            one.contract_ends,
            _NEXT[quadrant_of(one)],
            "soon" if quadrant_of(one) is Quadrant.ELIMINATE else "",
            application_url(one.id),
        )
        for one in ordered
        if one.contract_ends
    ]
    last = date(first.year + ROADMAP_YEARS, 12, 31)
    rows: list[Row] = []
    for one in ordered:
        agreed = [says[code] for code in one.capabilities if code in says]
        rows.append(
            [
                cell(one.name, application_url(one.id)),
                cell(phrases.sentence_list(capabilities()[code].name for code in one.capabilities)),
                cell(phrases.long_date(one.contract_ends) or "not said"),
                cell(quadrant_of(one).value, note=_NEXT[quadrant_of(one)]),
                cell(agreed[0].text if agreed else "nothing yet", note=agreed[0].status if agreed else ""),
            ]
        )
    section = Section(
        "roadmap",
        "Until when, and what next",
        [("Application", False), ("Capability", False), ("Contract ends", False), ("Stands", False), ("Blueprint", False)],
        rows,
        "The soonest end first",
        words="A bar ends where the contract does; the darker ones are to be replaced.",
        wide=spans(items, first=first, last=last, title="Contracts over time") if items else "",
        narrow=spans(items, first=first, last=last, width=NARROW, title="Contracts over time") if items else "",
        empty="No application of this force is open to you.",
    )
    choices = [("Contract cliff of this force", f"{figure_url('contracts')}?force={force}", False)]
    return Figure("roadmap", f"Roadmap: {names.whole(force)}", sentence, [section], choices=choices)


def services(asking: Asking) -> Figure:
    """This national service stops on Friday: users, feeds, fallbacks."""
    names, found = Names(asking), applications(viewer=asking.viewer)
    known = services_named(found)
    asked = asking.query.get("service", "")
    service = next((name for name, _ in known if name == asked), known[0][0] if known else "")
    choices = [(name, f"{figure_url('services')}?service={name.replace(' ', '+')}", name == service) for name, _ in known[:8]]
    if not service:
        return Figure(
            "services", "If a national service stops", "No application that you may see exchanges with a service that others use too.", []
        )
    stop = stop_of(service, found)
    friday = asking.today + timedelta(days=(4 - asking.today.weekday()) % 7 or 7)
    sentence = (
        f"If {service} stops on {phrases.long_date(friday)}, at least {counted(stop.users)} users in {len(stop.users_by_force)} forces notice:"
        f" {phrases.counted(len(stop.feeds), 'application')} exchange with it, {len(stop.behind)} more stand behind those,"
        f" and for {len(stop.without_fallback)} of {len(stop.feeds)} nobody has said what is done instead."
    )
    users: list[Row] = [[cell(names.whole(owner)), cell(counted(count))] for owner, count in stop.users_by_force]
    top = [Bar(names.short(owner), count, counted(count)) for owner, count in stop.users_by_force[:12]]
    sections = [
        Section(
            "users",
            "Users",
            [("Force", False), ("At least", True)],
            users,
            "Users of the largest system affected, as one officer uses several",
            wide=bars(top, width=1080, title="Users by force, the most first", id="stop"),
            narrow=bars(top, width=NARROW, title="Users by force, the most first", id="stop"),
        ),
        Section(
            "feeds",
            "Feeds and fallbacks",
            [("Application", False), ("Force", False), ("Exchanges", False), ("Instead", False), ("Users", True)],
            [_feed_row(feed, names) for feed in stop.feeds],
            "What exchanges with it at once",
            most=30,
        ),
        Section(
            "behind",
            "Behind them",
            [("Application", False), ("Force", False), ("Users", True)],
            [[cell(one.name, application_url(one.id)), cell(names.short(one.owner)), cell(counted(one.users))] for one in stop.behind],
            "What takes from a system that stops",
            empty="Nothing that is known.",
        ),
    ]
    return Figure("services", "If a national service stops", sentence, sections, choices=choices)


def _feed_row(feed: Feed, names: Names) -> Row:
    one = feed.application
    return [
        cell(one.name, application_url(one.id)),
        cell(names.short(one.owner)),
        cell(feed.interface.direction),
        cell(feed.interface.fallback or "nobody has said"),
        cell(counted(one.users)),
    ]


__all__ = ["CONTRACTS", "capability_url", "contract_rows", "contracts", "roadmap", "services"]
