"""Takes readings and fees of contracts, and closes a year for good. The same sheet again changes nothing; a closed year refuses what would change it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from beatbook.organisations.actions import figure_vis
from beatbook.organisations.tables import RefusedRow, Table
from beatbook.organisations.visibility import Visibility
from beatbook.suppliers import models
from beatbook.suppliers.actions.notices import USING
from beatbook.suppliers.fee_terms import content_of, terms_of
from beatbook.suppliers.sheets import read_fees, read_readings
from beatbook.vocabulary.errors import BeatbookError


class YearNotPast(BeatbookError):
    """There is nothing to close: the contract has no reading of that year, or the year is closed already."""


@dataclass(slots=True)
class TakenRows:
    """What a sheet did: rows by outcome, and those that were refused."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    def sentence(self) -> str:
        """The sheet in one line."""
        return f"{self.new:,} new, {self.changed:,} changed, {self.same:,} as before; {len(self.refused):,} rows were refused."


class _Contracts:
    """Contracts that an organisation buys under, by what a sheet calls them: the ocid, or the ocid, a space and the contract's id."""

    def __init__(self, owner: str) -> None:
        buys = models.ContractParty.objects.using(USING).filter(role="buyer", organisation=owner).values_list("contract", flat=True)
        self._known: dict[str, set[UUID]] = defaultdict(set)
        rows = models.Contract.objects.using(USING).filter(id__in=buys) | models.Contract.objects.using(USING).filter(owner=owner)
        for row in rows.distinct():
            self._known[row.ocid].add(row.id)
            self._known[f"{row.ocid} {row.code}"].add(row.id)
        self.owner = owner

    def find(self, said: str) -> tuple[UUID | None, str]:
        """The contract, or why there is none."""
        found = self._known.get(said, set())
        if len(found) == 1:
            return next(iter(found)), ""
        many = f"{len(found)} contracts have this ocid: add a space and the contract’s id"
        return None, many if found else f"{self.owner} has no contract “{said}” here; load its notice first"


def take_readings(file: str, content: bytes, *, owner: str, visibility: Visibility) -> TakenRows:
    """Takes a sheet of KPI readings of `owner`'s contracts."""
    sheet, taken, contracts = read_readings(file, content), TakenRows(), _Contracts(owner)
    vis = figure_vis(owner, visibility)
    closed = set(models.ClosedYear.objects.using(USING).values_list("contract", "year"))
    with transaction.atomic(using=USING):
        for number, row in sheet.rows:
            contract, reason = contracts.find(row["contract"])
            if contract and (contract, int(row["period"][:4])) in closed and not _is_held(contract, row):
                reason = f"the year {row['period'][:4]} of this contract is closed"
            if contract is None or reason:
                sheet.refused.append(RefusedRow(file, number, "period" if contract else "contract", reason))
            else:
                _keep_reading(contract, row, number, (file, owner, vis), taken)
        _keep_refused(sheet, owner, taken)
    return taken


def _newest(contract: UUID, row: Mapping[str, Any]) -> models.KpiReading | None:
    same = {"contract": contract, "kpi": row["kpi"], "kpi_version": row["version"], "period": row["period"]}
    return models.KpiReading.objects.using(USING).filter(**same).order_by("-version").first()


def _is_held(contract: UUID, row: Mapping[str, Any]) -> bool:
    return _says_the_same(_newest(contract, row), row)


def _says_the_same(held: models.KpiReading | None, row: Mapping[str, Any]) -> bool:
    return held is not None and all(getattr(held, name) == row[name] for name in ("numerator", "denominator", "evidence"))


