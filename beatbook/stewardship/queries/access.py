"""Who holds what, which agreements stand, and which changes wait for a second person. Only those who manage access are answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.viewing import viewing
from beatbook.stewardship.models import AccessChange, AccessDecision
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Viewer

SEALED = "PP-"  # caveats of sealed identities, which have keepers of their own
FIGURES = "figures:"  # agreements that follow from the register of organisations, by itself


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that a user holds: a clearance, an agreement or a caveat, between two days."""

    kind: str
    code: str
    title: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """One user and all that they hold."""

    id: UUID
    name: str
    role: str
    organisation: str
    active: bool
    held: tuple[Held, ...]

    @property
    def clearance(self) -> str:
        """Their clearance in words."""
        levels = [int(one.code) for one in self.held if one.kind == "clearance"]
        return classification_words(max(levels, default=0))


@dataclass(frozen=True, slots=True)
class Sharing:
    """One sharing agreement."""

    code: str
    title: str
    purpose: str
    legal_basis: str
    shared: str
    owner: str
    parties: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    review_on: date
    holders: int

    def stands(self, today: date) -> bool:
        """Does it open anything on this day?"""
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Change:
    """One change that somebody asked for, and what became of it: waits, took effect, or was refused."""

    id: UUID
    user_id: UUID | None
    who: str
    kind: str
    code: str
    taken: bool
    starts_on: date
    ends_on: date | None
    facts: dict[str, Any]
    reason: str
    asked_by: UUID
    asker: str
    asked_at: datetime
    state: str
    decider: str
    decision: str


def classification_words(level: int) -> str:
    """OFFICIAL-SENSITIVE and the others, by number."""
    return Classification(level).name.replace("_", "-")


def holders(*, viewer: Viewer) -> list[Holder]:
    """Every account of a person, by name, with what each holds."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT u.id, u.display_name, u.role, o.name, u.active FROM access_user u JOIN access_organisation o ON o.code = u.organisation_id"
            " WHERE u.role <> 'system' AND u.username <> 'public' ORDER BY u.display_name, u.id"
        )
        people = cursor.fetchall()
        cursor.execute(
            "SELECT g.user_id, g.kind, g.code, coalesce(a.title, c.title, ''), g.starts_on, g.ends_on FROM access_grant g"
            " LEFT JOIN access_agreement a ON g.kind = 'agreement' AND a.code = g.code"
            " LEFT JOIN access_caveat c ON g.kind = 'caveat' AND c.code = g.code"
            " WHERE NOT (g.kind = 'caveat' AND starts_with(g.code, %s)) AND NOT (g.kind = 'agreement' AND starts_with(g.code, %s))"
            " ORDER BY g.kind, g.code",
            [SEALED, FIGURES],
        )
        held: dict[UUID, list[Held]] = {}
        for user_id, *grant in cursor.fetchall():
            held.setdefault(user_id, []).append(Held(*grant))
    return [Holder(one, name, role, body, active, tuple(held.get(one, ()))) for one, name, role, body, active in people]


def caveats_offered(*, viewer: Viewer) -> list[tuple[str, str]]:
    """Caveats that can be given here, as (code, title)."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT c.code, c.title FROM access_caveat c WHERE NOT starts_with(c.code, %s) ORDER BY c.code", [SEALED])
        return [(str(code), str(title)) for code, title in cursor.fetchall()]


def sharings(*, viewer: Viewer) -> list[Sharing]:
    """Every sharing agreement that somebody wrote, by code."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT a.code, a.title, a.purpose, a.legal_basis, a.shared, a.owner, a.parties, a.starts_on, a.ends_on, a.review_on,"
            " (SELECT count(*) FROM access_grant g WHERE g.kind = 'agreement' AND g.code = a.code) AS holders"
            " FROM access_agreement a WHERE NOT starts_with(a.code, %s) ORDER BY a.code",
            [FIGURES],
        )
        names = [column.name for column in cursor.description]
        return [Sharing(**{**dict(zip(names, row, strict=True)), "parties": tuple(row[6])}) for row in cursor.fetchall()]


def changes(*, viewer: Viewer, user_id: UUID | None = None, code: str | None = None, limit: int = 50) -> list[Change]:
    """Changes that were asked for, newest first: all, of one user, or of one agreement."""
    with viewing(viewer):
        names = names_of_users(viewer=viewer)
        rows = AccessChange.objects.order_by("-asked_at", "id")
        if user_id is not None:
            rows = rows.filter(user_id=user_id)
        if code is not None:
            rows = rows.filter(kind="sharing", code=code)
        found = list(rows[:limit])
        decided = AccessDecision.objects.in_bulk([row.id for row in found])
        return [_change(row, decided.get(row.id), names) for row in found]


def change_asked(change_id: UUID, *, viewer: Viewer) -> Change | None:
    """One change, or None."""
    with viewing(viewer):
        names = names_of_users(viewer=viewer)
        row = AccessChange.objects.filter(id=change_id).first()
        if row is None:
            return None
        decision = AccessDecision.objects.filter(change_id=change_id).first()
        return _change(row, decision, names)


def waiting(*, viewer: Viewer) -> list[Change]:
    """Changes that wait for a second person, oldest first."""
    return [change for change in reversed(changes(viewer=viewer, limit=500)) if change.state == "waits"]


def _change(row: AccessChange, decision: AccessDecision | None, names: dict[str, str]) -> Change:
    state = "took effect" if not row.widens else "waits" if decision is None else "took effect" if decision.agreed else "refused"
    return Change(
        row.id,
        row.user_id,
        names.get(str(row.user_id), ""),
        row.kind,
        row.code,
        row.taken,
        row.starts_on,
        row.ends_on,
        row.facts,
        row.reason,
        row.asked_by,
        names.get(str(row.asked_by), "Unknown"),
        row.asked_at,
        state,
        names.get(str(decision.decided_by), "Unknown") if decision else "",
        decision.reason if decision else "",
    )
