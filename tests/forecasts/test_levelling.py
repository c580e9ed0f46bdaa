"""Putting the level right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.forecasts.levelling import Level, level_from


@given(power=st.floats(0.8, 1.25), factor=st.floats(0.1, 5))
def test_the_order_of_cells_stays_and_only_the_factor_moves_the_sum(power: float, factor: float) -> None:
    expected = np.random.default_rng(2).gamma(0.5, 1, 200) + 1e-3

    put_right = Level(factor, power)(expected)

    assert np.array_equal(np.argsort(put_right, kind="stable"), np.argsort(expected, kind="stable"))
    assert put_right.sum() == pytest.approx(factor * expected.sum())


def test_half_as_many_again_raises_the_level() -> None:
    generator = np.random.default_rng(1)
    rates = [generator.gamma(0.5, 2, 300) for _ in range(26)]

    level = level_from(rates, [generator.poisson(1.5 * rate).astype(float) for rate in rates])

    assert level.factor == pytest.approx(1.5, abs=0.1)
    assert level.power == pytest.approx(1.0, abs=0.05)


def test_a_forecast_that_is_too_flat_is_bent() -> None:
    generator = np.random.default_rng(1)
    truth = [generator.gamma(0.5, 2, 300) for _ in range(26)]

    level = level_from([rate**0.85 for rate in truth], [generator.poisson(rate).astype(float) for rate in truth])

    assert level.power > 1.1


def test_nothing_known_changes_nothing() -> None:
    assert level_from([], []) == Level(1.0, 1.0)
