"""ProMap, against its formula written out."""

import math

import numpy as np
import pytest

from beatbook.forecasts.baselines import count_map, promap
from tests.forecasts.worlds import town_grid, town_happenings


def test_promap_is_the_sum_of_the_paper() -> None:
    grid, happened = town_grid(), town_happenings(weeks=12, weekly=15)
    now = 18000.0 + 7 * 12

    drawn = promap(grid, happened, now=now)

    x, y = grid.centres()
    for cell in range(0, grid.n_cells, 17):
        by_hand = 0.0
        for day, east, north in zip(happened.day, happened.x, happened.y, strict=True):
            away, age = math.hypot(x[cell] - east, y[cell] - north), now - day
            if away <= 400 and 0 < age <= 56:
                by_hand += 1 / (1 + away // 50) / (1 + age // 7)
        assert drawn[cell] == pytest.approx(by_hand)


def test_the_count_looks_back_as_far_as_it_says() -> None:
    grid, happened = town_grid(), town_happenings(weeks=12)
    now = 18000.0 + 7 * 12

    drawn = count_map(grid, happened, now=now, weeks=4)

    inside = grid.cell_of(happened.x, happened.y) >= 0
    assert drawn.sum() == np.sum(inside & (happened.day >= now - 28))
