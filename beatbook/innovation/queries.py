"""Rounds, bids, the council's words, the library, benefits and appraisals, as far as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.viewing import viewing
from beatbook.innovation import models
from beatbook.innovation.appraisal import Factor, Option
from beatbook.innovation.asks import Aim, Ask, Round, Stage, Verdict
from beatbook.innovation.benefits import Actual, Benefit, Kind
from beatbook.innovation.gates import ProofResult
from beatbook.innovation.scoring import Say, Score, Sector, Vote
from beatbook.innovation.twins import Twin, twins
from beatbook.organisations.queries import register
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round of the fund, with its rules."""

    code: str
    title: str
    rules: Round
    opens_on: date
    closes_on: date

    def is_open(self, today: date) -> bool:
        """May bids be sent in today?"""
        return self.opens_on <= today <= self.closes_on


@dataclass(frozen=True, slots=True)
class BidFacts:
    """One bid, with the newest result of the proof of concept that it follows (for a bid to scale) or of itself."""

    id: UUID
    round: str
    owner: str
    owner_name: str
    title: str
    summary: str
    capability: str
    stage: Stage
    follows: UUID | None
    ask_pence: int
    benefit_pence: tuple[int, int, int]
    chance_percent: int
    region: str
    depends_on: tuple[UUID, ...]
    twins: str
    reuse_plan: str
    open_outputs: bool
    sent_at: datetime
    vis: int
    result: ProofResult | None

    def as_ask(self) -> Ask:
        """What the bid asks of its round."""
        return Ask(
            str(self.id),
            self.stage,
            self.ask_pence,
            self.benefit_pence,
            Fraction(self.chance_percent, 100),
            self.region,
            frozenset(str(one) for one in self.depends_on),
            self.twins,
            self.result.verdict if self.result and self.stage is Stage.SCALE else None,
        )

    @property
    def words(self) -> str:
        """The text by which twins are found."""
        return f"{self.title}. {self.summary}"


def rounds(*, viewer: Viewer) -> list[RoundFacts]:
    """Every round that this viewer may see, the newest first."""
    with viewing(viewer):
        return [_round(row) for row in models.FundRound.objects.order_by("-closes_on", "code")]


def round_by_code(code: str, *, viewer: Viewer) -> RoundFacts | None:
    """One round, or None."""
    return next((one for one in rounds(viewer=viewer) if one.code == code), None)


def _round(row: models.FundRound) -> RoundFacts:
    fences = {Stage(stage): int(pence) for stage, pence in row.ring_fences.items()}
    rules = Round(row.budget_pence, fences, {region: int(pence) for region, pence in row.floors.items()}, Aim(row.aim))
    return RoundFacts(row.code, row.title, rules, row.opens_on, row.closes_on)


def bids(*, viewer: Viewer, round_code: str | None = None) -> list[BidFacts]:
    """The bids that this viewer may see, in the order in which they came."""
    names = {code: one.name for code, one in register(viewer=viewer).organisations.items()}
    with viewing(viewer):
        results = _newest_results()
        rows = models.Bid.objects.order_by("sent_at", "id")
        rows = rows.filter(round=round_code) if round_code is not None else rows
        return [_bid(row, names, results) for row in rows]


def bid(identifier: UUID, *, viewer: Viewer) -> BidFacts | None:
    """One bid, or None."""
    return next((one for one in bids(viewer=viewer) if one.id == identifier), None)


def _newest_results() -> dict[UUID, ProofResult]:
    rows = models.ProofResult.objects.order_by("recorded_at", "-id")
    return {row.bid_id: ProofResult(row.measure, row.baseline, row.result, Verdict(row.verdict), str(row.recorded_by)) for row in rows}


