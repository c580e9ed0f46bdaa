"""Calls of the innovation room: rounds with their bids, the register of benefits, and appraisals, for programs."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.innovation import queries
from beatbook.innovation.appraisal import appraised
from beatbook.innovation.benefits import standing
from beatbook.innovation.fund import NoAllocation, allocated

router = Router(tags=["Innovation"])


class BidShown(Schema):
    """One bid of a round; money in pence."""

    id: UUID
    owner: str
    title: str
    stage: str
    ask_pence: int
    counted_benefit_pence: int
    funded: bool = Field(description="In the allocation of the bids that you may see")


class RoundShown(Schema):
    """A round of the fund."""

    code: str
    title: str
    budget_pence: int
    opens_on: date
    closes_on: date
    refusal: str = Field(description="Why no allocation keeps the round’s rules; empty when one does")
    bids: list[BidShown]


class BenefitShown(Schema):
    """One benefit, as counted; pence by financial year."""

    id: UUID
    project: str
    kind: str
    measure: str
    area: str
    planned_pence: dict[int, int]
    reached_pence: dict[int, int]
    standing: str = Field(description="planned, claimed, verified or not distinguishable from usual variation")


class OptionShown(Schema):
    """One option of an appraisal, with the share of weightings in which it wins."""

    name: str
    is_do_nothing: bool
    win_share: float
    low: float
    high: float
    cost_pence: int
    failed_gates: list[str]


@router.get("/fund/{code}", response=RoundShown, summary="A round of the fund and its bids", url_name="api-fund-round")
@needs(Tool.FIGURES, task=True)
def fund_round(request: HttpRequest, code: str) -> RoundShown:
    """What the page of the round shows."""
    found = queries.round_by_code(code, viewer=request.viewer)
    if found is None:
        raise Http404
    known = queries.bids(viewer=request.viewer, round_code=code)
    note(request, "consultation", round=code, bids=len(known))
    funded, refusal = frozenset[str](), ""
    try:
        funded = allocated([one.as_ask() for one in known], found.rules).funded
    except NoAllocation as refused:
        refusal = str(refused)
    bids = [
        BidShown(
            id=one.id,
            owner=one.owner,
            title=one.title,
            stage=one.stage.value,
            ask_pence=one.ask_pence,
            counted_benefit_pence=one.as_ask().worth(found.rules.aim),
            funded=str(one.id) in funded,
        )
        for one in known
    ]
    return RoundShown(
        code=found.code,
        title=found.title,
        budget_pence=found.rules.budget_pence,
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        refusal=refusal,
        bids=bids,
    )


@router.get("/benefits", response=list[BenefitShown], summary="The register of benefits", url_name="api-benefits")
@needs(Tool.FIGURES, task=True)
def benefits(request: HttpRequest) -> list[BenefitShown]:
    """Every benefit that the caller may see."""
    found = queries.claims(viewer=request.viewer)
    note(request, "consultation", benefits=len(found))
    return [
        BenefitShown(
            id=one.id,
            project=one.benefit.project,
            kind=one.benefit.kind.value,
            measure=one.benefit.measure,
            area=one.benefit.area,
            planned_pence={year: one.benefit.counts_pence(pence) for year, pence in one.benefit.planned_pence.items()},
            reached_pence={actual.year: one.benefit.counts_pence(actual.pence) for actual in one.actuals},
            standing=standing(one.benefit, one.actuals, one.before, one.after)[0].value,
        )
        for one in found
    ]


@router.get("/appraisals/{identifier}", response=list[OptionShown], summary="Options of an appraisal", url_name="api-appraisal")
@needs(Tool.FIGURES, task=True)
def appraisal(request: HttpRequest, identifier: UUID) -> list[OptionShown]:
    """What the page of the appraisal shows."""
    found = queries.appraisal(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "consultation", appraisal=str(identifier))
    return [
        OptionShown(
            name=one.option.name,
            is_do_nothing=one.option.is_do_nothing,
            win_share=one.win_share,
            low=one.low,
            high=one.high,
            cost_pence=one.cost_pence,
            failed_gates=list(one.failed_gates),
        )
        for one in appraised(found.options, found.factors)
    ]
