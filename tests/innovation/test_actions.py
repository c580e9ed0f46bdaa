"""The rooms of the fund through their doors, filled as the demonstration fills them; every gate is tried from the outside and in the database."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from beatbook.access.actions import sign_in
from beatbook.config.demonstration_innovation import BEFORE, ROUND, load_innovation
from beatbook.db.viewing import viewing
from beatbook.innovation import models, queries
from beatbook.innovation.actions import (
    BidRefused,
    NotForYou,
    claim_actual,
    claim_benefit,
    decide,
    go_live,
    pass_check,
    record_result,
    say_of_appraisal,
    score_bid,
    send_bid,
    verify_actual,
    vote,
)
from beatbook.innovation.asks import Ask, Stage, Verdict
from beatbook.innovation.benefits import Actual, BenefitRefused, CountedTwice, Standing, standing
from beatbook.innovation.gates import CHECKS, NoRecordedResult, NotReady
from beatbook.innovation.queries import BidFacts
from beatbook.innovation.scoring import CRITERIA, Say, outcome, spreads
from beatbook.organisations.queries import NotYours
from beatbook.organisations.visibility import Visibility
from tests.pooling.rooms import prepare

TODAY = timezone.localdate()
ASK = Ask("x", Stage.IDEA, 100, (1, 2, 3), Fraction(1, 2))


@pytest.fixture(scope="module", autouse=True)
def _rooms(module_database: str) -> Iterator[None]:
    prepare()
    load_innovation(today=TODAY)
    yield


def bid_named(title: str, username: str = "technology") -> BidFacts:
    return next(one for one in queries.bids(viewer=sign_in(username)) if one.title.startswith(title))


def sent(username: str = "technology", **changes: object) -> UUID:
    viewer = sign_in(username)
    found = queries.round_by_code(ROUND, viewer=viewer)
    assert found is not None
    facts = {"title": "Quiet radios", "summary": "Radios that turn themselves down in a library.", "ask": ASK} | changes
    return send_bid(found, visibility=Visibility.NATIONAL, today=TODAY, viewer=viewer, **facts)  # type: ignore[arg-type]


def test_filling_the_rooms_again_changes_nothing() -> None:
    count = models.Bid.objects.using("ingest").count()
    load_innovation(today=TODAY)
    assert models.Bid.objects.using("ingest").count() == count > 5


def test_a_bid_that_only_its_owner_sees_is_in_nobody_elses_round() -> None:
    hidden = "Body-worn video that explains its own gaps"
    assert hidden in {one.title for one in queries.bids(viewer=sign_in("technology"))}
    for username in ("national", "academic", "response", "resident"):
        assert hidden not in {one.title for one in queries.bids(viewer=sign_in(username))}
    assert queries.bids(viewer=sign_in("response")) == []


def test_a_twin_is_found_among_what_one_may_see() -> None:
    text = "Faces blurred in body-worn video before disclosure to the prosecutor."
    assert len(queries.twins_of(text, viewer=sign_in("technology"))) == 2
    assert queries.twins_of(text, viewer=sign_in("response")) == []


@pytest.mark.parametrize("follows", [None, "Faces and voices"])
def test_no_money_to_scale_without_a_recorded_result(follows: str | None) -> None:
    scale = Ask("x", Stage.SCALE, 100, (1, 2, 3))
    with pytest.raises(NoRecordedResult):
        sent(ask=scale, follows=bid_named(follows).id if follows else None)
    with pytest.raises(IntegrityError, match="may scale"), transaction.atomic(using="ingest"):
        kept = models.Bid.objects.using("ingest").get(id=bid_named("Faces and voices").id)
        kept.pk, kept.stage, kept.follows = uuid4(), "scale", bid_named(follows).id if follows else None
        kept.save(force_insert=True, using="ingest")


def test_a_later_result_that_says_stop_shuts_the_gate_again() -> None:
    proof = bid_named("Custody handover without paper")
    scale = Ask("x", Stage.SCALE, 100, (1, 2, 3))
    assert sent(ask=scale, follows=proof.id, title="Scale it")
    record_result(proof, measure="m", baseline=1, result=1, verdict=Verdict.STOP, learned="", viewer=sign_in("technology"))
    with pytest.raises(NoRecordedResult, match="said stop"):
        sent(ask=scale, follows=proof.id, title="Scale it again")
    record_result(proof, measure="m", baseline=41, result=17, verdict=Verdict.SCALE, learned="", viewer=sign_in("technology"))


def test_only_the_owner_records_a_result_also_by_injection() -> None:
    theirs = bid_named("Crime updates")
    with pytest.raises(NotForYou):
        record_result(theirs, measure="m", baseline=1, result=2, verdict=Verdict.SCALE, learned="", viewer=sign_in("technology"))
    with pytest.raises((ProgrammingError, InternalError), match="row-level security"):
        _insert(
            "innovation_proofresult",
            "technology",
            id=uuid4(),
            bid_id=theirs.id,
            owner="millshire",
            vis=theirs.vis,
            measure="m",
            baseline=1,
            result=2,
            verdict="scale",
            learned="",
        )


def _insert(table: str, username: str, **columns: object) -> None:
    """What an injection into the web role would try, in the name of this viewer."""
    viewer = sign_in(username)
    columns["recorded_by"] = viewer.user_id
    with viewing(viewer) as cursor:
        names = ", ".join(columns)
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", list(columns.values()))


def test_a_closed_round_and_an_empty_bid_are_refused() -> None:
    viewer = sign_in("technology")
    closed = queries.round_by_code(BEFORE, viewer=viewer)
    assert closed is not None
    with pytest.raises(BidRefused, match="not open"):
        send_bid(closed, title="Late", summary="x" * 30, ask=ASK, visibility=Visibility.NATIONAL, today=TODAY, viewer=viewer)
    with pytest.raises(BidRefused, match="few sentences"):
        sent(summary="Short")
    assert queries.rounds(viewer=sign_in("response")) == []


def test_scores_are_blind_until_the_round_closes() -> None:
    found = bid_named("Missing people")
    points = dict.fromkeys(CRITERIA, 7)
    assert queries.scores(found.id, viewer=sign_in("industry")) == []
    score_bid(found.id, points, {}, viewer=sign_in("industry"))
    assert {score.points for score in queries.scores(found.id, viewer=sign_in("industry"))} == {7}
    assert queries.scores(found.id, viewer=sign_in("technology")) == []
    with pytest.raises(NotForYou):
        score_bid(found.id, points, {}, viewer=sign_in("industry"))
    closed = next(one for one in queries.bids(viewer=sign_in("technology"), round_code=BEFORE))
    assert [one.is_wide for one in spreads(queries.scores(closed.id, viewer=sign_in("technology")))] == [False, False, True, False, False]


def test_the_council_is_for_members_without_a_conflict() -> None:
    own, points = bid_named("Missing people"), dict.fromkeys(CRITERIA, 5)
    with pytest.raises(NotForYou):
        score_bid(own.id, points, {}, viewer=sign_in("technology"))
    with pytest.raises(NotForYou):
        vote(own.id, Say.FOR, "", viewer=sign_in("technology"))
    with pytest.raises(NotForYou):
        vote(own.id, Say.FOR, "", viewer=sign_in("national"))
    vote(own.id, Say.CONFLICT, "It is ours", viewer=sign_in("national"))
    other = bid_named("Statement taken once")
    vote(other.id, Say.CONFLICT, "A cousin works there", viewer=sign_in("national"))
    with pytest.raises(NotForYou):
        score_bid(other.id, points, {}, viewer=sign_in("national"))
    assert outcome(queries.votes(other.id, viewer=sign_in("academic"))).conflicts >= 1
    with pytest.raises(BidRefused):
        score_bid(other.id, {"Need": 11}, {}, viewer=sign_in("academic"))


def test_benefits_stand_as_they_were_shown_to_stand() -> None:
    found = {one.benefit.measure: one for one in queries.claims(viewer=sign_in("finance"))}
    sure = {measure: standing(one.benefit, one.actuals, one.before, one.after)[0] for measure, one in found.items()}
    assert sure == {
        "Minutes of a handover": Standing.VERIFIED,
        "Calls to 101 that ask about a crime": Standing.NOT_DISTINGUISHABLE,
        "Cost of a mobile line": Standing.CLAIMED,
        "Closed with no suspect within three months": Standing.PLANNED,
    }


def test_nobody_verifies_their_own_claim_not_even_by_injection() -> None:
    found = next(one for one in queries.claims(viewer=sign_in("technology")) if one.benefit.measure == "Cost of a mobile line")
    with pytest.raises(NotForYou):
        verify_actual(found, found.actual_ids[0], "I checked", viewer=sign_in("technology"))
    with pytest.raises(NotForYou):
        claim_actual(found, Actual("b", 2031, 1, "e"), viewer=sign_in("finance"))
    with pytest.raises(BenefitRefused):
        claim_actual(found, Actual("b", 2031, 1, " "), viewer=sign_in("technology"))
    with pytest.raises(IntegrityError, match="other than the owner"), transaction.atomic(using="ingest"):
        owner = sign_in("technology").user_id
        models.Verification.objects.using("ingest").create(actual_id=found.actual_ids[0], vis=found.vis, verified_by=owner, words="")


def test_a_pound_is_claimed_once() -> None:
    found = next(one for one in queries.claims(viewer=sign_in("technology")) if one.benefit.measure == "Cost of a mobile line")
    with pytest.raises(CountedTwice):
        claim_benefit(found.benefit, changed_on=TODAY, visibility=Visibility.NATIONAL, viewer=sign_in("finance"))


def test_a_decision_follows_findings_and_comments() -> None:
    director, opcc = sign_in("technology"), sign_in("opcc")
    found = queries.appraisals(viewer=director)[0]
    with pytest.raises(IntegrityError, match="follows staff findings"), transaction.atomic(using="ingest"):
        bare = models.Appraisal.objects.using("ingest").get(id=found.id)
        bare.pk = uuid4()
        bare.save(force_insert=True, using="ingest")
        models.AppraisalDecision.objects.using("ingest").create(
            appraisal=bare, vis=bare.vis, option="option-1", reason="x", decided_by=director.user_id
        )
    with pytest.raises(NotForYou):
        say_of_appraisal(found, "panel", "We comment on ourselves", viewer=director)
    with pytest.raises(NotYours):
        decide(found, "option-1", "Because", viewer=opcc)
    decide(found, "option-3", "It wins most often and the panel’s question is answered.", viewer=director)
    after = queries.appraisal(found.id, viewer=director)
    assert after is not None and after.decision is not None and after.decision[0] == "option-3"
    with pytest.raises(NotForYou):
        say_of_appraisal(after, "panel", "Too late", viewer=opcc)
    with pytest.raises(NotForYou):
        decide(after, "option-1", "Changed our mind", viewer=director)


def test_going_live_needs_every_check_by_its_owner() -> None:
    director = sign_in("technology")
    fresh = queries.bid(sent(title="Radios that rest"), viewer=director)
    assert fresh is not None
    for refused in (("impact", "Seen", "national"), ("nothing", "Seen", "technology"), ("staff", " ", "technology")):
        with pytest.raises((NotForYou, BidRefused)):
            pass_check(fresh, *refused[:2], viewer=sign_in(refused[2]))
    for check in CHECKS[1:]:
        pass_check(fresh, check.code, "Seen", viewer=director)
    with pytest.raises(NotReady, match="citizens who will use"):
        go_live(fresh, TODAY, viewer=director)
    with pytest.raises(IntegrityError, match="check before going live is missing"), transaction.atomic(using="ingest"):
        facts = {"owner": fresh.owner, "vis": fresh.vis, "live_on": TODAY, "said_by": director.user_id}
        models.WentLive.objects.using("ingest").create(bid_id=fresh.id, **facts)
    assert queries.went_live_on(fresh.id, viewer=director) is None
    pass_check(fresh, CHECKS[0].code, "Seen", viewer=director)
    with pytest.raises(NotForYou):
        pass_check(fresh, "staff", "Seen again", viewer=director)
    with pytest.raises(NotForYou):
        go_live(fresh, TODAY, viewer=sign_in("national"))
    go_live(fresh, TODAY, viewer=director)
    assert queries.went_live_on(fresh.id, viewer=sign_in("national")) == TODAY
    with pytest.raises(NotForYou, match="live already"):
        go_live(fresh, TODAY, viewer=director)


def test_the_demonstration_has_an_innovation_that_is_live() -> None:
    proof = bid_named("Custody handover without paper")
    assert set(queries.checks(proof.id, viewer=sign_in("academic"))) == {check.code for check in CHECKS}
    assert queries.went_live_on(proof.id, viewer=sign_in("academic")) == TODAY - timedelta(days=14)


def test_the_round_is_open_to_its_last_day() -> None:
    found = queries.round_by_code(ROUND, viewer=sign_in("opcc"))
    assert found is not None and found.is_open(found.closes_on) and not found.is_open(found.closes_on + timedelta(days=1))
    assert connections["default"].settings_dict["USER"] == "beatbook_app"
