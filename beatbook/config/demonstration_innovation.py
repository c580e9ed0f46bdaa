"""The innovation fund of the demonstration: an open round and a closed one, twins, results, benefits of every standing, and a choice to be made."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from beatbook.access.actions import sign_in
from beatbook.innovation import queries
from beatbook.innovation.actions import (
    add_readings,
    ask_appraisal,
    claim_actual,
    claim_benefit,
    go_live,
    open_round,
    pass_check,
    record_result,
    say_of_appraisal,
    score_bid,
    seat_on_council,
    send_bid,
    use_too,
    verify_actual,
    vote,
)
from beatbook.innovation.appraisal import TEN_FACTORS, Option
from beatbook.innovation.asks import Ask, Round, Stage, Verdict
from beatbook.innovation.benefits import Actual, Benefit, Kind
from beatbook.innovation.gates import CHECKS
from beatbook.innovation.scoring import CRITERIA, Say, Sector
from beatbook.organisations.visibility import Visibility

OWNER, ROUND, BEFORE = "policing-technology-centre", "round-2026-autumn", "round-2025-spring"


@dataclass(frozen=True, slots=True)
class _Idea:
    title: str
    summary: str
    stage: Stage
    pounds: int
    benefit: tuple[int, int, int]
    chance: int
    region: str
    seen: Visibility = Visibility.NATIONAL
    twins: str = ""


IDEAS = {
    "technology": (
        _Idea(
            "Faces and voices redacted before disclosure",
            "Blurs faces and masks voices in body-worn video, so that a file for the prosecutor takes minutes instead of hours of an officer’s day.",
            Stage.PROOF,
            180_000,
            (300_000, 900_000, 1_600_000),
            60,
            "Midlands",
        ),
        _Idea(
            "Statement taken once, used everywhere",
            "A statement spoken at the roadside is typed by the telephone, read back, signed, and sent to case file and incident log alike.",
            Stage.IDEA,
            35_000,
            (60_000, 240_000, 500_000),
            45,
            "Midlands",
        ),
        _Idea(
            "Body-worn video that explains its own gaps",
            "Notes why a camera was off, from its battery, its cradle and the duty list, so that nobody is accused of what a flat battery did.",
            Stage.IDEA,
            28_000,
            (20_000, 80_000, 150_000),
            70,
            "Midlands",
            Visibility.OWNER,
        ),
    ),
    "national": (
        _Idea(
            "Redaction of faces in video for the prosecutor",
            "A shared service that blurs faces in body-worn video before disclosure, for every force that sends its files.",
            Stage.PROOF,
            420_000,
            (400_000, 1_500_000, 3_000_000),
            50,
            "North",
        ),
        _Idea(
            "Missing people found by the heat they give",
            "A small drone in the response car looks for missing people at night by its thermal camera.",
            Stage.PROOF,
            240_000,
            (150_000, 600_000, 900_000),
            55,
            "North",
        ),
        _Idea(
            "Crime updates by text message",
            "Tells victims by text message what happens next in their case and by when, so that they need not ring 101.",
            Stage.PROOF,
            90_000,
            (200_000, 700_000, 1_100_000),
            80,
            "South",
        ),
    ),
}


def load_innovation(*, today: date) -> None:
    """Fills the rooms of the fund once; where the open round has bids it changes nothing."""
    centre = sign_in("national")
    rules = Round(90_000_000, {Stage.PROOF: 20_000_000}, {"Midlands": 10_000_000})
    opens = today - timedelta(days=30)
    open_round(ROUND, owner=OWNER, title="Autumn round", rules=rules, opens_on=opens, closes_on=today + timedelta(days=60))
    if queries.bids(viewer=centre, round_code=ROUND):
        return
    seat_on_council(centre.user_id, Sector.SAFETY)
    for username, sector in (("academic", Sector.ACADEMIA), ("industry", Sector.INDUSTRY)):
        seat_on_council(sign_in(username).user_id, sector)
    proof = _closed_round(today)
    _bids(today, proof)
    _council()
    _benefits(today, proof)
    _choice()


EVIDENCE = {
    "citizens": "Two custody visitors read the template; their words were answered",
    "staff": "Nine custody officers wrote the template",
    "impact": "The custody plan names what changes in each shift",
    "demand": "None is expected: the handover is as often as before",
    "data": "Assessment 44/26, signed",
    "security": "Tested by the region’s assurance team",
    "way back": "Paper was used again for one night in October",
    "owner": "The head of custody",
}


def _closed_round(today: date) -> UUID:
    """A round that is over: its proof of concept says scale. It is opened for today while its bids are sent, and then closed."""
    rules = Round(50_000_000)
    open_round(BEFORE, owner=OWNER, title="Spring round of last year", rules=rules, opens_on=today, closes_on=today)
    director, centre = sign_in("technology"), sign_in("national")
    found = queries.round_by_code(BEFORE, viewer=director)
    if found is None:
        raise LookupError(BEFORE)
    ask = Ask("x", Stage.PROOF, 12_000_000, (10_000_000, 40_000_000, 60_000_000), Fraction(1, 2), "Midlands")
    identifier = send_bid(
        found,
        title="Custody handover without paper",
        summary="The custody officer’s handover is written by the system from what happened in the shift, and signed on the screen.",
        ask=ask,
        visibility=Visibility.NATIONAL,
        today=today,
        viewer=director,
        capability="Custody",
        reuse_plan="Templates and training are open; any force with an export of its custody record can use it.",
        open_outputs=True,
    )
    for username, points in (("national", (8, 7, 9, 8, 7)), ("academic", (6, 8, 3, 7, 6)), ("industry", (9, 7, 9, 9, 8))):
        score_bid(identifier, dict(zip(CRITERIA, points, strict=True)), {}, viewer=sign_in(username))
        vote(identifier, Say.FOR, "", viewer=sign_in(username))
    bid = queries.bid(identifier, viewer=director)
    if bid is None:
        raise LookupError(str(identifier))
    learned = "The night shift gains most. Paper must be taken away on the first day, or both are kept."
    record_result(bid, measure="Minutes of a handover", baseline=41, result=17, verdict=Verdict.SCALE, learned=learned, viewer=director)
    use_too(bid, "In two custody suites", viewer=centre)
    for check in CHECKS:
        pass_check(bid, check.code, EVIDENCE[check.code], viewer=director)
    go_live(bid, today - timedelta(days=14), viewer=director)
    last_year = today - timedelta(days=500)
    open_round(
        BEFORE, owner=OWNER, title="Spring round of last year", rules=rules, opens_on=last_year, closes_on=last_year + timedelta(days=60)
    )
    return identifier


def _bids(today: date, proof: UUID) -> None:
    for username, ideas in IDEAS.items():
        viewer = sign_in(username)
        found = queries.round_by_code(ROUND, viewer=viewer)
        for idea in ideas:
            if found is None:
                raise LookupError(ROUND)
            benefit = (100 * idea.benefit[0], 100 * idea.benefit[1], 100 * idea.benefit[2])
            ask = Ask("x", idea.stage, 100 * idea.pounds, benefit, Fraction(idea.chance, 100), idea.region, twins=idea.twins)
            send_bid(found, title=idea.title, summary=idea.summary, ask=ask, visibility=idea.seen, today=today, viewer=viewer)
    director = sign_in("technology")
    found = queries.round_by_code(ROUND, viewer=director)
    if found:
        ask = Ask("x", Stage.SCALE, 30_000_000, (40_000_000, 120_000_000, 200_000_000), Fraction(3, 4), "Midlands", verdict=Verdict.SCALE)
        send_bid(
            found,
            title="Custody handover without paper, in every suite",
            summary="Takes what the proof of concept showed to every custody suite of the region, with training for each shift.",
            ask=ask,
            visibility=Visibility.NATIONAL,
            today=today,
            viewer=director,
            follows=proof,
        )


def _council() -> None:
    academic = sign_in("academic")
    for place, bid in enumerate(queries.bids(viewer=academic, round_code=ROUND)):
        score_bid(bid.id, {name: 4 + (place + order) % 5 for order, name in enumerate(CRITERIA)}, {}, viewer=academic)
        vote(bid.id, Say.FOR if place % 3 else Say.AGAINST, "", viewer=academic)
    industry = sign_in("industry")
    for place, bid in enumerate(queries.bids(viewer=industry, round_code=ROUND)):
        vote(bid.id, Say.CONFLICT if place == 0 else Say.FOR, "Our members sell such a tool" if place == 0 else "", viewer=industry)


MOVED = [41.0, 43, 40, 42, 39, 44, 41, 40, 42, 41, 30, 27, 25, 24, 26, 23, 22]
UNMOVED = [412.0, 398, 441, 405, 420, 390, 415, 408, 433, 401, 409, 396, 428, 411, 417]


def _benefits(today: date, proof: UUID) -> None:
    answers, checks = sign_in("technology"), sign_in("finance")
    year, changed = today.year - 1, date(today.year, 1, 1)
    plans = (
        (
            "Custody handover without paper",
            Kind.HOURS,
            "Minutes of a handover",
            {year: 4_000_000, year + 1: 9_000_000},
            "redeployed",
            MOVED,
            True,
        ),
        (
            "Crime updates by text",
            Kind.CASHABLE,
            "Calls to 101 that ask about a crime",
            {year: 6_000_000, year + 1: 8_000_000},
            "",
            UNMOVED,
            True,
        ),
        ("One mobile contract", Kind.AVOIDED, "Cost of a mobile line", {year: 2_500_000, year + 1: 2_500_000}, "", MOVED[:5], False),
    )
    for project, kind, measure, planned, hours, readings, is_verified in plans:
        made = Benefit(
            "new",
            project,
            str(answers.user_id),
            kind,
            measure,
            "Millshire",
            planned,
            Fraction(9, 10),
            Fraction(1, 10),
            "New to us",
            hours,
            False,
        )
        bid_id = proof if kind is Kind.HOURS else None
        identifier = claim_benefit(made, changed_on=changed, visibility=Visibility.NATIONAL, viewer=answers, bid_id=bid_id)
        found = queries.claim(identifier, viewer=answers)
        if found is None:
            raise LookupError(str(identifier))
        add_readings(found, [(_month(changed, place - 10), value) for place, value in enumerate(readings)], viewer=answers)
        claim_actual(found, Actual(found.benefit.code, year, planned[year] - 400_000, "Ledger and duty system"), viewer=answers)
        reached = queries.claim(identifier, viewer=checks)
        if is_verified and reached is not None:
            verify_actual(reached, reached.actual_ids[0], "Agreed with the ledger", viewer=checks)
    _shared_benefit(changed)


def _shared_benefit(changed: date) -> None:
    """A benefit that names a measure of the service: its value stands on the page with its usual variation."""
    made = Benefit(
        "new",
        "Statement taken once",
        str(sign_in("technology").user_id),
        Kind.QUALITY,
        "Closed with no suspect within three months",
        "Millshire",
        {changed.year: 0},
        higher_is_better=False,
        measure_code="O2",
    )
    claim_benefit(made, changed_on=changed, visibility=Visibility.NATIONAL, viewer=sign_in("technology"))


def _month(begin: date, months: int) -> date:
    whole = begin.year * 12 + begin.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


POINTS = {
    "Keep what we have": (True, (9, 9), (2, 3, 2, 3, 5, 4, 4, 2, 2), (9_000_000,) * 5),
    "A change team of our own": (False, (9, 9), (5, 4, 4, 5, 6, 7, 7, 6, 5), (14_000_000, 11_000_000, 9_000_000, 7_000_000, 7_000_000)),
    "Our team with a partner": (False, (7, 9), (8, 8, 9, 7, 5, 5, 6, 7, 7), (18_000_000, 14_000_000, 8_000_000, 6_000_000, 5_000_000)),
    "All of it outside": (False, (2, 4), (7, 6, 8, 6, 3, 2, 2, 4, 8), (12_000_000, 12_000_000, 8_000_000, 6_000_000, 6_000_000)),
}


def _choice() -> None:
    viewer, opcc = sign_in("technology"), sign_in("opcc")
    options = []
    for place, (name, (is_nothing, first, rest, cost)) in enumerate(POINTS.items()):
        points = {factor.code: (float(one), float(one)) for factor, one in zip(TEN_FACTORS[1:], rest, strict=True)}
        options.append(Option(f"option-{place + 1}", name, {"direction": (float(first[0]), float(first[1])), **points}, cost, is_nothing))
    question = "Who should lead the change to the force’s systems?"
    identifier = ask_appraisal("Leading change", question, TEN_FACTORS, options, visibility=Visibility.NATIONAL, viewer=viewer)
    found = queries.appraisal(identifier, viewer=viewer)
    if found is not None:
        say_of_appraisal(
            found, "staff", "Of 412 who answered, most want the work led from inside, with help where we lack skill.", viewer=viewer
        )
        say_of_appraisal(found, "panel", "The panel asks how a partner’s fee would fall when nothing improves.", viewer=opcc)
