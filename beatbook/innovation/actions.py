"""Sends bids in, records what was shown, said and reached, and decides. Each act is checked here and again by the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from psycopg.types.json import Jsonb

from beatbook.db.viewing import viewing
from beatbook.innovation import models
from beatbook.innovation.appraisal import Factor, Option, check_complete
from beatbook.innovation.asks import Ask, Round, Stage, Verdict
from beatbook.innovation.benefits import Actual, Benefit, check_counted_once, checked
from beatbook.innovation.gates import CHECKS, check_ready, check_stage
from beatbook.innovation.queries import AppraisalFacts, BidFacts, ClaimFacts, RoundFacts, bid, checks, claims
from beatbook.innovation.scoring import CRITERIA, MOST_POINTS, Say, Sector
from beatbook.organisations.actions import figure_vis
from beatbook.organisations.queries import NotYours, figure_vis_seen
from beatbook.organisations.visibility import Visibility
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer


class BidRefused(BeatbookError):
    """The bid cannot be sent in as it is: the message says what is missing."""


class NotForYou(BeatbookError):
    """This act belongs to somebody else: a council member without a conflict, the owner, or somebody other than the owner."""


def open_round(
    code: str, *, owner: str, title: str, rules: Round, opens_on: date, closes_on: date, visibility: Visibility = Visibility.NATIONAL
) -> None:
    """Makes a round of the fund, or mends what is said of it."""
    facts = {
        "owner": owner,
        "vis": figure_vis(owner, visibility),
        "title": title,
        "budget_pence": rules.budget_pence,
        "ring_fences": {stage.value: pence for stage, pence in rules.ring_fences.items()},
        "floors": dict(rules.floors),
        "aim": rules.aim.value,
        "opens_on": opens_on,
        "closes_on": closes_on,
    }
    models.FundRound.objects.using("ingest").update_or_create(code=code, defaults=facts)


def seat_on_council(user_id: UUID, sector: Sector) -> None:
    """Gives somebody a seat on the council, for one side of it."""
    models.CouncilMember.objects.using("ingest").update_or_create(user=user_id, defaults={"sector": sector.value})


def send_bid(
    found: RoundFacts,
    *,
    title: str,
    summary: str,
    ask: Ask,
    visibility: Visibility,
    today: date,
    viewer: Viewer,
    capability: str = "",
    follows: UUID | None = None,
    reuse_plan: str = "",
    open_outputs: bool = False,
) -> UUID:
    """Sends a bid into an open round, in the name of the viewer's own organisation.

    Raises:
        BidRefused: the round is closed, or the bid says nothing.
        NoRecordedResult: it asks for money to scale and no recorded result says so.
        NotYours: the viewer's organisation keeps no figures here.
    """
    if not found.is_open(today):
        raise BidRefused("This round is not open.")
    if len(title.strip()) < 3 or len(summary.strip()) < 20:
        raise BidRefused("Say in a few sentences what the idea is.")
    before = bid(follows, viewer=viewer) if follows else None
    check_stage(ask.stage, before.result if before else None)
    identifier = uuid4()
    _add(
        "innovation_bid",
        viewer,
        id=identifier,
        round_id=found.code,
        owner=viewer.organisation,
        vis=figure_vis_seen(viewer.organisation, visibility, viewer=viewer),
        title=title.strip()[:200],
        summary=summary.strip()[:5_000],
        capability=capability.strip()[:200],
        stage=ask.stage.value,
        follows=follows,
        ask_pence=ask.pence,
        benefit_low_pence=ask.benefit_pence[0],
        benefit_middle_pence=ask.benefit_pence[1],
        benefit_high_pence=ask.benefit_pence[2],
        chance_percent=round(100 * ask.chance),
        region=ask.region,
        depends_on=[UUID(one) for one in ask.depends_on],
        twins=ask.twins,
        reuse_plan=reuse_plan.strip()[:2_000],
        open_outputs=open_outputs,
        sent_by=viewer.user_id,
    )
    return identifier


def record_result(found: BidFacts, *, measure: str, baseline: float, result: float, verdict: Verdict, learned: str, viewer: Viewer) -> None:
    """Records what a proof of concept showed.

    Raises:
        NotForYou: another organisation's bid, or no proof of concept.
    """
    if found.owner != viewer.organisation or found.stage is not Stage.PROOF:
        raise NotForYou("Only the owner records the result of a proof of concept.")
    if not measure.strip():
        raise BidRefused("Say what was measured.")
    facts = {
        "measure": measure.strip(),
        "baseline": baseline,
        "result": result,
        "verdict": verdict.value,
        "learned": learned.strip()[:2_000],
    }
    row = {"id": uuid4(), "bid_id": found.id, "owner": found.owner, "vis": found.vis, "recorded_by": viewer.user_id}
    _add("innovation_proofresult", viewer, **row, **facts)


def score_bid(bid_id: UUID, points: Mapping[str, int], reasons: Mapping[str, str], *, viewer: Viewer) -> None:
    """Keeps a council member's blind scores of a bid; once given they stand.

    Raises:
        NotForYou: not a member, one's own organisation's bid, a declared conflict, a closed round, or scored before.
    """
    if set(points) != set(CRITERIA) or any(not 0 <= value <= MOST_POINTS for value in points.values()):
        raise BidRefused(f"Give points from 0 to {MOST_POINTS} for each of: {', '.join(CRITERIA)}.")
    try:
        with viewing(viewer), transaction.atomic():
            for criterion, value in points.items():
                facts = {"criterion": criterion, "points": value, "reason": reasons.get(criterion, "").strip()[:1_000]}
                _add("innovation_bidscore", viewer, id=uuid4(), bid_id=bid_id, assessor=viewer.user_id, **facts)
    except (ProgrammingError, InternalError, IntegrityError):
        raise NotForYou("You cannot score this bid: you have scored it, declared a conflict, or have no seat for it.") from None


def vote(bid_id: UUID, say: Say, words: str, *, viewer: Viewer) -> None:
    """Keeps what a council member says of a bid, or that they have a conflict.

    Raises:
        NotForYou: not a member, or one's own organisation's bid without declaring the conflict.
    """
    try:
        with viewing(viewer), transaction.atomic():
            _add(
                "innovation_councilvote",
                viewer,
                id=uuid4(),
                bid_id=bid_id,
                member=viewer.user_id,
                say=say.value,
                words=words.strip()[:1_000],
            )
    except (ProgrammingError, InternalError):
        raise NotForYou("You cannot vote on this bid. If it is your organisation’s, declare the conflict.") from None


def use_too(found: BidFacts, words: str, *, viewer: Viewer) -> None:
    """Says that the viewer's organisation uses an innovation too, seen as far as its own figures are nationally."""
    vis = figure_vis_seen(viewer.organisation, Visibility.NATIONAL, viewer=viewer)
    facts = {"id": uuid4(), "bid_id": found.id, "owner": viewer.organisation, "vis": vis, "words": words.strip()[:500]}
    try:
        with viewing(viewer), transaction.atomic():
            _add("innovation_reuse", viewer, **facts, said_by=viewer.user_id)
    except IntegrityError:
        return  # it was said before


