"""Win shares against what geometry says, and what an appraisal may not lack."""

from dataclasses import replace

import pytest

from beatbook.innovation.appraisal import TEN_FACTORS, AppraisalIncomplete, Factor, Option, appraised, turning_points, win_shares

TWO = (Factor("x", "X"), Factor("y", "Y"))


def option(code: str, *points: float, nothing: bool = False, cost: tuple[int, ...] = ()) -> Option:
    return Option(code, code, {factor: (value, value) for factor, value in zip("xyz", points, strict=False)}, cost, nothing)


NOTHING = option("nothing", 2, 6, nothing=True)


@pytest.mark.parametrize(
    ("other", "share"),
    [(option("a", 6, 2), 1 / 2), (option("a", 4, 5), 2 / 3), (option("a", 3, 2), 1 / 5), (option("a", 2, 6), 1 / 2)],
)
def test_the_share_of_two_options_is_what_a_line_says(other: Option, share: float) -> None:
    found = win_shares([NOTHING, other], TWO)
    assert found["a"] == pytest.approx(share, abs=0.015) and sum(found.values()) == pytest.approx(1)


def test_a_dominated_option_never_wins_and_is_told_by_whom() -> None:
    better, worse = option("a", 6, 2), option("b", 6, 1)
    results = appraised([NOTHING, better, worse], TWO)
    assert results[2].win_share == 0 and results[2].dominated_by == ("a",)


def test_names_and_order_change_nothing() -> None:
    options = [NOTHING, option("a", 6, 2), option("b", 4, 5)]
    other_names = [replace(one, code=f"q-{one.code}") for one in reversed(options)]
    first, second = win_shares(options, TWO), win_shares(other_names, TWO)
    assert all(second[f"q-{code}"] == pytest.approx(share) for code, share in first.items())


def test_an_option_that_fails_a_gate_wins_nothing() -> None:
    gated = (Factor("x", "X", is_gate=True), Factor("y", "Y"))
    results = appraised([NOTHING, option("a", 4.9, 10), option("b", 5, 1)], gated)
    assert [one.win_share for one in results] == [0, 0, 1] and results[1].failed_gates == ("x",)


def test_costs_are_at_todays_worth_and_points_keep_their_range() -> None:
    ranged = Option("r", "r", {"x": (1, 3), "y": (4, 8)}, (100_000, 103_500))
    result = appraised([NOTHING, ranged], (Factor("x", "X", 1), Factor("y", "Y", 3)))[1]
    assert result.cost_pence == 200_000 and (result.low, result.high) == ((1 + 12) / 4, (3 + 24) / 4)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([option("a", 1, 1), option("b", 2, 2)], "Doing nothing"),
        ([NOTHING], "another option"),
        ([NOTHING, NOTHING], "once"),
        ([NOTHING, option("a", 1)], "needs points"),
        ([NOTHING, option("a", 1, 11)], "needs points"),
    ],
)
def test_what_an_appraisal_lacks_is_said(options: list[Option], words: str) -> None:
    with pytest.raises(AppraisalIncomplete, match=words):
        appraised(options, TWO)


def test_what_would_have_to_be_true_is_the_share_at_which_it_wins() -> None:
    other = option("a", 6, 5)
    (found,) = turning_points(NOTHING, [NOTHING, other], TWO)
    factor, share = found
    assert factor.code == "y" and share == pytest.approx(0.8)
    just = (Factor("x", "X", 1 - share - 0.001), Factor("y", "Y", share + 0.001))
    totals = {one.code: sum(f.weight * one.middle(f.code) for f in just) for one in (NOTHING, other)}
    assert totals["nothing"] > totals["a"]


def test_the_preset_has_ten_factors_and_the_first_is_a_gate() -> None:
    assert len(TEN_FACTORS) == len({factor.code for factor in TEN_FACTORS}) == 10 and TEN_FACTORS[0].is_gate
