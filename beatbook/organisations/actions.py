"""Takes the register in, gives people the codes that open figures to them, and records what bodies decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from beatbook.access.actions import add_agreements, intern_marking, intern_markings, set_agreements, users_with_roles
from beatbook.access.permissions import Tool, roles_with
from beatbook.db.viewing import viewing
from beatbook.organisations import models
from beatbook.organisations.dated import Register
from beatbook.organisations.entitlements import codes_held
from beatbook.organisations.kinds import POLICE_KINDS
from beatbook.organisations.queries import NotYours, figure_vis_seen, read_register
from beatbook.organisations.tables import COLUMNS, RefusedRow, read_table
from beatbook.organisations.visibility import NATIONAL, PREFIX, Visibility, figure_marking, owner_code, peers_code
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

CARRIED = Path(__file__).parent / "data"
_TABLES: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "organisations": (models.Organisation, ("code",)),
    "former_names": (models.FormerName, ("organisation", "name", "starts_on")),
    "ties": (models.Tie, ("organisation", "kind", "other", "starts_on")),
    "groups": (models.Group, ("code",)),
    "memberships": (models.Membership, ("group", "organisation", "starts_on")),
    "bodies": (models.Body, ("code",)),
    "seats": (models.Seat, ("body", "organisation", "office", "starts_on")),
    "authorities": (models.Authority, ("code",)),
}
_REFERENCES: Mapping[str, type[Any]] = {
    "organisation": models.Organisation,
    "other": models.Organisation,
    "group": models.Group,
    "body": models.Body,
}


class RegisterMissing(BeatbookError):
    """The folder holds none of the register's files: organisations.csv, ties.csv, groups.csv, memberships.csv and their kin."""


@dataclass(slots=True)
class Loaded:
    """What a load did: rows held after it, by table, and the rows that were refused."""

    rows: dict[str, int] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    def sentence(self) -> str:
        """The load in one line."""
        taken = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in self.rows.items() if count)
        return f"Took {taken or 'nothing'}; refused {len(self.refused):,} rows."


def load_register(folder: Path, *, today: date) -> Loaded:
    """Takes every file of the register in `folder`; the same folder again changes nothing. People's grants follow at once.

    Raises:
        RegisterMissing: none of the files is there.
    """
    names = [name for name in COLUMNS if (folder / f"{name}.csv").is_file()]
    if not names:
        raise RegisterMissing(f"{folder}: no file of the register. Expected some of {', '.join(f'{name}.csv' for name in COLUMNS)}.")
    loaded = Loaded()
    with transaction.atomic(using="ingest"):
        for name in names:
            _take(name, folder / f"{name}.csv", loaded)
    refresh_entitlements(today=today)
    return loaded


def _take(name: str, path: Path, loaded: Loaded) -> None:
    table = read_table(name, path.name, path.read_text(encoding="utf-8-sig"))
    loaded.refused += table.refused
    model, key = _TABLES[name]
    known = {column: set(to.objects.using("ingest").values_list("code", flat=True)) for column, to in _REFERENCES.items()}
    held = {tuple(getattr(row, _column(part)) for part in key): row for row in model.objects.using("ingest").all()}
    loaded.rows[name] = 0
    for number, row in table.rows:
        strange = [column for column in _REFERENCES if row.get(column) and row[column] not in known[column]]
        if strange:
            loaded.refused.append(RefusedRow(path.name, number, strange[0], f"“{row[strange[0]]}” is not known here; load it first"))
            continue
        values = {_column(column): value or None if column == "body" else value for column, value in row.items()}
        before = held.get(tuple(row[part] for part in key))
        if before is None or any(getattr(before, column) != value for column, value in values.items()):
            changed = before or model()
            for column, value in values.items():
                setattr(changed, column, value)
            changed.save(using="ingest", force_insert=before is None)
            held[tuple(row[part] for part in key)] = changed
        loaded.rows[name] += 1


def _column(name: str) -> str:
    return f"{name}_id" if name in _REFERENCES else name


def refresh_entitlements(*, today: date) -> None:
    """Gives everybody who works with figures exactly the codes that the register gives their organisation, each with its dates."""
    register = read_register(using="ingest")
    _register_agreements(register)
    held: dict[str, dict[str, tuple[date, date | None]]] = {}
    for username, organisation in users_with_roles(roles_with(Tool.FIGURES)):
        if organisation not in held:
            held[organisation] = {code: (p.first, p.last) for code, p in codes_held(organisation, register, today).items()}
        set_agreements(username, held[organisation], prefix=PREFIX)


def figure_vis(owner: str, visibility: Visibility, *, using: str = "ingest") -> int:
    """The number of the marking that a figure of `owner` bears at this visibility: for loaders, which may make it."""
    return intern_marking(figure_marking(owner, visibility), using=using)


def record_decision(
    body: str, *, matter: str, title: str, reason: str, amount_pence: int | None, decided_on: date, visibility: Visibility, viewer: Viewer
) -> UUID:
    """Writes down what a body decided, in the name of the viewer's own organisation. Decisions are added, never changed.

    Raises:
        NotYours: the viewer's organisation keeps no figures here.
    """
    identifier = uuid4()
    vis = figure_vis_seen(viewer.organisation, visibility, viewer=viewer)
    values = [identifier, viewer.organisation, vis, body, matter, title, reason, amount_pence, decided_on, viewer.user_id]
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO organisations_decision (id, owner, vis, body_id, matter, title, reason, amount_pence, decided_on, recorded_by)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            values,
        )
    return identifier


def _register_agreements(register: Register) -> None:
    """Each code is an agreement like any other, and each organisation's markings exist before its people write with them."""
    owners = [one for one in register.organisations.values() if one.kind in POLICE_KINDS or one.kind in ("company", "partner")]
    facts = [_agreement(NATIONAL, "Figures that every police body sees", [], date(2020, 1, 1))]
    for one in owners:
        facts.append(_agreement(owner_code(one.code), f"Figures of {one.name}", [one.code], one.period.first))
        facts.append(_agreement(peers_code(one.code), f"Figures of {one.name}, open to its peers", [one.code], one.period.first))
    add_agreements(facts)
    intern_markings([figure_marking(one.code, visibility) for one in owners for visibility in Visibility])


def _agreement(code: str, title: str, parties: Sequence[str], starts_on: date) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "purpose": "Comparing and planning technology and spending",
        "legal_basis": "Figures of organisations; no personal data",
        "parties": list(parties),
        "starts_on": starts_on,
        "ends_on": None,
        "review_on": date(9999, 12, 31),
    }


__all__ = ["CARRIED", "Loaded", "NotYours", "RegisterMissing", "figure_vis", "load_register", "record_decision", "refresh_entitlements"]