def pass_check(found: BidFacts, check_code: str, evidence: str, *, viewer: Viewer) -> None:
    """Keeps that a check before going live was passed.

    Raises:
        NotForYou: another organisation's innovation, or passed before.
        BidRefused: no such check, or no evidence.
    """
    if check_code not in {check.code for check in CHECKS} or len(evidence.strip()) < 3:
        raise BidRefused("Choose a check and say what the evidence is.")
    if found.owner != viewer.organisation:
        raise NotForYou("Only the owner passes checks.")
    facts = {
        "id": uuid4(),
        "bid_id": found.id,
        "owner": found.owner,
        "vis": found.vis,
        "check_code": check_code,
        "evidence": evidence.strip(),
    }
    try:
        with viewing(viewer), transaction.atomic():
            _add("innovation_livecheck", viewer, **facts, passed_by=viewer.user_id)
    except IntegrityError:
        raise NotForYou("This check was passed already.") from None


def go_live(found: BidFacts, live_on: date, *, viewer: Viewer) -> None:
    """Records that an innovation is live, once every check was passed; the database refuses it before.

    Raises:
        NotReady: a check is missing.
        NotForYou: another organisation's innovation, or live already.
    """
    if found.owner != viewer.organisation:
        raise NotForYou("Only the owner takes an innovation live.")
    check_ready(checks(found.id, viewer=viewer))
    facts = {"bid_id": found.id, "owner": found.owner, "vis": found.vis, "live_on": live_on, "said_by": viewer.user_id}
    try:
        with viewing(viewer), transaction.atomic():
            _add("innovation_wentlive", viewer, **facts)
    except IntegrityError:
        raise NotForYou("It is live already.") from None


def claim_benefit(benefit: Benefit, *, changed_on: date, visibility: Visibility, viewer: Viewer, bid_id: UUID | None = None) -> UUID:
    """Records a planned benefit, answered for by the viewer, if no pound of it is claimed by others whom the viewer may see.

    Raises:
        CountedTwice: more than the whole of a figure would be claimed.
    """
    check_counted_once(benefit, [one.benefit for one in claims(viewer=viewer)])
    identifier = uuid4()
    _add(
        "innovation_benefitclaim",
        viewer,
        id=identifier,
        owner=viewer.organisation,
        vis=figure_vis_seen(viewer.organisation, visibility, viewer=viewer),
        bid_id=bid_id,
        project=benefit.project,
        kind=benefit.kind.value,
        measure=benefit.measure,
        measure_code=benefit.measure_code,
        area=benefit.area,
        higher_is_better=benefit.higher_is_better,
        planned_pence=Jsonb({str(year): pence for year, pence in benefit.planned_pence.items()}),
        share_percent=round(100 * benefit.share),
        optimism_percent=round(100 * benefit.optimism),
        optimism_reason=benefit.optimism_reason,
        hours_use=benefit.hours_use,
        changed_on=changed_on,
        answers_for_it=viewer.user_id,
    )
    return identifier


