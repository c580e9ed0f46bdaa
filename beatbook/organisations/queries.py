"""The register and what bodies decided, for a viewer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beatbook.access.queries import markings
from beatbook.db.viewing import viewing
from beatbook.organisations import models
from beatbook.organisations.dated import MembershipFacts, OrganisationFacts, Period, Register, TieFacts
from beatbook.organisations.visibility import Visibility, figure_marking, visibility_of
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer


class NotYours(BeatbookError):
    """Only an organisation's own people write its figures; others may ask about them."""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group, its kind, its days and its source."""

    code: str
    name: str
    kind: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A place on a body: the organisation and the office that hold it."""

    organisation: str
    office: str
    votes: int


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """A body, what it is for and who sits on it on the day that was asked for."""

    code: str
    name: str
    purpose: str
    seats: tuple[SeatFacts, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Who may decide a matter and up to how much; None is without limit."""

    matter: str
    decider: str
    body: str | None
    limit_pence: int | None


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a body decided, as far as the viewer may see it."""

    id: UUID
    owner: str
    body: str
    matter: str
    title: str
    reason: str
    amount_pence: int | None
    decided_on: date
    visibility: Visibility | None


def register(*, viewer: Viewer) -> Register:
    """Organisations, ties and memberships: all of it is public."""
    with viewing(viewer):
        return read_register(using="default")


def read_register(*, using: str) -> Register:
    """The register over one connection: for jobs, which have no viewer."""
    names: dict[str, list[tuple[str, Period]]] = {}
    for old in models.FormerName.objects.using(using).all():
        names.setdefault(old.organisation_id, []).append((old.name, Period(old.starts_on, old.ends_on)))
    organisations = {
        row.code: OrganisationFacts(
            row.code, row.name, row.kind, Period(row.starts_on, row.ends_on), row.source, tuple(names.get(row.code, ())), row.company_number
        )
        for row in models.Organisation.objects.using(using).order_by("code")
    }
    ties = tuple(
        TieFacts(row.organisation_id, row.kind, row.other_id, Period(row.starts_on, row.ends_on), row.source)
        for row in models.Tie.objects.using(using).order_by("starts_on", "id")
    )
    memberships = tuple(
        MembershipFacts(row.group_id, row.organisation_id, Period(row.starts_on, row.ends_on), row.source)
        for row in models.Membership.objects.using(using).order_by("group_id", "organisation_id", "starts_on")
    )
    return Register(organisations, ties, memberships)


def groups(*, viewer: Viewer) -> dict[str, GroupFacts]:
    """Every group by its code."""
    with viewing(viewer):
        rows = models.Group.objects.order_by("kind", "name")
        return {row.code: GroupFacts(row.code, row.name, row.kind, Period(row.starts_on, row.ends_on), row.source) for row in rows}


def bodies(*, viewer: Viewer, on: date) -> list[BodyFacts]:
    """The bodies that govern technology on a day, each with its seats."""
    with viewing(viewer):
        rows = models.Body.objects.prefetch_related("seats").order_by("name")
        return [
            BodyFacts(row.code, row.name, row.purpose, tuple(_seats(row, on)))
            for row in rows
            if Period(row.starts_on, row.ends_on).holds(on)
        ]


def _seats(body: models.Body, on: date) -> list[SeatFacts]:
    seats = [seat for seat in body.seats.all() if Period(seat.starts_on, seat.ends_on).holds(on)]
    return [SeatFacts(seat.organisation_id, seat.office, seat.votes) for seat in sorted(seats, key=lambda one: (-one.votes, one.office))]


def limits(*, viewer: Viewer, on: date) -> list[Limit]:
    """Who may decide what on a day, the lowest limit of a matter first."""
    with viewing(viewer):
        rows = [row for row in models.Authority.objects.all() if Period(row.starts_on, row.ends_on).holds(on)]
    rows.sort(key=lambda row: (row.matter, row.limit_pence is None, row.limit_pence or 0, row.code))
    return [Limit(row.matter, row.decider, row.body_id, row.limit_pence) for row in rows]


def who_may_decide(matter: str, amount_pence: int, *, viewer: Viewer, on: date) -> Limit | None:
    """The first that may decide a matter of this amount: the one with the lowest limit that reaches it. None when nobody may."""
    found = [one for one in limits(viewer=viewer, on=on) if one.matter == matter]
    return next((one for one in found if one.limit_pence is None or one.limit_pence >= amount_pence), None)


def decisions(*, viewer: Viewer) -> list[DecisionFacts]:
    """What bodies decided, the latest first, as far as this viewer may see it."""
    seen = visibilities(viewer=viewer)
    with viewing(viewer):
        rows = models.Decision.objects.order_by("-decided_on", "-recorded_at", "id")
        return [
            DecisionFacts(
                row.id, row.owner, row.body_id, row.matter, row.title, row.reason, row.amount_pence, row.decided_on, seen.get(row.vis)
            )
            for row in rows
        ]


def visibilities(*, viewer: Viewer) -> dict[int, Visibility]:
    """How far a figure is seen, by the number of its marking; of those that this viewer may see."""
    found = {number: visibility_of(marking) for number, marking in markings(viewer=viewer).items()}
    return {number: visibility for number, visibility in found.items() if visibility}


def figure_vis_seen(owner: str, visibility: Visibility, *, viewer: Viewer) -> int:
    """The number of the marking for a figure of `owner`, for a page on which its own people write.

    Raises:
        NotYours: the viewer does not see figures of this owner, so that they cannot write one.
    """
    wanted = figure_marking(owner, visibility)
    found = next((number for number, marking in markings(viewer=viewer).items() if marking == wanted), None)
    if found is None or owner != viewer.organisation:
        raise NotYours("Only an organisation’s own people write its figures.")
    return found
