"""What the kernels remember."""

import numpy as np
import pytest

from beatbook.forecasts.kernels import Kernels, families_for, maps_of, no_memories, part_names, remember
from tests.forecasts.worlds import town_grid, town_happenings


def test_there_are_twenty_five_kernels_and_one_everywhere() -> None:
    assert len(part_names((Kernels(),))) == 26
    assert len(set(part_names((Kernels(),)))) == 26


def test_seven_days_are_a_week() -> None:
    grid, happened = town_grid(), town_happenings(weeks=3)
    families = (Kernels(),)
    week = remember(no_memories(families, grid), grid, happened.between(18000, 18007), weeks=1.0)
    days = no_memories(families, grid)

    for day in range(7):
        days = remember(days, grid, happened.between(18000 + day, 18001 + day), weeks=1 / 7)

    assert days[0].seen_weeks == pytest.approx(week[0].seen_weeks)
    assert maps_of(days).sum() == pytest.approx(maps_of(week).sum(), rel=0.02)


def test_a_constant_rate_is_remembered_as_that_rate_by_every_decay() -> None:
    grid = town_grid()
    once = town_happenings(weeks=1)
    memories = no_memories((Kernels(),), grid)

    for _ in range(30):
        memories = remember(memories, grid, once, weeks=1.0)

    totals = memories[0].maps.reshape(5, 5, -1)[:, 0].sum(axis=1)
    assert totals == pytest.approx(np.full(5, float((grid.cell_of(once.x, once.y) >= 0).sum())))


def test_the_commonest_kinds_get_kernels_of_their_own() -> None:
    happened = town_happenings(kinds=("a", "b", "c", "d"))

    families = families_for(happened, targets=None, by_kind=True)

    assert len(families) == 4
    assert sorted(kind for one in families[1:] for kind in one.kinds or ()) == [0, 1, 2, 3]
