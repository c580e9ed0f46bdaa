"""Contracts, suppliers, readings, fees and notices, as far as a viewer may see them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from beatbook.db.viewing import viewing
from beatbook.organisations.queries import register, visibilities
from beatbook.suppliers import models
from beatbook.suppliers.facts import ContractFacts, PartyFacts, ReadingFacts, SupplierFacts, WordFacts
from beatbook.suppliers.joining import suppliers_of
from beatbook.suppliers.ocds.standard import Release
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What of a file was refused or mended."""

    file: str
    release: str
    path: str
    outcome: str
    reason: str
    said: str
    noted_at: datetime


def contracts(*, viewer: Viewer, ids: Sequence[UUID] | None = None) -> list[ContractFacts]:
    """Every contract that the viewer may see, or those of these ids, the soonest end first."""
    seen = visibilities(viewer=viewer)
    with viewing(viewer):
        rows = models.Contract.objects.order_by("ends_on", "title", "id")
        rows = rows if ids is None else rows.filter(id__in=ids)
        held = list(rows)
        wanted = {"contract__in": [row.id for row in held]} if ids is not None else {}
        parties: dict[tuple[UUID, str], list[PartyFacts]] = defaultdict(list)
        for contract, role, *said in (
            models.ContractParty.objects.filter(**wanted)
            .order_by("name", "id")
            .values_list("contract", "role", "name", "number", "organisation", "tied_by")
        ):
            parties[contract, role].append(PartyFacts(*said))
        sums = models.Payment.objects.filter(**wanted).values("contract").annotate(pence=Sum("pence"))
        paid = {row["contract"]: int(row["pence"]) for row in sums}
    return [_contract(row, parties, paid, seen.get(row.vis)) for row in held]


def _contract(row: models.Contract, parties: dict[tuple[UUID, str], list[PartyFacts]], paid: dict[UUID, int], seen: Any) -> ContractFacts:
    return ContractFacts(
        id=row.id,
        owner=row.owner,
        ocid=row.ocid,
        code=row.code,
        title=row.title,
        status=row.status,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pence=row.value_pence,
        amount=row.amount,
        currency=row.currency,
        signed_on=row.signed_on,
        visibility=seen,
        buyers=tuple(parties[row.id, "buyer"]),
        suppliers=tuple(parties[row.id, "supplier"]),
        paid_pence=paid.get(row.id),
    )


def contract(identifier: UUID, *, viewer: Viewer) -> ContractFacts | None:
    """One contract; None when there is none that the viewer may see."""
    return next(iter(contracts(viewer=viewer, ids=[identifier])), None)


def payments(identifier: UUID, *, viewer: Viewer) -> list[models.Payment]:
    """What was paid under a contract, in order."""
    with viewing(viewer):
        return list(models.Payment.objects.filter(contract=identifier).order_by("paid_on", "code"))


def suppliers(*, viewer: Viewer) -> list[SupplierFacts]:
    """Every supplier of the contracts that the viewer may see, joined from these alone."""
    return suppliers_of(contracts(viewer=viewer))


def supplier(identifier: UUID, *, viewer: Viewer) -> SupplierFacts | None:
    """The supplier that is known under a name with this id, or None."""
    return next((one for one in suppliers(viewer=viewer) if identifier in one.ids), None)


def readings(ids: Sequence[UUID], *, viewer: Viewer) -> list[ReadingFacts]:
    """The readings of these contracts as they stand, by KPI and period."""
    words: dict[tuple[Any, ...], list[WordFacts]] = defaultdict(list)
    same = ("contract", "kpi", "kpi_version", "period")
    with viewing(viewer):
        for word in models.KpiWord.objects.filter(contract__in=ids).order_by("said_at", "id"):
            key = (word.owner, *(getattr(word, name) for name in same))
            words[key].append(WordFacts(word.kind, word.text, word.said_at))
        rows = models.KpiReading.objects.filter(contract__in=ids).order_by(*same, "-version").distinct(*same)
        return [
            ReadingFacts(
                row.id,
                row.owner,
                row.contract,
                row.kpi,
                row.kpi_version,
                row.period,
                row.numerator,
                row.denominator,
                tuple(row.evidence),
                row.file,
                row.row,
                tuple(words[(row.owner, *(getattr(row, name) for name in same))]),
            )
            for row in rows
        ]


def fee_content(identifier: UUID, *, viewer: Viewer) -> dict[str, Any] | None:
    """How the fee of a contract follows its readings, as `fee_terms.terms_of` reads it; None where nobody says."""
    with viewing(viewer):
        row = models.ContractFee.objects.filter(contract=identifier).order_by("-version").first()
        return dict(row.content) if row else None


def closed_years(identifier: UUID, *, viewer: Viewer) -> list[int]:
    """The years of a contract that are settled."""
    with viewing(viewer):
        return list(models.ClosedYear.objects.filter(contract=identifier).order_by("year").values_list("year", flat=True))


def notices(*, viewer: Viewer, ocid: str | None = None) -> list[Release]:
    """Notices as they were taken, the oldest first; of one buying when its ocid is given."""
    with viewing(viewer):
        rows = models.Notice.objects.order_by("ocid", "date", "release", "id")
        rows = rows.filter(ocid=ocid) if ocid is not None else rows
        return [Release.model_validate(content) for content in rows.values_list("content", flat=True)]


def load_notes(*, viewer: Viewer, outcome: str) -> list[NoteFacts]:
    """What of files was refused or mended, the newest first."""
    columns = ("file", "release", "path", "outcome", "reason", "said", "noted_at")
    with viewing(viewer):
        rows = models.LoadNote.objects.filter(outcome=outcome).order_by("-noted_at", "file", "release", "path", "id")
        return [NoteFacts(*row) for row in rows.values_list(*columns)]


def organisation_names(*, viewer: Viewer) -> dict[str, str]:
    """What each organisation of the register is called today."""
    return {code: one.name for code, one in register(viewer=viewer).organisations.items()}
