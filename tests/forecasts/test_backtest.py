"""Replaying the past."""

import numpy as np
import pytest

from beatbook.forecasts.backtest import OURS, HistoryTooShort, Question, run_backtest
from beatbook.forecasts.happenings import Happenings, in_order
from beatbook.forecasts.peers import HINDSIGHT, PEERS
from beatbook.forecasts.report import summary_of
from tests.forecasts.worlds import town_grid, town_happenings


@pytest.fixture(scope="module")
def happened() -> Happenings:
    return town_happenings()


def test_what_comes_later_changes_no_forecast(happened: Happenings) -> None:
    grid, question = town_grid(), Question(periods=6, with_peers=False)
    whole = run_backtest(happened, grid, question)
    last_day = whole.periods[-1].forecast.day
    kept = happened.day < last_day
    generator = np.random.default_rng(5)
    after = happened.taken(~kept)
    other = Happenings(after.day, generator.uniform(0, 5000, len(after)), generator.uniform(0, 5000, len(after)), after.kind, after.kinds)
    before = happened.taken(kept)
    changed = in_order(
        *(np.concatenate([getattr(before, name), getattr(other, name)]) for name in ("day", "x", "y", "kind")), happened.kinds
    )

    again = run_backtest(changed, grid, question)

    for one, two in zip(whole.periods, again.periods, strict=True):
        assert two.forecast.expected == pytest.approx(one.forecast.expected)


def test_the_mixture_finds_at_least_what_promap_finds(happened: Happenings) -> None:
    summary = summary_of(run_backtest(happened, town_grid(), Question(periods=30)))

    assert set(summary["maps"]) == {OURS, *PEERS}
    assert summary["maps"]["ProMap"]["0.05"]["ours_over_this"] > 1
    assert not summary["maps"][HINDSIGHT]["is_a_forecast"]
    assert 0.8 < summary["whole_area"] < 1.25
    assert summary["calibration"]["0.05"] == pytest.approx(1, abs=0.2)
    assert 0.85 < summary["ranges_held"] <= 1


def test_a_short_history_says_how_much_is_needed() -> None:
    with pytest.raises(HistoryTooShort, match="weeks of history are needed; there are 59"):
        run_backtest(town_happenings(weeks=60), town_grid(), Question(periods=10))


def test_four_weeks_ahead_expect_four_times_as_many(happened: Happenings) -> None:
    tested = run_backtest(happened, town_grid(), Question(horizon=4, periods=5, with_peers=False))

    assert sum(one.forecast.expected.sum() for one in tested.periods) == pytest.approx(5 * 4 * 40, rel=0.15)
    assert sum(one.observed.sum() for one in tested.periods) == pytest.approx(5 * 4 * 40, rel=0.15)
