"""Allocations against every set of asks tried one by one, by rules written out here again."""

from dataclasses import replace
from fractions import Fraction

import pytest

from beatbook.innovation.asks import Ask, AskIncomplete, Round, Stage, Verdict
from beatbook.innovation.fund import NoAllocation, allocated, broken_rule, nearest_change
from benchmarks.technology.fund_worlds import best_of_all, best_of_all_with, keeps, world


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_allocations_equal_the_best_of_every_set(first: int) -> None:
    for seed in range(first, first + 40):
        asks, round_ = world(seed)
        try:
            found = allocated(asks, round_)
        except NoAllocation:
            assert best_of_all(asks, round_) is None, seed
        else:
            assert found.worth_pence == best_of_all(asks, round_), seed
            chosen = [ask for ask in asks if ask.code in found.funded]
            assert keeps(chosen, round_) and found.spent_pence == sum(ask.pence for ask in chosen)


def test_the_nearest_change_is_just_enough() -> None:
    tried = 0
    for seed in range(200, 230):
        asks, round_ = world(seed)
        try:
            best = allocated(asks, round_)
        except NoAllocation:
            continue
        for ask in asks:
            if ask.code in best.funded or not ask.may_be_funded:
                continue
            change = nearest_change(ask.code, asks, round_, best)
            if change.less_pence is not None and change.less_pence > 0:
                tried += 1
                assert _optimum_with(ask, replace(ask, pence=ask.pence - change.less_pence), asks, round_)
                assert not _optimum_with(ask, replace(ask, pence=ask.pence - change.less_pence + 1), asks, round_)
            if change.more_benefit_pence is not None:
                sure = replace(ask, chance=Fraction(1), benefit_pence=(ask.worth(round_.aim) + change.more_benefit_pence,) * 3)
                assert _optimum_with(ask, sure, asks, round_)
                less = ask.worth(round_.aim) + change.more_benefit_pence - 2
                if less >= 0:
                    assert not _optimum_with(ask, replace(sure, benefit_pence=(less,) * 3), asks, round_)
    assert tried > 10


def _optimum_with(old: Ask, new: Ask, asks: list[Ask], round_: Round) -> bool:
    """With the changed ask, is some set that funds it strictly better than each that does not?"""
    changed = [new if ask is old else ask for ask in asks]
    with_it = best_of_all_with(changed, round_, new.code, True)
    without = best_of_all_with(changed, round_, new.code, False)
    return with_it is not None and (without is None or with_it > without)


def test_more_money_never_brings_less_and_a_rejected_ask_changes_nothing_by_going() -> None:
    for seed in range(300, 330):
        asks, round_ = world(seed)
        round_ = replace(round_, floors={})
        best = allocated(asks, round_)
        assert allocated(asks, replace(round_, budget_pence=round_.budget_pence * 2)).worth_pence >= best.worth_pence
        needed = {code for ask in asks for code in ask.depends_on}
        gone = [ask for ask in asks if ask.code in best.funded or ask.code in needed]
        assert allocated(gone, round_).worth_pence == best.worth_pence


SCALE = Ask("s", Stage.SCALE, 100, (1_000, 1_000, 1_000))


@pytest.mark.parametrize("verdict", [None, Verdict.STOP, Verdict.REPEAT])
def test_no_money_scales_what_no_result_says_to_scale(verdict: Verdict | None) -> None:
    ask = replace(SCALE, verdict=verdict)
    best = allocated([ask], Round(1_000))
    assert best.funded == frozenset()
    assert broken_rule([ask], Round(1_000), frozenset({"s"})) == "It scales what has no recorded result."
    assert "money to scale" in nearest_change("s", [ask], Round(1_000), best).reason


def test_what_depends_on_something_that_cannot_be_funded_is_told_so() -> None:
    asks = [SCALE, Ask("d", Stage.IDEA, 10, (50, 50, 50), depends_on=frozenset({"s"}))]
    best = allocated(asks, Round(1_000))
    assert best.funded == frozenset() and "depends on s" in nearest_change("d", asks, Round(1_000), best).reason
    assert allocated(asks, Round(1_000, funded_before=frozenset({"s"}))).funded == {"d"}


def test_a_floor_that_cannot_be_kept_is_named() -> None:
    asks = [Ask("a", Stage.IDEA, 10, (50, 50, 50), region="North")]
    with pytest.raises(NoAllocation, match="North"):
        allocated(asks, Round(1_000, floors={"North": 20}))
    with pytest.raises(NoAllocation, match="North"):
        allocated(asks, Round(5, floors={"North": 10}))
    with pytest.raises(NoAllocation, match="ring-fences"):
        allocated(asks, Round(12, {Stage.PROOF: 6}, {"North": 10}))


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(AskIncomplete):
        Ask("a", Stage.IDEA, -1, (0, 0, 0))
    with pytest.raises(AskIncomplete):
        Ask("a", Stage.IDEA, 1, (3, 2, 4))
    with pytest.raises(AskIncomplete):
        Round(-1)