def _bid(row: models.Bid, names: dict[str, str], results: dict[UUID, ProofResult]) -> BidFacts:
    return BidFacts(
        row.id,
        row.round_id,
        row.owner,
        names.get(row.owner, row.owner),
        row.title,
        row.summary,
        row.capability,
        Stage(row.stage),
        row.follows,
        row.ask_pence,
        (row.benefit_low_pence, row.benefit_middle_pence, row.benefit_high_pence),
        row.chance_percent,
        row.region,
        tuple(row.depends_on),
        row.twins,
        row.reuse_plan,
        row.open_outputs,
        row.sent_at,
        row.vis,
        results.get(row.follows if row.follows else row.id),
    )


def twins_of(text: str, *, viewer: Viewer, leave_out: UUID | None = None) -> list[tuple[Twin, BidFacts]]:
    """Bids that this viewer may see and that would do the same job as this text, the likest first."""
    known = {str(one.id): one for one in bids(viewer=viewer) if one.id != leave_out}
    return [(twin, known[twin.code]) for twin in twins(text, {code: one.words for code, one in known.items()})]


def council_sector(*, viewer: Viewer) -> Sector | None:
    """The side of the council for which this viewer sits, or None."""
    with viewing(viewer):
        row = models.CouncilMember.objects.filter(user=viewer.user_id).first()
        return Sector(row.sector) if row else None


def scores(bid_id: UUID, *, viewer: Viewer) -> list[Score]:
    """Scores of a bid: one's own, and the others' once the round has closed (the database says which)."""
    with viewing(viewer):
        rows = models.BidScore.objects.filter(bid=bid_id).order_by("scored_at", "id")
        return [Score(str(row.assessor), row.criterion, row.points, row.reason) for row in rows]


def votes(bid_id: UUID, *, viewer: Viewer) -> list[Vote]:
    """What council members said of a bid, in the order in which they said it."""
    with viewing(viewer):
        sectors = {row.user: Sector(row.sector) for row in models.CouncilMember.objects.all()}
        rows = models.CouncilVote.objects.filter(bid=bid_id).order_by("said_at", "id")
        return [Vote(str(row.member), sectors[row.member], Say(row.say)) for row in rows if row.member in sectors]


def checks(bid_id: UUID, *, viewer: Viewer) -> dict[str, tuple[str, str]]:
    """Checks that were passed before an innovation goes live: the evidence, and who passed it."""
    staff = names_of_users(viewer=viewer)
    with viewing(viewer):
        rows = models.LiveCheck.objects.filter(bid=bid_id)
        return {row.check_code: (row.evidence, staff.get(str(row.passed_by), "Unknown")) for row in rows}


def went_live_on(bid_id: UUID, *, viewer: Viewer) -> date | None:
    """The day on which an innovation went live; None while it has not."""
    with viewing(viewer):
        return models.WentLive.objects.filter(bid=bid_id).values_list("live_on", flat=True).first()


