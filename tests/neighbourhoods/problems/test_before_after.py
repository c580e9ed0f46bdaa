"""The before-and-after test against published figures and a regression worked out another way."""

from math import exp

import numpy as np
import pytest

from beatbook.neighbourhoods.problems.before_after import (
    SURE,
    Months,
    displacement_quotient,
    effect_of,
    ratio_of_ratios,
    scatter,
)


def regressed(groups: list[tuple[float, float, tuple[int, ...]]], spread: float) -> tuple[float, float]:
    """Estimate and standard error of the interaction in a Poisson regression, by Newton's steps: nothing of the module's own formula."""
    rows = [(1.0, here, after, here * after) for here, after, counts in groups for _ in counts]
    x, y = np.array(rows), np.array([count for *_, counts in groups for count in counts], dtype=float)
    b = np.array([np.log(y.mean()), 0.0, 0.0, 0.0])
    for _ in range(60):
        mean = np.exp(x @ b)
        b = b + np.linalg.solve(x.T @ (x * mean[:, None]), x.T @ (y - mean))
    cover = np.linalg.inv(x.T @ (x * np.exp(x @ b)[:, None])) * spread
    return float(b[3]), float(np.sqrt(cover[3, 3]))


def test_the_ratio_of_ratios_is_the_regressions_interaction() -> None:
    here, elsewhere = Months((30, 41, 28), (19, 15, 22)), Months((200, 230, 188), (205, 170, 214))
    groups = [(1.0, 0.0, here.before), (1.0, 1.0, here.after), (0.0, 0.0, elsewhere.before), (0.0, 1.0, elsewhere.after)]
    found = effect_of(here, elsewhere)
    middle, error = regressed(groups, found.spread)
    assert found.ratio is not None and found.spread > 1
    assert (found.ratio.value, found.ratio.low, found.ratio.high) == pytest.approx(
        (exp(middle), exp(middle - SURE * error), exp(middle + SURE * error)), rel=1e-6
    )


def test_the_ratio_of_a_published_evaluation() -> None:
    """Cameras in car parks ("Hawkeye"): 794 to 214 there, 12,590 to 11,335 elsewhere, odds ratio 3.34. Source: Gill & Spriggs 2005; Welsh & Farrington 2009."""
    assert 1 / ratio_of_ratios((794, 214), (12_590, 11_335)).value == pytest.approx(3.34, abs=0.005)


def test_crimes_more_than_expected_are_what_came_less_what_would_have() -> None:
    """24 to 16 where elsewhere 240 became 120: 12 were expected, so four more came, though it fell."""
    found = effect_of(Months((24,), (16,)), Months((240,), (120,)))
    assert found.more and found.ratio and found.more.value == pytest.approx(4)
    assert found.more.low == pytest.approx(16 - 16 / found.ratio.low) and found.more.low < 0 < found.more.high


def test_neither_the_size_of_the_comparison_nor_a_longer_time_before_moves_the_effect() -> None:
    small, large = effect_of(Months((20,), (10,)), Months((30,), (30,))), effect_of(Months((20,), (10,)), Months((3000,), (3000,)))
    long = effect_of(Months((20, 20), (10,)), Months((30, 30), (30,)))
    assert small.ratio and large.ratio and long.ratio
    assert small.ratio.value == pytest.approx(large.ratio.value) == pytest.approx(long.ratio.value)
    assert large.more and small.more and large.more.value == pytest.approx(small.more.value)


def test_the_quotient_says_whether_crime_moved_or_fell_near_by_too() -> None:
    """By hand: gained 50/100 - 100/100 = -0.5; near by 60/100 - 50/100 = 0.1 moved: -0.2 of what was gained. 40 after: 0.2, it fell too."""
    assert displacement_quotient((100, 50), (50, 60), (100, 100)) == pytest.approx(-0.2)
    assert displacement_quotient((100, 50), (50, 40), (100, 100)) == pytest.approx(0.2)
    assert displacement_quotient((100, 120), (50, 60), (100, 100)) is None
    assert displacement_quotient((100, 50), (50, 60), (0, 100)) is None


def test_months_that_scatter_like_chance_widen_nothing_and_others_do() -> None:
    assert scatter([(9, 11), (10, 10)]) == 1.0
    assert scatter([(0, 20)]) == pytest.approx(20.0)
    assert scatter([(0, 0), ()]) == 1.0


def test_with_too_few_no_ratio_is_told_and_a_nought_breaks_nothing() -> None:
    assert effect_of(Months((2, 2), (9, 9)), Months((50, 50), (50, 50))).ratio is None
    assert ratio_of_ratios((10, 0), (50, 50)).value == pytest.approx((0.5 / 10.5) / (50.5 / 50.5))


def test_no_change_is_found_in_five_of_a_hundred_where_there_is_none() -> None:
    """Counts that scatter three times more than chance: without the widening the test would cry out far more often."""
    rng = np.random.default_rng(2)
    wrong = 0
    for _ in range(400):
        drawn = rng.negative_binomial(10, 1 / 3, size=(4, 12)).tolist()
        found = effect_of(Months(tuple(drawn[0]), tuple(drawn[1])), Months(tuple(drawn[2]), tuple(drawn[3]))).ratio
        wrong += found is not None and not found.low <= 1 <= found.high
    assert 0.02 < wrong / 400 < 0.09
