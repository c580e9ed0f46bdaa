"""The screens that somebody may see again: never one that showed what they may not see, and with word of what was removed since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.audit.queries import Screen, screen, screens_before
from beatbook.db.viewing import viewing
from beatbook.sources.queries import visible_ids
from beatbook.stewardship.models import PastMark, Removal
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Gap:
    """One record that was on a screen and has been removed for good since: when, and why."""

    record_id: UUID
    removed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """From which moment on the past is kept: the transaction below which it is not, and the day of it; 0 and None when all is."""

    since: int = 0
    day: datetime | None = None


def screen_of(event_id: UUID, *, viewer: Viewer) -> Screen | None:
    """One screen of the log; None when the viewer may not read it, or when it showed anything that they may not see."""
    found = screen(event_id, viewer=viewer)
    return found if found and _open([found], viewer=viewer) else None


def screens_of(user_id: UUID, at: datetime, *, viewer: Viewer, limit: int = 20) -> list[Screen]:
    """What a user was shown last up to a moment, newest first."""
    return _open(screens_before(user_id, at, viewer=viewer, limit=limit), viewer=viewer)


def removed_among(ids: Collection[UUID], *, viewer: Viewer) -> list[Gap]:
    """Those of these records that were removed for good, as far as the viewer might have seen them; oldest removal first."""
    with viewing(viewer):
        rows = Removal.objects.filter(record_id__in=set(ids)).order_by("removed_at", "record_id")
        return [Gap(row.record_id, row.removed_at, row.reason) for row in rows]


def kept_since(*, viewer: Viewer) -> Kept:
    """From which moment on the past is kept."""
    with viewing(viewer):
        mark = PastMark.objects.filter(thinned_at__isnull=False).order_by("-upto").first()
    return Kept(mark.upto, mark.at) if mark else Kept()


def _open(found: Sequence[Screen], *, viewer: Viewer) -> list[Screen]:
    ids = {one for each in found for one in each.record_ids}
    known = visible_ids(ids, viewer=viewer) | {gap.record_id for gap in removed_among(ids, viewer=viewer)}
    return [each for each in found if known.issuperset(each.record_ids)]
