"""A forecast that stands between days."""

import numpy as np
import pytest

from beatbook.forecasts.backtest import Question
from beatbook.forecasts.event_files import Projection
from beatbook.forecasts.standing import Standing, StandingRefused, as_bytes, brought_up_to, fit, from_bytes, squares
from tests.forecasts.worlds import town_grid, town_happenings


@pytest.fixture(scope="module")
def standing() -> Standing:
    return fit(town_happenings(weeks=180).between(0, 18000 + 7 * 170), town_grid(), Projection(), Question())


def test_what_is_kept_comes_back_the_same(standing: Standing) -> None:
    again = from_bytes(as_bytes(standing))

    assert again.expected == pytest.approx(standing.expected)
    assert (again.day, again.kinds, again.families) == (standing.day, standing.kinds, standing.families)


def test_a_day_with_offences_raises_their_squares(standing: Standing) -> None:
    new = town_happenings(weeks=180).between(standing.day, standing.day + 7)

    later = brought_up_to(standing, new, standing.day + 7)

    assert later.day == standing.day + 7
    busy = np.bincount(standing.grid.cell_of(new.x, new.y), minlength=400).argmax()
    assert later.expected[busy] > standing.expected[busy]


def test_the_parts_of_a_square_sum_to_one(standing: Standing) -> None:
    found = squares(standing, share=0.05)

    assert [one.expected for one in found] == sorted((one.expected for one in found), reverse=True)
    for one in found:
        assert sum(share for _, share in one.parts) == pytest.approx(1)
        assert one.low <= one.expected <= one.high


def test_time_does_not_run_back_and_damage_is_seen(standing: Standing) -> None:
    with pytest.raises(StandingRefused, match="later day"):
        brought_up_to(standing, town_happenings(weeks=2), standing.day - 1)
    with pytest.raises(StandingRefused, match="damaged"):
        from_bytes(as_bytes(standing)[:200])