def reuses(*, viewer: Viewer) -> dict[UUID, list[str]]:
    """For each innovation the other organisations that use it too, by name."""
    names = {code: one.name for code, one in register(viewer=viewer).organisations.items()}
    found: dict[UUID, list[str]] = {}
    with viewing(viewer):
        for row in models.Reuse.objects.order_by("said_at", "id"):
            found.setdefault(row.bid_id, []).append(names.get(row.owner, row.owner))
    return found


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One benefit with all that is known of it."""

    id: UUID
    vis: int
    benefit: Benefit
    owner_organisation: str
    owner_name: str
    answers_for_it: str
    changed_on: date
    actuals: tuple[Actual, ...]
    actual_ids: tuple[UUID, ...]
    readings: tuple[tuple[date, float], ...]

    @property
    def before(self) -> list[float]:
        """Readings before the change."""
        return [value for on, value in self.readings if on < self.changed_on]

    @property
    def after(self) -> list[float]:
        """Readings from the change on."""
        return [value for on, value in self.readings if on >= self.changed_on]


def claims(*, viewer: Viewer) -> list[ClaimFacts]:
    """Every benefit that this viewer may see, by project and measure."""
    names, staff = {code: one.name for code, one in register(viewer=viewer).organisations.items()}, names_of_users(viewer=viewer)
    with viewing(viewer):
        rows = models.BenefitClaim.objects.order_by("project", "measure", "id").prefetch_related("actuals__verification", "readings")
        return [_claim(row, names, staff) for row in rows]


def claim(identifier: UUID, *, viewer: Viewer) -> ClaimFacts | None:
    """One benefit, or None."""
    return next((one for one in claims(viewer=viewer) if one.id == identifier), None)


def _claim(row: models.BenefitClaim, names: dict[str, str], staff: dict[str, str]) -> ClaimFacts:
    code, actuals = str(row.id), sorted(row.actuals.all(), key=lambda one: one.year)
    benefit = Benefit(
        code,
        row.project,
        str(row.answers_for_it),
        Kind(row.kind),
        row.measure,
        row.area,
        {int(year): int(pence) for year, pence in row.planned_pence.items()},
        Fraction(row.share_percent, 100),
        Fraction(row.optimism_percent, 100),
        row.optimism_reason,
        row.hours_use,
        row.higher_is_better,
        row.measure_code,
    )
    return ClaimFacts(
        row.id,
        row.vis,
        benefit,
        row.owner,
        names.get(row.owner, row.owner),
        staff.get(str(row.answers_for_it), "Unknown"),
        row.changed_on,
        tuple(Actual(code, one.year, one.pence, one.evidence, _verifier(one, staff)) for one in actuals),
        tuple(one.id for one in actuals),
        tuple(sorted((one.on, one.value) for one in row.readings.all())),
    )


def _verifier(row: models.BenefitActual, staff: dict[str, str]) -> str:
    found = getattr(row, "verification", None) if hasattr(row, "verification") else None
    return staff.get(str(found.verified_by), "Unknown") if found else ""


@dataclass(frozen=True, slots=True)
class AppraisalFacts:
    """One appraisal: its factors and options, what staff found and the panel said, and the decision."""

    id: UUID
    vis: int
    owner: str
    title: str
    question: str
    factors: tuple[Factor, ...]
    options: tuple[Option, ...]
    staff_findings: tuple[tuple[str, str], ...]
    panel_comments: tuple[tuple[str, str], ...]
    decision: tuple[str, str, datetime] | None


def appraisals(*, viewer: Viewer) -> list[AppraisalFacts]:
    """Every appraisal that this viewer may see, the newest first."""
    staff = names_of_users(viewer=viewer)
    with viewing(viewer):
        rows = models.Appraisal.objects.order_by("-asked_at", "id").prefetch_related("words").select_related("appraisaldecision")
        return [_appraisal(row, staff) for row in rows]


def appraisal(identifier: UUID, *, viewer: Viewer) -> AppraisalFacts | None:
    """One appraisal, or None."""
    return next((one for one in appraisals(viewer=viewer) if one.id == identifier), None)


def _appraisal(row: models.Appraisal, staff: dict[str, str]) -> AppraisalFacts:
    said = sorted(row.words.all(), key=lambda word: word.said_at)
    decided: Any = getattr(row, "appraisaldecision", None) if hasattr(row, "appraisaldecision") else None
    return AppraisalFacts(
        row.id,
        row.vis,
        row.owner,
        row.title,
        row.question,
        tuple(Factor(**factor) for factor in row.factors),
        _options(row.options),
        tuple((word.words, staff.get(str(word.said_by), "Unknown")) for word in said if word.kind == "staff"),
        tuple((word.words, staff.get(str(word.said_by), "Unknown")) for word in said if word.kind == "panel"),
        (decided.option, decided.reason, decided.decided_at) if decided else None,
    )


def _options(kept: Sequence[dict[str, Any]]) -> tuple[Option, ...]:
    """Options from their plain values."""
    return tuple(
        Option(
            one["code"],
            one["name"],
            {factor: (float(points[0]), float(points[1])) for factor, points in one["points"].items()},
            tuple(int(pence) for pence in one["cost_by_year"]),
            bool(one["is_do_nothing"]),
        )
        for one in kept
    )
