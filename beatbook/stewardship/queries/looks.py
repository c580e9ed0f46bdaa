"""The log as a reviewer may read it: only looks all of whose records they may see themselves, with what is odd about each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from beatbook.access.queries import names_of_users
from beatbook.audit.queries import MOST_OF_A_DAY, LookLine, looks_between
from beatbook.db.viewing import viewing
from beatbook.sources.queries import records_by_ids, visible_ids
from beatbook.stewardship.flags import USUAL_DAYS, Flag, folded, name_flags, unusual_days
from beatbook.stewardship.models import LookReview
from beatbook.stewardship.sampling import is_drawn
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

MOST_LOOKS = 5_000
MOST_NAMES = 50  # people of one look whose names are compared; a search may show hundreds


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, why, what it showed, what is odd about it, whether it was drawn for the sample, and what reviewers said."""

    line: LookLine
    looker: str
    names: tuple[str, ...]
    flags: tuple[Flag, ...]
    drawn: bool
    reviews: tuple[tuple[str, str, str], ...]

    @property
    def waits(self) -> bool:
        """Must somebody still say something about it?"""
        return (self.drawn or bool(self.flags)) and not self.reviews


def looks_for_review(*, viewer: Viewer, days: int, user_id: UUID | None = None, now: datetime | None = None) -> list[Look]:
    """Looks of the last `days` days that this viewer may oversee, newest first.

    A look is left out when it showed anything that the viewer may not see: what it was about would show through it.
    """
    until = now or clock.now()
    since = until - timedelta(days=days)
    lines = looks_between(until - timedelta(days=max(days, USUAL_DAYS)), until, viewer=viewer, user_id=user_id, limit=MOST_LOOKS)
    seen = visible_ids({one for line in lines for one in line.record_ids}, viewer=viewer)
    lines = [line for line in lines if seen.issuperset(line.record_ids)]
    odd = unusual_days(_days_by_person(lines), most=None if user_id else MOST_OF_A_DAY)
    lines = [line for line in lines if line.at >= since]
    names = _names_of_people({one for line in lines for one in line.record_ids[:MOST_NAMES]}, viewer=viewer)
    staff = names_of_users(viewer=viewer)
    colleagues = {folded(name): name for name in staff.values()}
    reviews = _reviews([line.id for line in lines], staff, viewer=viewer)
    key = settings.SECRET_KEY.encode()
    return [_look(line, names, staff, colleagues, odd, reviews, key) for line in lines]


def _look(
    line: LookLine,
    names: Mapping[UUID, str],
    staff: Mapping[str, str],
    colleagues: Mapping[str, str],
    odd: Mapping[tuple[UUID, date], Flag],
    reviews: Mapping[UUID, tuple[tuple[str, str, str], ...]],
    key: bytes,
) -> Look:
    looker = staff.get(str(line.user_id), "Unknown")
    people = tuple(dict.fromkeys(names[one] for one in line.record_ids[:MOST_NAMES] if one in names))
    flags = name_flags(looker, people, {name: who for name, who in colleagues.items() if who != looker})
    unusual = odd.get((line.user_id, _day(line.at)))
    flags += (unusual,) if unusual else ()
    return Look(line, looker, people, flags, is_drawn(line.id, key), reviews.get(line.id, ()))


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _days_by_person(lines: Sequence[LookLine]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    for line in lines:
        found[line.user_id].append(_day(line.at))
    return found


def _names_of_people(ids: set[UUID], *, viewer: Viewer) -> dict[UUID, str]:
    found = {}
    for record in records_by_ids(sorted(ids), viewer=viewer):
        if record.kind == "person":
            said = [str(record.content.get(part) or "") for part in ("forenames", "surname")]
            found[record.id] = " ".join(part for part in said if part).title() or str(record.content.get("full_name") or "").title()
    return {one: name for one, name in found.items() if name}


def _reviews(event_ids: Sequence[UUID], staff: Mapping[str, str], *, viewer: Viewer) -> dict[UUID, tuple[tuple[str, str, str], ...]]:
    found: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    with viewing(viewer, alias="audit_reader"):
        for row in LookReview.objects.using("audit_reader").filter(event_id__in=event_ids).order_by("decided_at", "id"):
            found[row.event_id].append((row.verdict, row.note, staff.get(str(row.decided_by), "Unknown")))
    return {event: tuple(said) for event, said in found.items()}
