"""Figures of direction: the blueprint and its standards, who decides, and how technology is managed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from beatbook.organisations.queries import bodies, decisions, groups, limits
from beatbook.technology.catalogue import MODES, capabilities, standards
from beatbook.technology.queries import applications, blueprint, readings, runs_of, wishes
from beatbook.technology.queries.portfolio import RunLine
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
    own_force,
    pounds,
)
from beatbook.web import phrases
from beatbook.web.svg.columns import Column, columns

HOURS, AVAILABLE, PLANNED = "chief officer hours", "change days available", "change days planned"


def blueprint_figure(asking: Asking) -> Figure:
    """What is built centrally, what by forces, what by both, and what the centre says of each."""
    names, says = Names(asking), blueprint(viewer=asking.viewer)
    rows: list[Row] = []
    for code, one in capabilities().items():
        line = says.get(code)
        said = cell(line.text, note=f"version {line.version}, {line.status}, by {names.short(line.owner)}") if line else cell("nothing yet")
        rows.append([cell(one.name, f"/technology/blueprint/{code}"), cell(one.area), cell(one.mode), said])
    agreed = sum(line.status == "agreed" for line in says.values())
    counts = phrases.sentence_list(f"{sum(one.mode == mode for one in capabilities().values())} {words}" for mode, words in MODES.items())
    sentence = f"Of {len(capabilities())} capabilities {counts}; the blueprint speaks of {len(says)}, and {agreed} are agreed."
    section = Section(
        "blueprint",
        "Capabilities",
        [("Capability", False), ("Area", False), ("Built", False), ("Blueprint", False)],
        rows,
        "Each opens its versions and comments",
        words="A force says what it runs; the centre asks and never edits.",
    )
    return Figure("blueprint", "Blueprint", sentence, [section])


def standards_figure(asking: Asking) -> Figure:
    """The standards list, and which applications met each when an export of theirs was run."""
    names, found = Names(asking), applications(viewer=asking.viewer)
    runs = runs_of([one.id for one in found], viewer=asking.viewer)
    claimed = {code: sum(code in one.standards for one in found) for code in standards()}
    rows: list[Row] = []
    for code, standard in standards().items():
        of = [run[code] for run in runs.values() if code in run]
        rows.append(
            [
                cell(standard.name, note=code),
                cell(standard.purpose),
                cell(standard.source),
                cell(claimed[code]),
                cell(len(of)),
                cell(sum(r.passed for r in of)),
            ]
        )
    n_runs, conform = sum(len(run) for run in runs.values()), sum(r.passed for run in runs.values() for r in run.values())
    sentence = f"{n_runs} exports were run against {len(standards())} standards; {conform} conform in every row."
    by_id = {one.id: one for one in found}
    tested: list[Row] = [
        [
            cell(by_id[identifier].name, application_url(identifier)),
            cell(names.short(by_id[identifier].owner)),
            cell(run.standard),
            cell("every row conforms" if run.passed else f"{run.n_faults:,} faults in {run.rows:,} rows"),
            cell(phrases.long_date(run.tested_at)),
        ]
        for identifier, run in _runs(runs)
    ]
    sections = [
        Section(
            "standards",
            "Standards",
            [("Standard", False), ("For", False), ("Source", False), ("Claimed", True), ("Run", True), ("Conform", True)],
            rows,
            "A claim is no conformance: an export must be run",
        ),
        Section(
            "runs",
            "Exports that were run",
            [("Application", False), ("Force", False), ("Standard", False), ("Result", False), ("On", False)],
            tested,
            "The last run of each",
            empty="None yet. Open an application of your own and run its export.",
        ),
    ]
    return Figure("standards", "Standards", sentence, sections)


def _runs(runs: Mapping[UUID, Mapping[str, RunLine]]) -> list[tuple[UUID, RunLine]]:
    return [
        (identifier, run) for identifier, found in sorted(runs.items(), key=lambda item: str(item[0])) for _, run in sorted(found.items())
    ]


def governance(asking: Asking) -> Figure:
    """Bodies, seats, who may decide what to which limit, and what was decided."""
    names = Names(asking)
    found, may, decided = (
        bodies(viewer=asking.viewer, on=asking.today),
        limits(viewer=asking.viewer, on=asking.today),
        decisions(viewer=asking.viewer),
    )
    by_code = {body.code: body.name for body in found}
    seats: list[Row] = [
        [cell(body.name, note=body.purpose), cell(seat.office), cell(names.whole(seat.organisation)), cell(seat.votes)]
        for body in found
        for seat in body.seats
    ]
    rows: list[Row] = [
        [cell(one.matter), cell(one.decider), cell("no limit" if one.limit_pence is None else f"up to {pounds(one.limit_pence)}")]
        for one in may
    ]
    said: list[Row] = [
        [
            cell(one.title, note=one.reason),
            cell(by_code.get(one.body, one.body)),
            cell(phrases.long_date(one.decided_on)),
            cell("–" if one.amount_pence is None else pounds(one.amount_pence)),
        ]
        for one in decided
    ]
    recorded = phrases.counted(len(decided), "decision that you may see is recorded", "decisions that you may see are recorded")
    sentence = f"{phrases.counted(len(found), 'body', 'bodies')} with {len(seats)} seats govern technology; {recorded}."
    sections = [
        Section(
            "limits",
            "Who may decide what",
            [("Matter", False), ("Who", False), ("Limit", False)],
            rows,
            "The lowest limit that reaches an amount decides",
        ),
        Section(
            "seats",
            "Bodies and seats",
            [("Body", False), ("Office", False), ("Of", False), ("Votes", True)],
            seats,
            "Seats belong to offices, not to persons",
        ),
        Section(
            "decisions",
            "Decisions",
            [("Decision", False), ("Body", False), ("On", False), ("Amount", True)],
            said,
            "The latest first",
            empty="None recorded.",
        ),
        _groups(asking, names),
    ]
    return Figure("decisions", "Bodies, seats and decisions", sentence, sections)


def _groups(asking: Asking, names: Names) -> Section:
    rows: list[Row] = []
    for code, group in groups(viewer=asking.viewer).items():
        inside = sorted(
            names.short(one.organisation) for one in names.register.memberships if one.group == code and one.period.holds(asking.today)
        )
        rows.append([cell(group.name, note=group.source), cell(group.kind), cell(phrases.sentence_list(inside))])
    columns = [("Group", False), ("Kind", False), ("Members today", False)]
    return Section("groups", "Who compares with whom", columns, rows, "With where each group is said")


def managing(asking: Asking) -> Figure:
    """Chief officers' hours on technology, change capacity against the programme, and the members' backlog."""
    names, found = Names(asking), wishes(viewer=asking.viewer)
    force = own_force(asking, names, sorted({one.owner for one in applications(viewer=asking.viewer)}))
    said = readings(viewer=asking.viewer, owner=force)
    hours = said.get(HOURS, [])
    promised = {row.month: row.value for row in said.get(PLANNED, [])}
    months = [(row.month, row.value, promised[row.month]) for row in said.get(AVAILABLE, []) if row.month in promised]
    over = sum(plan > there for _, there, plan in months)
    sentence = f"{names.whole(force)} has no readings that you may see."
    if hours:
        sentence = (
            f"Chief officers of {names.whole(force)} spent {hours[-1].value:.0f} hours on technology in {_month(hours[-1].month)}, against"
            f" {hours[0].value:.0f} in {_month(hours[0].month)}; more change is promised than there are days for in {over} of {len(months)} months."
        )
    items = [Column(f"{phrases.MONTHS[row.month.month - 1][:3]} {row.month:%y}", float(row.value), f"{row.value:.0f}") for row in hours]
    sections = [
        Section(
            "hours",
            "Chief officers’ hours on technology",
            [("Month", False), ("Hours", True)],
            [[cell(_month(row.month)), cell(f"{row.value:.1f}")] for row in hours],
            "Hours in each month",
            wide=columns(items, width=1080, title="Hours by month", id="hours") if items else "",
            narrow=columns(items[-6:], width=NARROW, title="Hours by month, the last six", id="hours") if items else "",
        ),
        Section(
            "capacity",
            "Days of change",
            [("Month", False), ("There are", True), ("Promised", True), ("Left", True)],
            [
                [
                    cell(_month(month)),
                    cell(f"{there:.0f}"),
                    cell(f"{plan:.0f}"),
                    cell(f"{there - plan:.0f}"),
                ]
                for month, there, plan in months
            ],
            "Capacity against the programme",
        ),
        Section(
            "wishes",
            "What members ask for",
            [("Wish", False), ("From", False), ("Capability", False), ("Votes", True)],
            [
                [
                    cell(one.title, note=one.reason),
                    cell(names.whole(one.organisation)),
                    cell(capabilities()[one.capability].name, capability_url(one.capability)) if one.capability else cell("–"),
                    cell(one.votes),
                ]
                for one in found
            ],
            "One organisation, one vote; the most votes first",
            empty="Nothing yet.",
        ),
    ]
    return Figure("managing", "Managing technology", sentence, sections)


def _month(month: date) -> str:
    return f"{phrases.MONTHS[month.month - 1]} {month.year}"
