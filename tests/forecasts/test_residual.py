"""The gate before LightGBM, through the real code around it: what learns is made up here, what judges is the product's own.

LightGBM itself is an extra that tests do not install; `make bench-forecast ARGS=--residual` tries the real one where it is there.
"""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from beatbook.forecasts import residual
from beatbook.forecasts.backtest import Backtest, Question, run_backtest
from beatbook.forecasts.happenings import Happenings
from beatbook.forecasts.residual import GATE_PERIODS, LEARN_PERIODS, try_residual
from tests.forecasts.worlds import town_grid, town_happenings

PERIODS = 5
Bend = Callable[[np.ndarray], np.ndarray]


class MadeUp:
    """Stands for the library: keeps what it is taught, and answers by a rule."""

    def __init__(self, bend: Bend) -> None:
        self.bend, self.taught = bend, []

    def Dataset(self, features: np.ndarray, came: np.ndarray, *, init_score: np.ndarray) -> SimpleNamespace:
        return SimpleNamespace(features=features, came=came, init_score=init_score)

    def train(self, options: dict[str, object], data: SimpleNamespace, *, num_boost_round: int) -> SimpleNamespace:
        self.taught.append(data)
        return SimpleNamespace(predict=lambda maps, **how: self.bend(maps))


@pytest.fixture(scope="module")
def happened() -> Happenings:
    return town_happenings(weeks=190, weekly=60.0)


@pytest.fixture(scope="module")
def tested(happened: Happenings) -> Backtest:
    return run_backtest(happened, town_grid(), Question(periods=PERIODS, with_peers=False))


def tried(monkeypatch: pytest.MonkeyPatch, happened: Happenings, tested: Backtest, bend: Bend) -> tuple[dict, MadeUp]:
    made_up = MadeUp(bend)
    monkeypatch.setattr(residual, "_load_lightgbm", lambda: made_up)
    return try_residual(happened, tested), made_up


def test_one_that_harms_nothing_passes_and_is_then_judged_on_the_test(monkeypatch, happened: Happenings, tested: Backtest) -> None:
    outcome, made_up = tried(monkeypatch, happened, tested, lambda maps: np.zeros(len(maps)))
    assert outcome["state"] == "used" and outcome["gate"]["low"] == outcome["gate"]["ratio"] == 1.0
    assert 0.9 <= outcome["gate"]["level"] <= 1.1 and outcome["test"]["ratio"] == 1.0
    assert "passed its gate" in outcome["said"]
    cells = tested.grid.n_cells
    assert [len(data.came) for data in made_up.taught] == [cells * LEARN_PERIODS, cells * (LEARN_PERIODS + GATE_PERIODS)]


def test_one_that_finds_less_fails_and_is_never_judged_on_the_test(monkeypatch, happened: Happenings, tested: Backtest) -> None:
    noise = np.random.default_rng(1)
    outcome, made_up = tried(monkeypatch, happened, tested, lambda maps: noise.normal(0, 3, len(maps)))
    assert outcome["state"] == "not used" and outcome["gate"]["ratio"] < 1 and "test" not in outcome
    assert "failed its gate" in outcome["said"] and len(made_up.taught) == 1


def test_one_that_keeps_the_order_but_promises_too_much_fails_by_its_level(monkeypatch, happened: Happenings, tested: Backtest) -> None:
    outcome, _ = tried(monkeypatch, happened, tested, lambda maps: 2.0 * maps.mean(axis=1))
    assert outcome["state"] == "not used" and outcome["gate"]["level"] < 0.9


def test_what_is_taught_lies_before_what_it_is_judged_by(monkeypatch, happened: Happenings, tested: Backtest) -> None:
    """The offences of the gate's half year and of the test can be anything: what is taught for the gate stays the same."""
    _, first = tried(monkeypatch, happened, tested, lambda maps: np.zeros(len(maps)))
    end = tested.periods[0].forecast.day - 7.0 * GATE_PERIODS
    later = happened.day >= end
    moved = Happenings(happened.day, np.where(later, 5000 - happened.x, happened.x), happened.y, happened.kind, happened.kinds)
    _, second = tried(monkeypatch, moved, tested, lambda maps: np.zeros(len(maps)))
    assert np.array_equal(first.taught[0].came, second.taught[0].came)
    assert np.allclose(first.taught[0].features, second.taught[0].features)
    assert not np.array_equal(first.taught[1].came, second.taught[1].came)


def test_without_the_library_it_says_so(monkeypatch, happened: Happenings, tested: Backtest) -> None:
    monkeypatch.setattr(residual, "_load_lightgbm", lambda: None)
    assert try_residual(happened, tested) == {"state": "absent", "said": residual.ABSENT}


def test_too_short_a_history_leaves_it_untried(monkeypatch) -> None:
    short = town_happenings(weeks=100)
    tested = run_backtest(short, town_grid(), Question(periods=PERIODS, with_peers=False))
    outcome, made_up = tried(monkeypatch, short, tested, lambda maps: np.zeros(len(maps)))
    assert outcome["state"] == "not tried" and "weeks" in outcome["said"] and made_up.taught == []
