"""Pools, needs, offers, plans and the company's books, as far as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.money.journals import Journal, Line
from beatbook.money.ledger import Ledger
from beatbook.organisations.queries import register, visibilities
from beatbook.organisations.visibility import Visibility
from beatbook.pooling import models
from beatbook.pooling.company import Quote
from beatbook.pooling.frozen import plan_from_json, problem_from_json
from beatbook.pooling.needs import Need, Problem, Rules
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.planning import Plan
from beatbook.vocabulary.viewer import Viewer

MONTHS, DAYS_OF_MONTH = 12, 15  # a contract that ends in the second half of a month counts that month


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """One pooled need: what is bought together, from when, for how long."""

    code: str
    title: str
    capability: str
    begins_on: date
    years: int
    source: str


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """What one force said, newest: money in pence."""

    id: UUID
    force: str
    name: str
    users: int
    price_pence: int
    supplier: str
    contract_ends_on: date
    exit_fee_pence: int
    switching_pence: dict[str, int]
    requires: tuple[str, ...]
    leaves_by: date | None
    budget_pence: int | None
    visibility: Visibility | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """One offer, and what it provides."""

    offer: Offer
    provides: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan that the viewer asked for: its problem, how far the work is, the plan so far, or what stands in the way."""

    id: UUID
    pool: PoolFacts
    problem: Problem
    asked_at: datetime
    stage: str
    plan: Plan | None
    further: dict[str, Any] = field(default_factory=dict)


def force_names(*, viewer: Viewer) -> dict[str, str]:
    """Names of organisations by code."""
    return {code: one.name for code, one in register(viewer=viewer).organisations.items()}


def pools(*, viewer: Viewer) -> list[PoolFacts]:
    """Every pooled need that this viewer may see."""
    with viewing(viewer):
        return [_pool(row) for row in models.Pool.objects.order_by("begins_on", "code")]


def pool(code: str, *, viewer: Viewer) -> PoolFacts | None:
    """One pooled need, or None."""
    with viewing(viewer):
        row = models.Pool.objects.filter(code=code).first()
        return _pool(row) if row else None


def _pool(row: models.Pool) -> PoolFacts:
    return PoolFacts(row.code, row.title, row.capability, row.begins_on, row.years, row.source)


def needs(pool_code: str, *, viewer: Viewer) -> list[NeedFacts]:
    """The newest need of each force that this viewer may see, by the force's name."""
    names, seen = force_names(viewer=viewer), visibilities(viewer=viewer)
    with viewing(viewer):
        rows = models.ForceNeed.objects.filter(pool=pool_code).order_by("owner", "-said_at", "-id").distinct("owner")
        found = [
            NeedFacts(
                row.id,
                row.owner,
                names.get(row.owner, row.owner),
                row.users,
                row.price_pence,
                row.supplier,
                row.contract_ends_on,
                row.exit_fee_pence,
                {code: int(pence) for code, pence in row.switching_pence.items()},
                tuple(row.requires),
                row.leaves_by,
                row.budget_pence,
                seen.get(row.vis),
                row.said_at,
            )
            for row in rows
        ]
    return sorted(found, key=lambda need: need.name)


def offers(pool_code: str, *, viewer: Viewer) -> list[OfferFacts]:
    """The offers of a pool that this viewer may see."""
    with viewing(viewer):
        rows = models.SupplierOffer.objects.filter(pool=pool_code).order_by("supplier", "code")
        return [
            OfferFacts(
                Offer(row.code, row.supplier, tuple(Tier(*tier) for tier in row.tiers), row.lot, row.is_small),
                frozenset(row.provides),
                row.source,
            )
            for row in rows
        ]


def refused_lines(pool_code: str, *, viewer: Viewer) -> list[tuple[str, int, str, str]]:
    """Lines of sheets that were not taken: file, row, column and reason."""
    with viewing(viewer):
        rows = models.RefusedLine.objects.filter(pool=pool_code).order_by("file", "row", "column")
        return [(row.file, row.row, row.column, row.reason) for row in rows]


def missing_parts(need: NeedFacts, offer: OfferFacts) -> list[str]:
    """What a force requires and an offer does not provide."""
    return sorted(set(need.requires) - offer.provides)


def problem(found: PoolFacts, rules: Rules, *, viewer: Viewer) -> Problem:
    """The problem of a pool, from the needs and offers that this viewer may see and nothing else."""
    known = offers(found.code, viewer=viewer)
    return Problem(
        tuple(_need(one, found, known) for one in needs(found.code, viewer=viewer)), tuple(one.offer for one in known), found.years, rules
    )


def _need(said: NeedFacts, found: PoolFacts, known: Sequence[OfferFacts]) -> Need:
    every = said.switching_pence.get("", 0)
    return Need(
        said.force,
        said.users,
        said.price_pence,
        months_between(found.begins_on, said.contract_ends_on),
        said.exit_fee_pence,
        {one.offer.code: said.switching_pence.get(one.offer.code, every) for one in known},
        frozenset(one.offer.code for one in known if not missing_parts(said, one)),
        said.supplier,
        None if said.leaves_by is None else months_between(found.begins_on, said.leaves_by) // MONTHS,
        () if said.budget_pence is None else (said.budget_pence,) * found.years,
    )


