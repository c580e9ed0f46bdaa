"""Calls of the pooling room: pooled needs, offers, plans and members' statements, for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pooling import queries
from beatbook.pooling.books import members_of, statement_of, years_of
from beatbook.pooling.frozen import plan_as_json

router = Router(tags=["Buying together"])


class NeedShown(Schema):
    """What one force said that it needs; money in pence."""

    force: str
    name: str
    users: int
    price_pence: int
    supplier: str
    contract_ends_on: date
    exit_fee_pence: int
    requires: list[str]
    leaves_by: date | None
    budget_pence: int | None


class TierShown(Schema):
    """From so many users on, each costs so much a year."""

    floor_users: int
    price_pence: int


class OfferShown(Schema):
    """One supplier's offer."""

    code: str
    supplier: str
    lot: str
    is_small: bool
    tiers: list[TierShown]
    provides: list[str]


class PoolShown(Schema):
    """A pooled need with what the caller may see of it."""

    code: str
    title: str
    capability: str
    begins_on: date
    years: int
    needs: list[NeedShown]
    offers: list[OfferShown]


class PlanShown(Schema):
    """One of the caller's own plans; `plan` is there from stage “good” on."""

    id: UUID
    pool: str
    stage: str = Field(description="waiting, begun, good, best or none")
    plan: dict[str, Any] | None
    further: dict[str, Any] = Field(
        description="What each alone would pay, the cost without the rule that nobody pays more, or the rules in the way"
    )


class StatementShown(Schema):
    """One member's year in the shared company's books; pence."""

    member: str
    year: int
    brought_forward_pence: int
    this_year_pence: int
    returned_pence: int
    carried_forward_pence: int
    billed_pence: int
    paid_pence: int
    owes_pence: int


@router.get("/pooling/{code}", response=PoolShown, summary="A pooled need with its needs and offers", url_name="api-pooled-need")
@needs(Tool.FIGURES, task=True)
def pooled_need(request: HttpRequest, code: str) -> PoolShown:
    """What the page of the pooled need shows."""
    found = queries.pool(code, viewer=request.viewer)
    if found is None:
        raise Http404
    said, known = queries.needs(code, viewer=request.viewer), queries.offers(code, viewer=request.viewer)
    note(request, "consultation", pool=code, needs=len(said))
    names = ("force", "name", "users", "price_pence", "supplier", "contract_ends_on", "exit_fee_pence", "leaves_by", "budget_pence")
    return PoolShown(
        code=found.code,
        title=found.title,
        capability=found.capability,
        begins_on=found.begins_on,
        years=found.years,
        needs=[NeedShown(**{name: getattr(one, name) for name in names}, requires=list(one.requires)) for one in said],
        offers=[_offer(one) for one in known],
    )


def _offer(one: queries.OfferFacts) -> OfferShown:
    offer = one.offer
    tiers = [TierShown(floor_users=tier.floor_users, price_pence=tier.price_pence) for tier in offer.tiers]
    return OfferShown(
        code=offer.code, supplier=offer.supplier, lot=offer.lot, is_small=offer.is_small, tiers=tiers, provides=sorted(one.provides)
    )


@router.get("/plans/{identifier}", response=PlanShown, summary="One of your own move plans", url_name="api-move-plan")
@needs(Tool.FIGURES, task=True)
def move_plan(request: HttpRequest, identifier: UUID) -> PlanShown:
    """What the page of the plan shows, as far as the work has come."""
    found = queries.plan(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "consultation", plan=str(identifier))
    plan = plan_as_json(found.plan) if found.plan else None
    return PlanShown(id=found.id, pool=found.pool.code, stage=found.stage, plan=plan, further=found.further)


@router.get("/books/{company}", response=list[StatementShown], summary="Members’ statements", url_name="api-statements")
@needs(Tool.FIGURES, task=True)
def statements(request: HttpRequest, company: str) -> list[StatementShown]:
    """Every statement that the caller may read."""
    lines = queries.seen_lines(company, viewer=request.viewer)
    if not members_of(lines):
        raise Http404
    note(request, "consultation", company=company)
    found = [statement_of(lines, member, year) for year in years_of(lines) for member in members_of(lines)]
    return [StatementShown(**{name: getattr(one, name) for name in StatementShown.model_fields}) for one in found]
