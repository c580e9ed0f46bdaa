"""Takes what a submission holds: applications, ledger lines, plans, readings, and the run of an export against a standard. Loader's role only."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from beatbook.organisations.actions import figure_vis
from beatbook.organisations.visibility import Visibility
from beatbook.technology import models
from beatbook.technology.catalogue import capabilities, definition, standards
from beatbook.technology.conformance import conformance_of
from beatbook.technology.facts import Application
from beatbook.technology.reading.ledger import read_ledger
from beatbook.technology.reading.plans import read_plan, read_readings
from beatbook.technology.reading.portfolio import HEADINGS, Left, read_portfolio
from beatbook.technology.reading.sheets import Cell, FileUnreadable, Sheet, read_sheets
from beatbook.technology.spending import Line

USING = "ingest"


@dataclass(frozen=True, slots=True)
class Taking:
    """One submission on its way in."""

    owner: str
    name: str
    body: bytes
    options: Mapping[str, Any]
    submission: UUID
    submitted_by: UUID

    @property
    def visibility(self) -> Visibility:
        """How far its figures are to be seen: the owner alone when nothing is said."""
        return Visibility(self.options.get("visibility") or Visibility.OWNER)


@dataclass(slots=True)
class Outcome:
    """One sentence, figures for a page, and the rows that were not taken."""

    said: str
    summary: dict[str, Any] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)


def _take_portfolio(taking: Taking) -> Outcome:
    return _keep_applications(taking, read_sheets(taking.name, taking.body))


def _take_assessment(taking: Taking) -> Outcome:
    """A form is a portfolio of one row."""
    return _keep_applications(taking, [form_sheet(json.loads(taking.body))])


def form_sheet(fields: Mapping[str, str]) -> Sheet:
    """The sheet that a form stands for."""
    columns = [column for column in HEADINGS if column in fields]
    return Sheet("", [[Cell(HEADINGS[column][0]) for column in columns], [Cell(fields[column].strip() or None) for column in columns]])


def _keep_applications(taking: Taking, sheets: Sequence[Sheet]) -> Outcome:
    found = read_portfolio(sheets, taking.owner, {code: one.name for code, one in capabilities().items()})
    vis = figure_vis(taking.owner, taking.visibility)
    before = {row.id: row for row in models.Application.objects.using(USING).filter(owner=taking.owner)}
    counts = Counter(_keep(one, before[one.id], vis, taking) for one in found.applications if one.id in before)
    counts["new"] = _add([one for one in found.applications if one.id not in before], vis, taking)
    gone: list[models.Application] = []
    if taking.options.get("whole") and found.applications and not found.refused:
        gone = [row for row in before.values() if row.id not in {one.id for one in found.applications}]
        for row in gone:
            _add_version(row.id, row.version + 1, {"withdrawn": True}, taking)
            row.delete(using=USING)
    summary = {
        "new": counts["new"],
        "changed": counts["changed"],
        "same": counts["same"],
        "withdrawn": len(gone),
        "refused": len(found.refused),
        "left_out": sum(one.outcome == "left out" for one in found.left),
        "unused": found.unused[:20],
        "visibility": str(taking.visibility),
    }
    said = (
        f"{len(found.applications)} applications were read: {counts['new']} new, {counts['changed']} changed, {counts['same']} as before."
    )
    said += f" {len(found.refused)} rows were refused." if found.refused else " No row was refused."
    if taking.options.get("whole") and found.refused:
        said += " Nothing was withdrawn, as a refused row may be what is missing."
    elif gone:
        said += f" {len(gone)} that the file does not name were withdrawn."
    return Outcome(said, summary, found.left)


def _keep(one: Application, before: models.Application, vis: int, taking: Taking) -> str:
    """Brings an application that is held up to date, and its thread and tests to its marking."""
    if before.vis != vis:
        for model in (models.Question, models.ConformanceTest):
            model.objects.using(USING).filter(application=one.id).update(vis=vis)
    same = models.application_facts(before).content() == one.content()
    if same and before.vis == vis:
        return "same"
    version = before.version if same else before.version + 1
    models.Application.objects.using(USING).filter(id=one.id).update(**_columns(one, vis, version))
    if not same:
        _add_version(one.id, version, one.content(), taking)
    return "same" if same else "changed"


def _add(new: Sequence[Application], vis: int, taking: Taking) -> int:
    """Adds applications that are not held; one that was withdrawn goes on with its versions."""
    rows = models.ApplicationVersion.objects.using(USING).filter(application__in=[one.id for one in new])
    past = Counter(rows.values_list("application", flat=True))
    models.Application.objects.using(USING).bulk_create(
        models.Application(id=one.id, **_columns(one, vis, past[one.id] + 1)) for one in new
    )
    own = figure_vis(taking.owner, Visibility.OWNER)
    models.ApplicationVersion.objects.using(USING).bulk_create(
        models.ApplicationVersion(
            application=one.id, version=past[one.id] + 1, owner=taking.owner, vis=own, content=one.content(), submission=taking.submission
        )
        for one in new
    )
    return len(new)


def _columns(one: Application, vis: int, version: int) -> dict[str, Any]:
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}
    return {**said, "vis": vis, "version": version}


def _add_version(application: UUID, version: int, content: Mapping[str, Any], taking: Taking) -> None:
    models.ApplicationVersion.objects.using(USING).create(
        application=application,
        version=version,
        owner=taking.owner,
        vis=figure_vis(taking.owner, Visibility.OWNER),
        content=content,
        submission=taking.submission,
    )


def _take_ledger(taking: Taking) -> Outcome:
    """Lines by their content and how often they stand in the file, so that the same file twice adds nothing; what left the file of this name goes."""
    found = read_ledger(read_sheets(taking.name, taking.body), taking.owner)
    vis, seen = figure_vis(taking.owner, taking.visibility), Counter[str]()
    rows = [_ledger_row(line, row, taking, vis, seen) for line, (_, row) in zip(found.lines, found.rows, strict=True)]
    lines = models.LedgerLine.objects.using(USING)
    before = set(lines.filter(owner=taking.owner, id__in=[row.id for row in rows]).values_list("id", flat=True))
    gone, _ = lines.filter(owner=taking.owner, file=taking.name).exclude(id__in=[row.id for row in rows]).delete()
    lines.filter(id__in=before).update(vis=vis, file=taking.name)
    lines.bulk_create([row for row in rows if row.id not in before], batch_size=2_000)
    refused = [one for one in found.left if one.outcome == "refused"]
    summary = {
        "new": len(rows) - len(before),
        "same": len(before),
        "withdrawn": gone,
        "refused": len(refused),
        "left_out": len(found.left) - len(refused),
        "unclassified": sum(row.spend == "unclassified" for row in rows),
        "pence": sum(row.pence for row in rows),
        "visibility": str(taking.visibility),
    }
    said = f"{len(rows):,} lines were read: {summary['new']:,} new, {summary['same']:,} as before. {len(refused)} rows were refused."
    said += f" {summary['unclassified']:,} lines fall under no rule." if summary["unclassified"] else ""
    return Outcome(said, summary, found.left)


def _ledger_row(line: Line, row: int, taking: Taking, vis: int, seen: Counter[str]) -> models.LedgerLine:
    facts = asdict(line)
    content = json.dumps(facts, sort_keys=True, default=str)
    seen[content] += 1
    spend, rule = definition().classify(line)
    return models.LedgerLine(
        id=uuid5(NAMESPACE_URL, f"beatbook:ledger:{content}:{seen[content]}"),
        vis=vis,
        spend=str(spend),
        rule=rule,
        definition=definition().version,
        file=taking.name,
        row=row,
        **facts,
    )


def reclassify() -> int:
    """Applies the definition of today to every line that another version classified; how many lines."""
    lines = models.LedgerLine.objects.using(USING)
    changed = []
    for row in lines.exclude(definition=definition().version):
        line = Line(
            row.owner, row.year, row.kind, row.account, row.account_name, row.supplier, row.description, row.project, row.pence, row.on
        )
        spend, row.rule = definition().classify(line)
        row.spend, row.definition = str(spend), definition().version
        changed.append(row)
    lines.bulk_update(changed, ["spend", "rule", "definition"], batch_size=2_000)
    return len(changed)


def _take_plan(taking: Taking) -> Outcome:
    rows, left = read_plan(read_sheets(taking.name, taking.body))
    vis = figure_vis(taking.owner, taking.visibility)
    for row in rows:
        models.PlanLine.objects.using(USING).update_or_create(
            owner=taking.owner, year=row.year, kind=row.kind, title=row.title, defaults={"pence": row.pence, "vis": vis}
        )
    return Outcome(f"{len(rows)} lines of the plan were read.", {"read": len(rows), "refused": len(left)}, left)


def _take_readings(taking: Taking) -> Outcome:
    rows, left = read_readings(read_sheets(taking.name, taking.body))
    vis = figure_vis(taking.owner, taking.visibility)
    for row in rows:
        models.Reading.objects.using(USING).update_or_create(
            owner=taking.owner, kind=row.kind, month=row.month, defaults={"value": row.value, "vis": vis}
        )
    return Outcome(f"{len(rows)} readings were read.", {"read": len(rows), "refused": len(left)}, left)


def _take_export(taking: Taking) -> Outcome:
    """Runs an export against a standard; only the result is kept."""
    standard = standards().get(str(taking.options.get("standard")))
    row = models.Application.objects.using(USING).filter(id=taking.options.get("application"), owner=taking.owner).first()
    if standard is None or row is None:
        raise FileUnreadable("Choose one of your own applications and a standard of the list.")
    tested = conformance_of(standard, read_sheets(taking.name, taking.body))
    models.ConformanceTest.objects.using(USING).create(
        application=row.id,
        owner=taking.owner,
        vis=row.vis,
        standard=standard.code,
        rows=tested.rows,
        n_faults=tested.n_faults,
        faults=[asdict(fault) for fault in tested.faults],
        sha256=hashlib.sha256(taking.body).hexdigest(),
    )
    said = f"{tested.rows:,} rows were read; " + ("every one conforms." if tested.passed else f"{tested.n_faults:,} faults were found.")
    left = [Left("", fault.row, fault.column, fault.reason, "refused") for fault in tested.faults]
    return Outcome(said, {"passed": tested.passed, "rows": tested.rows, "faults": tested.n_faults}, left)


TAKERS: Mapping[str, Callable[[Taking], Outcome]] = {
    "portfolio": _take_portfolio,
    "assessment": _take_assessment,
    "ledger": _take_ledger,
    "plan": _take_plan,
    "readings": _take_readings,
    "export": _take_export,
}
