"""Acts of the review queue: begin a day's list, take an item before one, and set how many a team is given. All are only added."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from beatbook.access.actions import intern_marking
from beatbook.db.viewing import viewing
from beatbook.linkage.review import MOST_SIZE, Kind, list_for_day
from beatbook.linkage.reviewing.queries import Item, items_of_day, left_over, size_of_team, team_of, waiting_pairs
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

_ITEM = (
    "INSERT INTO linkage_reviewitem (id, a, b, owner, team, day, place, kind, first_day, va, vb)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


class SizeRefused(BeatbookError):
    """A daily list holds between 1 and 200 pairs: choose what a person can clear in a day."""


def begin_day(*, viewer: Viewer, day: date) -> list[Item]:
    """The viewer's list of this day, made now if it is not there yet: what was left over first, then what waits. Once made it does not change."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"review {viewer.user_id}"])  # twice pressed is once begun
        existing = items_of_day(viewer=viewer, day=day)
        if existing:
            return existing
        size = size_of_team(viewer=viewer)
        kept = left_over(viewer=viewer, day=day)[:size]
        taken = {(item.a, item.b) for item in kept}
        fresh = [one for one in waiting_pairs(viewer=viewer, day=day) if (one.a, one.b) not in taken]
        chosen = [(item.a, item.b, item.kind, item.first_day) for item in kept]
        chosen += [(one.a, one.b, one.kind, day) for one in list_for_day(fresh, day.isoformat(), size - len(kept))]
        marks = _marks_of((end for a, b, _, _ in chosen for end in (a, b)), viewer)
        for place, (a, b, kind, first_day) in enumerate(chosen):
            about = [place, Kind(kind).value, first_day, marks[a], marks[b]]
            cursor.execute(_ITEM, [uuid4(), a, b, viewer.user_id, team_of(viewer=viewer), day, *about])
        return items_of_day(viewer=viewer, day=day)


def claim_item(item: Item, *, viewer: Viewer) -> None:
    """Says that the viewer has this item of their own list before them."""
    marks = _marks_of((item.a, item.b), viewer)
    if item.owner != viewer.user_id or len(marks) < 2:
        return
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO linkage_reviewclaim (id, a, b, claimed_by, claimed_at, va, vb) VALUES (%s, %s, %s, %s, clock_timestamp(), %s, %s)",
            [uuid4(), item.a, item.b, viewer.user_id, marks[item.a], marks[item.b]],
        )


def set_size(size: int, *, viewer: Viewer) -> None:
    """Sets how many pairs a reviewer of the viewer's team is given from the next list on.

    Raises:
        SizeRefused: not between 1 and 200.
    """
    if not 1 <= size <= MOST_SIZE:
        raise SizeRefused(f"Enter a number between 1 and {MOST_SIZE}")
    vis = intern_marking(Marking(Classification.OFFICIAL, frozenset({viewer.organisation})))
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO linkage_reviewsize (id, team, size, set_by, set_at, vis) VALUES (%s, %s, %s, %s, clock_timestamp(), %s)",
            [uuid4(), team_of(viewer=viewer), size, viewer.user_id, vis],
        )


def _marks_of(record_ids: Iterable[UUID], viewer: Viewer) -> dict[UUID, int]:
    with viewing(viewer) as cursor:
        cursor.execute("SELECT r.id, r.vis FROM sources_record r WHERE r.id = ANY (%s::uuid[]) AND NOT r.withdrawn", [list(record_ids)])
        return dict(cursor.fetchall())
