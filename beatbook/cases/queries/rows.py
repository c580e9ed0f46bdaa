"""What people here wrote, as rows: each read for a viewer, newest first."""

from collections.abc import Collection, Mapping
from uuid import UUID

from beatbook.cases.models import Allocation, Contact, Decision, Needs, Plan, Referral, Review
from beatbook.cases.written import ContactRow, Line, NeedsRow, PlanVersion, ReferralStep, Standing
from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer


def plan_versions(record_ids: Collection[UUID], *, viewer: Viewer) -> list[PlanVersion]:
    """Versions of the plan."""
    with viewing(viewer):
        rows = Plan.objects.filter(record_id__in=record_ids).order_by("-written_at", "-id")
        return [PlanVersion(row.id, row.text, row.written_by, row.written_at) for row in rows]


def lines_of(record_ids: Collection[UUID], *, viewer: Viewer) -> list[Line]:
    """Decisions with their rationale, and reviews."""
    with viewing(viewer):
        decided = Decision.objects.filter(record_id__in=record_ids)
        lines = [Line(row.id, "decision", row.decision, row.rationale, row.written_by, row.written_at) for row in decided]
        reviewed = Review.objects.filter(record_id__in=record_ids)
        lines += [Line(row.id, "review", row.found, "", row.written_by, row.written_at) for row in reviewed]
    return sorted(lines, key=lambda line: (line.at, str(line.id)), reverse=True)


def standings_of(record_ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, Standing]:
    """Who has each of these events' investigations, and when it is reviewed next, by event; those of which nobody said anything are left out."""
    with viewing(viewer):
        given = {row.record_id: row for row in Allocation.objects.filter(record_id__in=record_ids).order_by("written_at", "id")}
        reviewed = {row.record_id: row for row in Review.objects.filter(record_id__in=record_ids).order_by("written_at", "id")}
    return {one: _standing(given.get(one), reviewed.get(one)) for one in given.keys() | reviewed.keys()}


def latest_standing(found: Mapping[UUID, Standing]) -> Standing:
    """The investigation's, at whichever of its events it was written: to whom it was given last, and its last review."""
    gave, saw = Standing(), Standing()
    for standing in found.values():
        if standing.given_at and (gave.given_at is None or standing.given_at > gave.given_at):
            gave = standing
        if standing.reviewed_at and (saw.reviewed_at is None or standing.reviewed_at > saw.reviewed_at):
            saw = standing
    return Standing(gave.officer, gave.given_at, saw.review_on, saw.reviewed_at)


def referrals_of(record_ids: Collection[UUID], *, viewer: Viewer) -> list[ReferralStep]:
    """Every step of every referral."""
    with viewing(viewer):
        rows = Referral.objects.filter(record_id__in=record_ids).order_by("-written_at", "-id")
        return [
            ReferralStep(r.record_id, r.referral_id, r.from_team, r.to_team, r.state, r.words, r.written_by, r.written_at) for r in rows
        ]


def contacts_of(record_ids: Collection[UUID], *, viewer: Viewer) -> list[ContactRow]:
    """Contacts with victims, and attempts."""
    with viewing(viewer):
        rows = Contact.objects.filter(record_id__in=record_ids).order_by("-at", "-id")
        return [ContactRow(r.record_id, r.about_id, r.at, r.method, r.reached, r.words, tuple(r.told), r.written_by) for r in rows]


def needs_of(record_ids: Collection[UUID], *, viewer: Viewer) -> list[NeedsRow]:
    """Assessments of victims' needs."""
    with viewing(viewer):
        rows = Needs.objects.filter(record_id__in=record_ids).order_by("-written_at", "-id")
        return [_needs(row) for row in rows]


def _needs(row: Needs) -> NeedsRow:
    said = (row.method, row.every_days, row.words, row.support, row.statement)
    return NeedsRow(row.id, row.record_id, row.about_id, tuple(row.grounds), *said, row.written_by, row.written_at)


def _standing(gave: Allocation | None, saw: Review | None) -> Standing:
    given = (gave.officer, gave.written_at) if gave else (None, None)
    return Standing(*given, *((saw.next_on, saw.written_at) if saw else (None, None)))
