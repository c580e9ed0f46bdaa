"""Benefits: worked to the penny, verified by another, told from chance, and counted once."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.innovation.benefits import (
    Actual,
    Benefit,
    BenefitRefused,
    CountedTwice,
    Kind,
    Standing,
    check_counted_once,
    checked,
    counted_twice,
    cumulative,
    standing,
    worth_today,
)

PLAN = Benefit(
    "b1",
    "redaction",
    "ana",
    Kind.CASHABLE,
    "hours of redaction",
    "millshire",
    {2026: 100_000, 2027: 200_000},
    Fraction(1, 2),
    Fraction(1, 10),
    "New",
)
USUAL = [10.0, 11, 9, 10, 12, 8, 10, 11, 9, 10]


def test_a_worked_example_to_the_penny() -> None:
    assert [PLAN.counts_pence(pence) for pence in PLAN.planned_pence.values()] == [45_000, 90_000]
    assert worth_today(PLAN, 2026) == round(45_000 + 90_000 / 1.035)
    assert cumulative(PLAN, [Actual("b1", 2026, 80_000, "ledger")]) == [(2026, 45_000, 36_000), (2027, 135_000, None)]


def test_hours_that_went_nowhere_and_better_service_count_as_no_money() -> None:
    assert replace(PLAN, kind=Kind.HOURS).counts_pence(500) == 0
    assert replace(PLAN, kind=Kind.HOURS, hours_use="redeployed").counts_pence(500) == 225
    assert replace(PLAN, kind=Kind.QUALITY).counts_pence(500) == 0


@pytest.mark.parametrize(
    ("verified_by", "after", "expected"),
    [
        ("ben", [20.0, 21, 22], Standing.VERIFIED),
        ("", [20.0, 21, 22], Standing.CLAIMED),
        ("ben", [10.0, 11, 9], Standing.NOT_DISTINGUISHABLE),
        ("ben", [1.0, 2, 1], Standing.NOT_DISTINGUISHABLE),
        ("ben", [], Standing.CLAIMED),
    ],
)
def test_verified_needs_another_person_and_a_change_beyond_chance(verified_by: str, after: list[float], expected: Standing) -> None:
    assert standing(PLAN, [Actual("b1", 2026, 1, "e", verified_by)], USUAL, after)[0] is expected


def test_too_short_a_past_leaves_a_claim_a_claim() -> None:
    assert standing(PLAN, [Actual("b1", 2026, 1, "e", "ben")], USUAL[:7], [99.0])[0] is Standing.CLAIMED
    assert standing(PLAN, [], USUAL, [99.0])[0] is Standing.PLANNED


def test_nobody_verifies_their_own_and_nothing_goes_without_evidence() -> None:
    with pytest.raises(BenefitRefused, match="other than the owner"):
        checked(PLAN, Actual("b1", 2026, 1, "e", "ana"))
    with pytest.raises(BenefitRefused, match="evidence"):
        checked(PLAN, Actual("b1", 2026, 1, " ", "ben"))


@pytest.mark.parametrize(
    "change",
    [{"owner": ""}, {"measure": ""}, {"share": Fraction(3, 2)}, {"optimism_reason": ""}, {"planned_pence": {2026: -1}}],
)
def test_a_benefit_without_what_it_needs_is_refused(change: dict) -> None:
    with pytest.raises(BenefitRefused):
        replace(PLAN, **change)


@given(st.lists(st.tuples(st.sampled_from(["m", "n"]), st.integers(0, 100)), max_size=6))
def test_no_figure_is_claimed_beyond_the_whole(claims: list[tuple[str, int]]) -> None:
    held: list[Benefit] = []
    for number, (measure, percent) in enumerate(claims):
        new = replace(PLAN, code=f"b{number}", measure=measure, share=Fraction(percent, 100))
        try:
            check_counted_once(new, held)
        except CountedTwice:
            assert sum(one.share for one in held if one.measure == measure) + new.share > 1
        else:
            held.append(new)
    assert counted_twice(held) == []


def test_claims_on_another_place_or_year_do_not_clash() -> None:
    whole = replace(PLAN, share=Fraction(1))
    check_counted_once(replace(whole, code="b2", area="elsewhere"), [whole])
    check_counted_once(replace(whole, code="b2", planned_pence={2031: 1}), [whole])
    with pytest.raises(CountedTwice, match="200%, together with b1"):
        check_counted_once(replace(whole, code="b2"), [whole])


def test_claims_on_one_measure_of_the_service_clash_whatever_they_call_it() -> None:
    whole = replace(PLAN, share=Fraction(1), measure_code="D1")
    with pytest.raises(CountedTwice, match="hours of redaction in millshire in 2026 would be claimed to 200%"):
        check_counted_once(replace(whole, code="b2", measure="crimes"), [whole])
    check_counted_once(replace(whole, code="b2", measure_code="D2"), [whole])
