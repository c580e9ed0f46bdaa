"""Calls of the suppliers room: suppliers, contracts, how well they are kept and what is paid, for programs. Money is in pence."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.suppliers import queries
from beatbook.suppliers.facts import ContractFacts, ReadingFacts, SupplierFacts
from beatbook.suppliers.fee_terms import terms_of
from beatbook.suppliers.kpis import Rating
from beatbook.suppliers.scorecard import Score
from beatbook.suppliers.views.fees import statements_of
from beatbook.suppliers.views.suppliers import scores_of

router = Router(tags=["Suppliers"])


class NameShown(Schema):
    """A name under which a supplier is known."""

    name: str
    company_number: str
    contracts: int
    why: str = Field(description="Why it is joined with the first name; empty for the first")


class SupplierShown(Schema):
    """One supplier, made of the names that the caller may see."""

    id: UUID
    name: str
    names: list[NameShown]
    contracts: list[UUID]
    buyers: list[str] = Field(description="Codes of the register, or the name as said where a buyer is tied to nobody")
    pence: int = Field(description="Worth of its contracts, where they say so in pounds")


class PartyShown(Schema):
    """A buyer or a supplier as a notice names it."""

    name: str
    company_number: str
    organisation: str


class ContractShown(Schema):
    """One contract."""

    id: UUID
    ocid: str
    title: str
    buyers: list[PartyShown]
    suppliers: list[PartyShown]
    starts_on: date | None
    ends_on: date | None
    pence: int | None = Field(description="Empty where nothing is said, or not in pounds")
    currency: str
    paid_pence: int | None


class ScoreShown(Schema):
    """One KPI over the readings that count."""

    kpi: str
    version: int
    rating: str = Field(description="One of the five ratings; Other where no reading counts")
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    missing: list[str]
    disputed: list[str]


class ReadingShown(Schema):
    """One reading as it stands; both counts are empty where it is missing."""

    id: UUID
    kpi: str
    version: int
    period: str
    numerator: int | None
    denominator: int | None
    evidence: list[str]
    disputed: bool
    reply: str


class ContractWhole(ContractShown):
    """A contract with how well it is kept."""

    scores: list[ScoreShown]
    readings: list[ReadingShown]


class StatementShown(Schema):
    """What is to be paid for a period."""

    period: str
    fee_pence: int
    net_pence: int
    vat_pence: int
    reason: str


@router.get("/suppliers", response=list[SupplierShown], summary="Suppliers", url_name="api-suppliers")
@needs(Tool.FIGURES)
def suppliers(request: HttpRequest) -> list[SupplierShown]:
    """Every supplier of the contracts that the caller may see, by name."""
    found = queries.suppliers(viewer=request.viewer)
    note(request, "figures", figure="suppliers", rows=len(found))
    return [_supplier(one) for one in found]


def _supplier(one: SupplierFacts) -> SupplierShown:
    names = [NameShown(name=each.name, company_number=each.number, contracts=each.contracts, why=each.why) for each in one.names]
    contracts = [each.id for each in one.contracts]
    return SupplierShown(id=one.id, name=one.name, names=names, contracts=contracts, buyers=one.buyers, pence=one.pence)


@router.get("/suppliers/{identifier}/scorecard", response=list[ScoreShown], summary="A supplier’s scorecard", url_name="api-scorecard")
@needs(Tool.FIGURES)
def scorecard(request: HttpRequest, identifier: UUID) -> list[ScoreShown]:
    """Each KPI over all contracts of the supplier."""
    one = queries.supplier(identifier, viewer=request.viewer)
    if one is None:
        raise Http404
    readings = queries.readings([each.id for each in one.contracts], viewer=request.viewer)
    note(request, "figures", figure="scorecard", supplier=str(one.id), readings=len(readings))
    return [_score(score) for score in scores_of(readings)]


@router.get("/contracts", response=list[ContractShown], summary="Contracts", url_name="api-contracts")
@needs(Tool.FIGURES)
def contracts(request: HttpRequest, buyer: str = "") -> list[dict[str, Any]]:
    """Every contract that the caller may see, the soonest end first; of one buyer when its code is given."""
    found = queries.contracts(viewer=request.viewer)
    found = [one for one in found if not buyer or buyer in {party.organisation for party in one.buyers}]
    note(request, "figures", figure="contracts", rows=len(found))
    return [_contract(one) for one in found]


@router.get("/contracts/{identifier}", response=ContractWhole, summary="One contract, and how well it is kept", url_name="api-contract")
@needs(Tool.FIGURES)
def contract(request: HttpRequest, identifier: UUID) -> dict[str, Any]:
    """The contract with its scores and readings."""
    one, readings = _found(request, identifier)
    note(request, "figures", figure="contract", contract=str(identifier), readings=len(readings))
    shown = {"scores": [_score(score) for score in scores_of(readings)], "readings": [_reading(each) for each in readings]}
    return {**_contract(one), **shown}


@router.get("/contracts/{identifier}/fees", response=list[StatementShown], summary="A contract’s fee statements", url_name="api-fees")
@needs(Tool.FIGURES)
def fees(request: HttpRequest, identifier: UUID) -> list[StatementShown]:
    """What is to be paid for each period, and why."""
    _, readings = _found(request, identifier)
    content = queries.fee_content(identifier, viewer=request.viewer)
    if content is None:
        raise Http404
    found = statements_of(terms_of(content), readings)
    note(request, "figures", figure="fees", contract=str(identifier), periods=len(found))
    return [
        StatementShown(period=period, fee_pence=one.fee_pence, net_pence=one.net_pence, vat_pence=one.vat_pence, reason=one.reason)
        for period, one in found
    ]


def _found(request: HttpRequest, identifier: UUID) -> tuple[ContractFacts, list[ReadingFacts]]:
    one = queries.contract(identifier, viewer=request.viewer)
    if one is None:
        raise Http404
    return one, queries.readings([identifier], viewer=request.viewer)


def _contract(one: ContractFacts) -> dict[str, Any]:
    columns = ("id", "ocid", "title", "starts_on", "ends_on", "pence", "currency", "paid_pence")
    parties = {
        role: [PartyShown(name=each.name, company_number=each.number, organisation=each.organisation) for each in getattr(one, role)]
        for role in ("buyers", "suppliers")
    }
    return {**{name: getattr(one, name) for name in columns}, **parties}


def _score(one: Score) -> ScoreShown:
    low, high = (None, None) if one.share is None else (float(one.interval[0]), float(one.interval[1]))
    return ScoreShown(
        kpi=one.kpi.code,
        version=one.kpi.version,
        rating=str(one.rating or Rating.OTHER),
        numerator=one.numerator,
        denominator=one.denominator,
        low=low,
        high=high,
        missing=[each.period for each in one.missing],
        disputed=[each.asked.period for each in one.disputed],
    )


def _reading(one: ReadingFacts) -> ReadingShown:
    return ReadingShown(
        id=one.id,
        kpi=one.kpi_code,
        version=one.kpi_version,
        period=one.period,
        numerator=one.numerator,
        denominator=one.denominator,
        evidence=list(one.evidence),
        disputed=one.is_disputed,
        reply=one.reply,
    )
