"""Takes notices in: every release as it was mended, and the contracts that all notices of one buying and one marking say together.

Invariant: the same file again changes nothing, and a contract is made of notices that bear its own marking alone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connections, transaction

from beatbook.organisations.actions import figure_vis
from beatbook.organisations.queries import read_register
from beatbook.organisations.visibility import Visibility
from beatbook.suppliers import models
from beatbook.suppliers.contracts import Bought, contracts_of, faults_of
from beatbook.suppliers.names import Named
from beatbook.suppliers.ocds.merging import merged
from beatbook.suppliers.ocds.packages import as_json
from beatbook.suppliers.ocds.reading import Notices, read_bytes
from beatbook.suppliers.ocds.standard import Release
from beatbook.suppliers.ties import Tie, Ties
from beatbook.vocabulary.errors import BeatbookError

USING = "ingest"
LONGEST_SAID = 400


class OwnerUnknown(BeatbookError):
    """Only what is public may be loaded without an owner: name the organisation whose figures these are by its code in the register."""


@dataclass(slots=True)
class LoadedNotices:
    """What a load did."""

    new: int = 0
    same: int = 0
    contracts: int = 0
    mended: int = 0
    untied: list[str] = field(default_factory=list)
    refused: list[models.LoadNote] = field(default_factory=list)

    def sentence(self) -> str:
        """The load in one line."""
        return (
            f"{self.new + self.same:,} notices were read: {self.new:,} new, {self.same:,} as before; {self.contracts:,} contracts are known from them."
            f" {self.mended:,} faults were mended, {len(self.refused):,} refused, {len(self.untied):,} buyers are tied to no organisation."
        )


def load_notices(file: str, content: bytes, *, visibility: Visibility = Visibility.PUBLIC, owner: str = "") -> LoadedNotices:
    """Takes a file of releases, records or packages.

    Raises:
        OwnerUnknown: what is not public has no owner, or one that the register does not know.
    """
    register = read_register(using=USING)
    if visibility is not Visibility.PUBLIC and owner not in register.organisations:
        raise OwnerUnknown(f"“{owner}” is no organisation of the register; what is not public needs an owner.")
    read, loaded = read_bytes(file, content), LoadedNotices()
    vis = figure_vis(owner, visibility)
    note_vis = figure_vis(owner, Visibility.OWNER) if owner else vis
    with transaction.atomic(using=USING):
        taken = _keep_notes(read, file, owner, note_vis, loaded)
        _keep_notices(taken, file, owner, vis, loaded)
        ties = Ties(register)
        for release in _compiled({one.ocid for one in taken}, vis):
            loaded.contracts += _keep_contracts(release, owner, vis, ties, loaded)
        with connections[USING].cursor() as cursor:
            cursor.execute("NOTIFY beatbook_changed")
    return loaded


def _keep_notes(read: Notices, file: str, owner: str, vis: int, loaded: LoadedNotices) -> list[Release]:
    """Keeps what was refused and mended, once; the releases that may be taken."""
    refused = [(one.release, one.path, "refused", one.reason, one.said) for one in read.refused]
    taken = []
    for release in read.releases:
        faults = faults_of(release)
        refused += [(str(release.id), fault.path, "refused", fault.reason, fault.said) for fault in faults]
        taken += [] if faults else [release]
    mended = [(one.release, one.path, "mended", one.words, "") for one in read.told]
    notes = [_note(file, owner, vis, *one) for one in dict.fromkeys([*refused, *mended])]
    models.LoadNote.objects.using(USING).bulk_create(notes, ignore_conflicts=True, batch_size=2_000)
    loaded.mended, loaded.refused = len(mended), notes[: len(dict.fromkeys(refused))]
    return taken


def _note(file: str, owner: str, vis: int, release: str, path: str, outcome: str, reason: str, said: str) -> models.LoadNote:
    identifier = uuid5(NAMESPACE_URL, f"beatbook:load-note:{vis}:{file}:{release}:{path}:{outcome}:{reason}")
    return models.LoadNote(
        id=identifier,
        owner=owner,
        vis=vis,
        file=file,
        release=release,
        path=path,
        outcome=outcome,
        reason=reason,
        said=said[:LONGEST_SAID],
    )


def _keep_notices(releases: Sequence[Release], file: str, owner: str, vis: int, loaded: LoadedNotices) -> None:
    rows = {}
    for one in releases:
        identifier = uuid5(NAMESPACE_URL, f"beatbook:notice:{vis}:{one.ocid}:{one.id}:{one.date}")
        content = json.loads(json.dumps(one.plain(), default=as_json))
        rows[identifier] = models.Notice(
            id=identifier,
            owner=owner,
            vis=vis,
            ocid=one.ocid,
            release=str(one.id),
            date=datetime.fromisoformat(one.date),
            content=content,
            file=file,
        )
    held = set(models.Notice.objects.using(USING).filter(id__in=rows).values_list("id", flat=True))
    models.Notice.objects.using(USING).bulk_create([row for key, row in rows.items() if key not in held], batch_size=500)
    loaded.same, loaded.new = len(held), len(rows) - len(held)


def _compiled(ocids: Iterable[str], vis: int) -> tuple[Release, ...]:
    kept = models.Notice.objects.using(USING).filter(ocid__in=list(ocids), vis=vis).values_list("content", flat=True)
    return merged(Release.model_validate(one) for one in kept)


def _keep_contracts(release: Release, owner: str, vis: int, ties: Ties, loaded: LoadedNotices) -> int:
    """Writes the contracts of one buying anew; their ids stay, so that readings and fees stay with them."""
    found = contracts_of(release)
    before = models.Contract.objects.using(USING).filter(ocid=release.ocid, vis=vis)
    gone = list(before.values_list("id", flat=True))
    for model in (models.ContractParty, models.Payment):
        model.objects.using(USING).filter(contract__in=gone).delete()
    before.delete()
    for one in found:
        identifier = contract_id(release.ocid, one.code, vis)
        tied = [(named, ties.of(named)) for named in one.buyers]
        whose = next((tie.organisation for _, tie in tied if tie.organisation), owner)
        loaded.untied += [named.name for named, tie in tied if not tie.organisation and named.name not in loaded.untied]
        models.Contract.objects.using(USING).create(id=identifier, owner=whose, vis=vis, ocid=release.ocid, **_columns(one))
        _keep_parties(one, identifier, whose, vis, tied)
        models.Payment.objects.using(USING).bulk_create(
            models.Payment(
                id=uuid5(identifier, f"payment:{paid.code}"),
                owner=whose,
                vis=vis,
                contract=identifier,
                code=paid.code,
                paid_on=paid.on,
                pence=paid.pence,
            )
            for paid in one.payments
        )
    return len(found)


def contract_id(ocid: str, code: str, vis: int) -> UUID:
    """The same for the same buying, contract and marking, however often it is said."""
    return uuid5(NAMESPACE_URL, f"beatbook:contract:{vis}:{ocid}:{code}")


def _columns(one: Bought) -> dict[str, Any]:
    names = ("code", "title", "status", "starts_on", "ends_on", "amount", "currency", "signed_on")
    return {name: getattr(one, name) for name in names} | {"value_pence": one.pence}


def _keep_parties(one: Bought, contract: UUID, owner: str, vis: int, tied: Sequence[tuple[Named, Tie]]) -> None:
    parties = [("buyer", named, tie) for named, tie in tied] + [("supplier", named, Tie()) for named in one.suppliers]
    models.ContractParty.objects.using(USING).bulk_create(
        models.ContractParty(
            id=uuid5(contract, f"{role}:{named.name}:{named.number or ''}"),
            owner=owner,
            vis=vis,
            contract=contract,
            role=role,
            name=named.name,
            number=named.number or "",
            organisation=tie.organisation,
            tied_by=tie.by or "; ".join(tie.could_be),
        )
        for role, named, tie in parties
    )
