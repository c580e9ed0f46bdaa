"""What breaks out, and that all series together stay within the budget of false alerts."""

import numpy as np

from beatbook.tension.breaks import BUDGET, FEWEST, breaks
from tests.tension.test_rises import steady


def test_a_break_is_found_with_its_stretch_and_the_rarest_comes_first() -> None:
    counts = steady(4, areas=60, weeks=120, seed=1)
    counts[7, -2:], counts[9, -8:] = 25, 14
    found = breaks(counts)
    assert [one.series for one in found] == [9, 7] or [one.series for one in found] == [7, 9]
    by_series = {one.series: one for one in found}
    assert by_series[7].weeks == 2 and by_series[7].came == 50
    assert by_series[9].weeks == 8 and by_series[9].came == 112 and abs(by_series[9].usual - 32) < 10


def test_false_alerts_stay_within_the_budget_however_many_series_there_are() -> None:
    for areas in (50, 400):
        counts = steady(4, areas=areas, weeks=160, seed=areas)
        raised = sum(len(breaks(counts[:, :week])) for week in range(110, 160))
        assert raised / 50 <= BUDGET


def test_a_few_reports_are_no_break_even_where_there_never_was_one() -> None:
    counts = np.vstack([np.zeros((1, 120)), steady(2, areas=40, weeks=120, seed=2)])
    counts[0, -1] = FEWEST - 1
    assert 0 not in [one.series for one in breaks(counts)]
    counts[0, -1] = 4 * FEWEST
    assert 0 in [one.series for one in breaks(counts)]


def test_no_series_raise_nothing() -> None:
    assert breaks(np.zeros((0, 100))) == []