def claim_actual(found: ClaimFacts, actual: Actual, *, viewer: Viewer) -> None:
    """Records what a benefit reached in a year, as its owner claims it.

    Raises:
        BenefitRefused: no evidence.
        NotForYou: somebody else answers for it, or the year was claimed before.
    """
    checked(found.benefit, actual)
    if found.benefit.owner != str(viewer.user_id):
        raise NotForYou("Whoever answers for a benefit claims it.")
    facts = {
        "id": uuid4(),
        "benefit_id": found.id,
        "vis": found.vis,
        "year": actual.year,
        "pence": actual.pence,
        "evidence": actual.evidence,
    }
    try:
        with viewing(viewer), transaction.atomic():
            _add("innovation_benefitactual", viewer, **facts, claimed_by=viewer.user_id)
    except IntegrityError:
        raise NotForYou("This year was claimed already.") from None


def add_readings(found: ClaimFacts, readings: Sequence[tuple[date, float]], *, viewer: Viewer) -> None:
    """Adds values of a benefit's measure; a day that is there stays as it is."""
    known = {on for on, _ in found.readings}
    for on, value in readings:
        if on not in known:
            _add("innovation_measurereading", viewer, id=uuid4(), benefit_id=found.id, vis=found.vis, on=on, value=value)


def verify_actual(found: ClaimFacts, actual_id: UUID, words: str, *, viewer: Viewer) -> None:
    """Says that a claim is true.

    Raises:
        NotForYou: the viewer answers for the benefit or claimed it, or it was verified before.
    """
    try:
        with viewing(viewer), transaction.atomic():
            facts = {"actual_id": actual_id, "vis": found.vis, "verified_by": viewer.user_id, "words": words.strip()[:1_000]}
            _add("innovation_verification", viewer, **facts)
    except IntegrityError:
        raise NotForYou("Somebody other than the owner verifies a benefit, once.") from None


def ask_appraisal(
    title: str, question: str, factors: Sequence[Factor], options: Sequence[Option], *, visibility: Visibility, viewer: Viewer
) -> UUID:
    """Keeps a question with its factors and options.

    Raises:
        AppraisalIncomplete: no doing nothing, or a factor without points.
    """
    check_complete(options, factors)
    identifier = uuid4()
    _add(
        "innovation_appraisal",
        viewer,
        id=identifier,
        owner=viewer.organisation,
        vis=figure_vis_seen(viewer.organisation, visibility, viewer=viewer),
        title=title.strip(),
        question=question.strip(),
        factors=Jsonb([{"code": one.code, "words": one.words, "weight": one.weight, "is_gate": one.is_gate} for one in factors]),
        options=Jsonb([_kept(one) for one in options]),
        asked_by=viewer.user_id,
    )
    return identifier


def _kept(one: Option) -> dict[str, Any]:
    points = {factor: list(values) for factor, values in one.points.items()}
    return {
        "code": one.code,
        "name": one.name,
        "points": points,
        "cost_by_year": list(one.cost_by_year),
        "is_do_nothing": one.is_do_nothing,
    }


def say_of_appraisal(found: AppraisalFacts, kind: str, words: str, *, viewer: Viewer) -> None:
    """Adds a finding of staff (of the owner's organisation) or a comment of the panel (of anybody else who may see it).

    Raises:
        NotForYou: it is decided, or the words are of the other kind's side.
    """
    if found.decision is not None or (kind == "staff") != (found.owner == viewer.organisation):
        raise NotForYou("Staff of the owner record findings, others comment, and both before the decision.")
    if len(words.strip()) < 3:
        raise BidRefused("Say it in a few words.")
    row = {"id": uuid4(), "appraisal_id": found.id, "vis": found.vis, "kind": kind, "words": words.strip()[:5_000]}
    _add("innovation_appraisalword", viewer, **row, said_by=viewer.user_id)


def decide(found: AppraisalFacts, option: str, reason: str, *, viewer: Viewer) -> None:
    """Records the decision on an appraisal, after staff findings and the panel's comments.

    Raises:
        NotForYou: another organisation's, decided before, or too early.
    """
    if found.owner != viewer.organisation:
        raise NotYours("Only the owner decides.")
    if option not in {one.code for one in found.options} or len(reason.strip()) < 3:
        raise BidRefused("Choose an option and say why.")
    try:
        with viewing(viewer), transaction.atomic():
            facts = {"appraisal_id": found.id, "vis": found.vis, "option": option, "reason": reason.strip()[:2_000]}
            _add("innovation_appraisaldecision", viewer, **facts, decided_by=viewer.user_id)
    except IntegrityError:
        raise NotForYou("A decision follows staff findings and the comments of the panel, and is made once.") from None


def _add(table: str, viewer: Viewer, **columns: Any) -> None:
    """Adds one row; the names of table and columns are this module's own, the values are bound."""
    names = ", ".join(f'"{name}"' for name in columns)
    with viewing(viewer) as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", list(columns.values()))
