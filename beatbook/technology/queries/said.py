"""The blueprint with its versions and comments, and the members' backlog."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.viewing import viewing
from beatbook.technology import models
from beatbook.technology.queries.portfolio import Thread
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class BlueprintLine:
    """One version of what the centre says of a capability."""

    capability: str
    version: int
    owner: str
    status: str
    targets: tuple[str, ...]
    standards: tuple[str, ...]
    text: str
    from_on: date | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class WishLine:
    """One wish of the members' backlog with its votes."""

    id: UUID
    organisation: str
    title: str
    reason: str
    capability: str
    votes: int
    is_mine: bool


def blueprint_versions(*, viewer: Viewer, capability: str | None = None) -> list[BlueprintLine]:
    """Every version, the newest first."""
    with viewing(viewer):
        rows = models.BlueprintVersion.objects.order_by("-said_at", "id")
        rows = rows.filter(capability=capability) if capability else rows
        return [
            BlueprintLine(
                row.capability,
                row.version,
                row.owner,
                row.status,
                tuple(row.targets),
                tuple(row.standards),
                row.text,
                row.from_on,
                row.said_at,
            )
            for row in rows
        ]


def blueprint(*, viewer: Viewer) -> dict[str, BlueprintLine]:
    """The newest version for each capability."""
    found: dict[str, BlueprintLine] = {}
    for line in blueprint_versions(viewer=viewer):
        found.setdefault(line.capability, line)
    return found


def blueprint_comments(capability: str, *, viewer: Viewer) -> list[Thread]:
    """What was said of the blueprint for a capability, the oldest first."""
    names = names_of_users(viewer=viewer)
    with viewing(viewer):
        rows = models.BlueprintComment.objects.filter(capability=capability).order_by("said_at", "id")
        return [Thread(row.owner, names.get(str(row.said_by), ""), row.said_at, row.text) for row in rows]


def wishes(*, viewer: Viewer) -> list[WishLine]:
    """The members' backlog: most votes first, then the oldest."""
    with viewing(viewer):
        votes = list(models.Vote.objects.values_list("wish", "owner"))
        rows = list(models.Wish.objects.order_by("said_at", "id"))
    counts, mine = Counter(one for one, _ in votes), {one for one, owner in votes if owner == viewer.organisation}
    found = [WishLine(row.id, row.owner, row.title, row.reason, row.capability, counts[row.id], row.id in mine) for row in rows]
    return sorted(found, key=lambda one: -one.votes)
