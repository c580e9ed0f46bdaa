"""Spreading points over cells, against a fine numerical integral."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from beatbook.forecasts.spread import spread
from tests.forecasts.worlds import town_grid

INNER = st.floats(1500, 3500)


@given(x=INNER, y=INNER, width=st.sampled_from([60.0, 120.0, 250.0]))
def test_a_point_spreads_one_in_all(x: float, y: float, width: float) -> None:
    drawn = spread(town_grid(), np.array([x]), np.array([y]), width_m=width)

    assert drawn.sum() == pytest.approx(1, abs=0.01)
    assert drawn.min() >= 0


def test_the_share_of_a_cell_is_the_gaussian_over_it() -> None:
    grid = town_grid()
    x, y, width = 2530.0, 2410.0, 120.0

    drawn = spread(grid, np.array([x]), np.array([y]), width_m=width)

    for cell, (middle_x, middle_y) in enumerate(zip(*grid.centres(), strict=True)):
        along = np.diff(stats.norm.cdf([middle_x - 125, middle_x + 125], x, width))[0]
        across = np.diff(stats.norm.cdf([middle_y - 125, middle_y + 125], y, width))[0]
        assert drawn[cell] == pytest.approx(along * across, abs=2e-3)


def test_no_width_counts_points_by_cell() -> None:
    grid = town_grid()

    drawn = spread(grid, np.array([10.0, 20.0, 4990.0, -5.0]), np.array([10.0, 20.0, 4990.0, 10.0]), width_m=0.0)

    assert drawn[0] == 2
    assert drawn[-1] == 1
    assert drawn.sum() == 3
