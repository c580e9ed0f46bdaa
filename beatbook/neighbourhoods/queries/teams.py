"""Forces as they present themselves; the people, priorities and meetings of a neighbourhood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.neighbourhoods.models import Force, Meeting, Priority, TeamMember
from beatbook.neighbourhoods.national import NON_EMERGENCY, NationalForce, national_forces
from beatbook.neighbourhoods.queries.published import areas_by_force
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ForceView:
    """A force. `held` says whether this installation holds anything of it."""

    code: str
    name: str
    url: str
    telephone: str
    description: str
    engagement: Sequence[Mapping[str, str]]
    held: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody of the team, or a chief officer."""

    name: str
    rank: str
    bio: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PriorityView:
    """A priority, newest first among its kind; `deeds` are (day, what was done), oldest first."""

    issue: str
    raised_on: date
    deeds: Sequence[tuple[date, str]]
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting or other event."""

    id: UUID
    title: str
    kind: str
    description: str
    address: str
    contact: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime | None


def forces(*, viewer: Viewer) -> list[ForceView]:
    """Every force of the country and any other that is held, by code."""
    with viewing(viewer):
        own = {row.code: _force(row) for row in Force.objects.all()}
        served = areas_by_force(viewer=viewer)
    listed = {code: _listed(force, code in served) for code, force in national_forces().items()}
    others = {
        code: ForceView(code, code.replace("-", " ").title(), "", NON_EMERGENCY, "", (), True) for code in served if code not in listed
    }
    return [force for _, force in sorted({**others, **listed, **own}.items())]


def force_named(code: str, *, viewer: Viewer) -> ForceView | None:
    """One force by its code, or None."""
    return next((force for force in forces(viewer=viewer) if force.code == code), None)


def members_of(force: str, neighbourhood: str = "", *, viewer: Viewer) -> list[MemberView]:
    """The team of a neighbourhood or, without one, the force's chief officers, in the order in which they were given."""
    with viewing(viewer):
        rows = TeamMember.objects.filter(force=force, neighbourhood=neighbourhood).order_by("place", "name")
        return [MemberView(row.name, row.rank, row.bio, row.contact) for row in rows]


def priorities_of(force: str, neighbourhood: str, *, viewer: Viewer) -> list[PriorityView]:
    """What residents asked for and what was done about it: open ones first, then the newest."""
    with viewing(viewer):
        rows = list(Priority.objects.filter(force=force, neighbourhood=neighbourhood).order_by("-raised_on", "issue"))
    rows.sort(key=lambda row: row.closed_on is not None)
    return [PriorityView(row.issue, row.raised_on, [_deed(deed) for deed in row.deeds], row.closed_on) for row in rows]


def meetings_of(force: str, neighbourhood: str, since: datetime | None = None, *, viewer: Viewer) -> list[MeetingView]:
    """Meetings that end at or after `since`, in order of their beginnings."""
    with viewing(viewer):
        rows = Meeting.objects.filter(force=force, neighbourhood=neighbourhood).order_by("starts_at", "title")
        found = [
            MeetingView(row.id, row.title, row.kind, row.description, row.address, row.contact, row.starts_at, row.ends_at) for row in rows
        ]
    return [meeting for meeting in found if since is None or (meeting.ends_at or meeting.starts_at) >= since]


def _force(row: Force) -> ForceView:
    return ForceView(row.code, row.name, row.url, row.telephone, row.description, row.engagement, True)


def _listed(force: NationalForce, held: bool) -> ForceView:
    return ForceView(force.code, force.name, force.url, NON_EMERGENCY, "", (), held)


def _deed(deed: Mapping[str, str]) -> tuple[date, str]:
    return date.fromisoformat(deed["on"]), deed["said"]