def _keep_reading(contract: UUID, row: Mapping[str, Any], number: int, source: tuple[str, str, int], taken: TakenRows) -> None:
    file, owner, vis = source
    held = _newest(contract, row)
    if held is not None and _says_the_same(held, row):
        taken.same += 1
        if held.vis != vis:
            models.KpiReading.objects.using(USING).filter(id=held.id).update(vis=vis)
        return
    models.KpiReading.objects.using(USING).create(
        **{name: row[name] for name in ("kpi", "period", "numerator", "denominator", "evidence")},
        owner=owner,
        vis=vis,
        contract=contract,
        kpi_version=row["version"],
        version=held.version + 1 if held else 1,
        file=file,
        row=number,
    )
    taken.changed += held is not None
    taken.new += held is None


def take_fees(file: str, content: bytes, *, owner: str, visibility: Visibility) -> TakenRows:
    """Takes a sheet of fees of `owner`'s contracts: all rows of one contract together, or none of them."""
    sheet, taken, contracts = read_fees(file, content), TakenRows(), _Contracts(owner)
    vis = figure_vis(owner, visibility)
    by_contract: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, row in sheet.rows:
        by_contract[row["contract"]].append((number, row))
    with transaction.atomic(using=USING):
        for said, rows in by_contract.items():
            contract, reason = contracts.find(said)
            terms = content_of([row for _, row in rows])
            reason = reason or _unsound(terms)
            if contract is None or reason:
                sheet.refused.append(RefusedRow(file, rows[0][0], "bands" if contract else "contract", reason))
            else:
                _keep_fee(contract, terms, rows[0][0], (file, owner, vis), sheet, taken)
        _keep_refused(sheet, owner, taken)
    return taken


def _unsound(terms: Mapping[str, Any]) -> str:
    try:
        terms_of(terms)
    except BeatbookError as fault:
        return str(fault)
    return ""


def _keep_fee(contract: UUID, terms: dict[str, Any], number: int, source: tuple[str, str, int], sheet: Table, taken: TakenRows) -> None:
    file, owner, vis = source
    held = models.ContractFee.objects.using(USING).filter(contract=contract).order_by("-version").first()
    if held is not None and held.content == terms:
        taken.same += 1
    elif models.ClosedYear.objects.using(USING).filter(contract=contract).exists():
        sheet.refused.append(RefusedRow(file, number, "fee", "a year of this contract is closed, with the fee as it was"))
    else:
        version = held.version + 1 if held else 1
        models.ContractFee.objects.using(USING).create(owner=owner, vis=vis, contract=contract, content=terms, version=version, file=file)
        taken.changed += held is not None
        taken.new += held is None


def _keep_refused(sheet: Table, owner: str, taken: TakenRows) -> None:
    vis = figure_vis(owner, Visibility.OWNER)
    models.LoadNote.objects.using(USING).bulk_create(
        (
            models.LoadNote(
                id=uuid5(NAMESPACE_URL, f"beatbook:load-note:{vis}:{one.file}:{one.row}:{one.column}:{one.reason}"),
                owner=owner,
                vis=vis,
                file=one.file,
                release=f"row {one.row}",
                path=one.column,
                outcome="refused",
                reason=one.reason,
            )
            for one in sheet.refused
        ),
        ignore_conflicts=True,
    )
    taken.refused = sorted(sheet.refused, key=lambda one: one.row)


def close_year(contract: str, year: int, *, owner: str) -> None:
    """Settles a year of one of `owner`'s contracts: what its statements rest on no longer changes.

    Raises:
        YearNotPast: nothing was read in that year, or it is closed already.
    """
    found, reason = _Contracts(owner).find(contract)
    if found is None:
        raise YearNotPast(reason[:1].upper() + reason[1:] + ".")
    read = models.KpiReading.objects.using(USING).filter(contract=found, period__startswith=str(year)).order_by("-said_at").first()
    if read is None:
        raise YearNotPast(f"The contract has no reading of {year}.")
    _, is_new = models.ClosedYear.objects.using(USING).get_or_create(contract=found, year=year, defaults={"owner": owner, "vis": read.vis})
    if not is_new:
        raise YearNotPast(f"The year {year} of this contract is closed already.")
