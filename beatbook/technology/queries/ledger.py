"""Ledger lines, plans and readings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from beatbook.db.viewing import viewing
from beatbook.technology import models
from beatbook.technology.reading.plans import PlanRow, ReadingRow
from beatbook.technology.spending import Shares, Spend, shares_of
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line as it was read: where from, what for, and the rule that says so."""

    id: UUID
    owner: str
    year: int
    kind: str
    on: date | None
    account: str
    account_name: str
    supplier: str
    description: str
    project: str
    pence: int
    spend: str
    rule: str
    definition: str
    file: str
    row: int


_COLUMNS = tuple(LedgerRow.__slots__)


def ledger_years(*, viewer: Viewer, owner: str | None = None) -> list[int]:
    """Financial years of which the viewer may see actual lines, the latest first."""
    with viewing(viewer):
        rows = models.LedgerLine.objects.filter(kind="actual")
        rows = rows.filter(owner=owner) if owner else rows
        return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def spend_by_year(*, viewer: Viewer, owner: str, kind: str = "actual") -> dict[int, Shares]:
    """What one force spent in each year, by class."""
    with viewing(viewer):
        rows = models.LedgerLine.objects.filter(owner=owner, kind=kind).values("year", "spend").annotate(sum=Sum("pence")).order_by("year")
        found = [(row["year"], Spend(row["spend"]), int(row["sum"])) for row in rows]
    return {
        year: shares_of([(spend, pence) for one, spend, pence in found if one == year]) for year in sorted({one for one, _, _ in found})
    }


def spend_by_force(*, viewer: Viewer, year: int) -> dict[str, Shares]:
    """What each force that the viewer may see spent in a year, by class."""
    with viewing(viewer):
        rows = (
            models.LedgerLine.objects.filter(year=year, kind="actual").values("owner", "spend").annotate(sum=Sum("pence")).order_by("owner")
        )
        found = [(row["owner"], Spend(row["spend"]), int(row["sum"])) for row in rows]
    return {
        owner: shares_of([(spend, pence) for one, spend, pence in found if one == owner]) for owner in sorted({one for one, _, _ in found})
    }


def lines_of(*, viewer: Viewer, owner: str, year: int, spend: str | None = None) -> list[LedgerRow]:
    """The lines of which a figure is the sum, the largest first."""
    with viewing(viewer):
        rows = models.LedgerLine.objects.filter(owner=owner, year=year, kind="actual")
        rows = rows.filter(spend=spend) if spend else rows
        return [LedgerRow(**row) for row in rows.order_by("-pence", "id").values(*_COLUMNS)]


def plan_lines(*, viewer: Viewer, owner: str) -> list[PlanRow]:
    """Targets and planned savings of a force, by year."""
    with viewing(viewer):
        rows = models.PlanLine.objects.filter(owner=owner).order_by("year", "kind", "title")
        return [PlanRow(row.year, row.kind, row.title, row.pence) for row in rows]


def readings(*, viewer: Viewer, owner: str) -> dict[str, list[ReadingRow]]:
    """Monthly readings of a force by kind, the oldest first."""
    found: dict[str, list[ReadingRow]] = {}
    with viewing(viewer):
        for row in models.Reading.objects.filter(owner=owner).order_by("kind", "month"):
            found.setdefault(row.kind, []).append(ReadingRow(row.kind, row.month, Decimal(row.value)))
    return found