def months_between(begin: date, end: date) -> int:
    """Months from one day to another, nought when it is past; half a month or more counts as one."""
    whole = (end.year - begin.year) * MONTHS + end.month - begin.month
    return max(0, whole + (end.day - begin.day >= DAYS_OF_MONTH) - (begin.day - end.day > DAYS_OF_MONTH))


def plans(*, viewer: Viewer, limit: int = 20) -> list[PlanFacts]:
    """The viewer's own plans, newest first, as far as everything in them may still be seen."""
    with viewing(viewer):
        identifiers = list(models.PlanRequest.objects.order_by("-asked_at").values_list("id", flat=True)[:limit])
    found = (plan(identifier, viewer=viewer) for identifier in identifiers)
    return [one for one in found if one is not None]


def plan(identifier: UUID, *, viewer: Viewer) -> PlanFacts | None:
    """One of the viewer's own plans; None when it is not, or when it rests on a figure that they may no longer see."""
    with viewing(viewer):
        row = models.PlanRequest.objects.filter(id=identifier).first()
        if row is None:
            return None
        steps = {step.stage: step.result for step in row.steps.all()}
        wanted = {UUID(one) for one in row.problem["need_ids"]}
        codes = {offer["code"] for offer in row.problem["offers"]}
        seen = set(models.ForceNeed.objects.filter(id__in=wanted).values_list("id", flat=True))
        seen_codes = set(models.SupplierOffer.objects.filter(pool=row.pool_id, code__in=codes).values_list("code", flat=True))
        asked_at, kept, pool_code = row.asked_at, row.problem, row.pool_id
    found = pool(pool_code, viewer=viewer)
    if found is None or wanted != seen or codes != seen_codes:
        return None
    stage = next((one for one in ("none", "best", "good", "begun") if one in steps), "waiting")
    result = steps.get(stage, {})
    made = plan_from_json(result["plan"]) if "plan" in result else None
    asked = problem_from_json({key: value for key, value in kept.items() if key != "need_ids"})
    return PlanFacts(identifier, found, asked, asked_at, stage, made, {key: value for key, value in result.items() if key != "plan"})


def quotes(company: str, *, viewer: Viewer) -> list[Quote]:
    """The company's fixed prices that this viewer may see."""
    with viewing(viewer):
        rows = models.Quote.objects.filter(company=company).order_by("contract", "member")
        return [Quote(row.member, row.contract, row.users, {int(year): pence for year, pence in row.price_by_year.items()}) for row in rows]


def companies(*, viewer: Viewer) -> list[str]:
    """Companies whose books hold anything that this viewer may see."""
    with viewing(viewer):
        return sorted(set(models.Quote.objects.values_list("company", flat=True)))


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One visible line of the books, with its journal."""

    year: int
    code: str
    words: str
    account: str
    pence: int
    contract: str
    posted_at: datetime


def seen_lines(company: str, *, viewer: Viewer) -> list[SeenLine]:
    """Every line of a company's books that this viewer may see, in the order in which it was posted."""
    fields = ("journal__year", "journal__code", "journal__words", "account", "pence", "contract", "journal__posted_at")
    with viewing(viewer):
        rows = models.JournalLine.objects.filter(journal__company=company).order_by(
            "journal__year", "journal__posted_at", "journal__code", "place"
        )
        return [SeenLine(*row) for row in rows.values_list(*fields)]


def closes(company: str, *, viewer: Viewer) -> dict[int, tuple[str, str]]:
    """Closed years of a company: the rule of sharing and the policy on the reserve."""
    with viewing(viewer):
        return {row.year: (row.rule, row.policy) for row in models.YearClose.objects.filter(company=company).order_by("year")}


def whole_ledger(company: str, *, using: str = "ingest", viewer: Viewer | None = None) -> Ledger:
    """The whole ledger, replayed from nothing: for the company's own jobs, which see all of it (`viewer` is for none of them)."""
    entries = models.JournalEntry.objects.using(using).filter(company=company).order_by("number").prefetch_related("lines")
    ended = {row.year for row in models.YearClose.objects.using(using).filter(company=company)}
    journals = [
        Journal(
            row.code,
            row.year,
            row.words,
            tuple(Line(line.account, line.pence, line.contract) for line in sorted(row.lines.all(), key=lambda line: line.place)),
            row.reverses,
        )
        for row in entries
    ]
    ledger = Ledger(min((journal.year for journal in journals), default=0))
    for year in sorted({journal.year for journal in journals} | ended):
        for journal in journals:
            if journal.year == year:
                ledger.post(journal)
        if year in ended:
            ledger.close(year)
    return ledger
