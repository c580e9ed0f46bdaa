"""Replays the past: a forecast for each period made only from what came before it, scored beside its peers.

Invariant: no choice is made from the test periods. What a choice is made from, the report says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.kernels import Families, families_for, part_names
from beatbook.forecasts.learning import WARM_UP_PERIODS, Forecast, Learner
from beatbook.forecasts.mixture import log_likelihood
from beatbook.forecasts.peers import Density, peer_maps, tune_density
from beatbook.forecasts.scoring import SHARES, top_cells
from beatbook.forecasts.walk import Origin, Weeks, counts_ahead, evidence_at, joined, origins, weeks_of
from beatbook.vocabulary.errors import BeatbookError

OURS = "kernel mixture"
FEWEST_HISTORY_WEEKS = 52
GATE_WEEKS = 26


class HistoryTooShort(BeatbookError):
    """There are too few weeks to learn from and test on: give a longer history, or ask for fewer periods."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is tested: forecasts of `horizon` weeks, over the last `periods` of them; `targets` are the kinds forecast, None for all.

    `by_kind` None lets the data before the test choose whether each kind gets kernels of its own.
    """

    horizon: int = 1
    periods: int = 52
    targets: tuple[int, ...] | None = None
    by_kind: bool | None = None
    with_peers: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """One test period: the forecast, what came, and how many offences each map found by share of the cells."""

    forecast: Forecast
    observed: Floats
    found: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Backtest:
    """All periods with what they were made by."""

    question: Question
    grid: Grid
    families: Families
    density: Density | None
    periods: tuple[Period, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every part of a rate, in words."""
        return part_names(self.families)


def run_backtest(happened: Happenings, grid: Grid, question: Question) -> Backtest:
    """Forecasts and scores the last periods of this history.

    Raises:
        HistoryTooShort: less than a year lies before the warm-up.
    """
    target = only(happened, question.targets)
    weeks = weeks_of(happened)
    first = weeks.count - question.periods * question.horizon
    require_history(weeks, question, first=first)
    families = choose_families(happened, grid, question, before=first)
    density = tune_density(target, grid, weeks, first_test=first, horizon=question.horizon) if question.with_peers else None
    starts = range(first, weeks.count - question.horizon + 1, question.horizon)
    periods = []
    for forecast, observed, _ in rolling(happened, target, grid, families, question, weeks=weeks, starts=starts):
        maps = {OURS: forecast.expected}
        if density is not None:
            maps |= peer_maps(target, grid, now=forecast.day, horizon=question.horizon, density=density)
        found = {name: tuple(float(observed[top_cells(risk, share)].sum()) for share in SHARES) for name, risk in maps.items()}
        periods.append(Period(forecast, observed, found))
    return Backtest(question, grid, families, density, tuple(periods))


def rolling(
    happened: Happenings, target: Happenings, grid: Grid, families: Families, question: Question, *, weeks: Weeks, starts: range
) -> Iterator[tuple[Forecast, Floats, Origin]]:
    """A forecast at each week of `starts`, with what came (nothing at the end of the history) and what was known; weights are learnt again
    at each."""
    horizon, first = question.horizon, starts.start
    learner = Learner(horizon)
    raws: dict[int, Floats] = {}
    waiting: dict[int, Floats] = {}
    begins = max(1, first - WARM_UP_PERIODS - horizon - learner.train_weeks)
    warm = first - WARM_UP_PERIODS - horizon
    for origin in origins(happened, grid, families, weeks):
        week = origin.week
        if week < begins:
            continue
        maps = origin.maps
        if (done := week - horizon) in waiting:
            came = counts_ahead(target, grid, day=weeks.day(done), weeks=horizon)
            learner.learn(waiting.pop(done), came)
            if done in raws:
                learner.look_back(raws.pop(done), came)
        waiting[week] = maps
        if week >= warm and (week - first) % starts.step == 0:
            learner.refit()
        if week >= warm and learner.weights is not None:
            forecast = learner.forecast(origin, maps)
            raws[week] = forecast.raw
            if week in starts:
                yield forecast, counts_ahead(target, grid, day=origin.day, weeks=horizon), origin


def require_history(weeks: Weeks, question: Question, *, first: int) -> None:
    """Is there a year to learn from before the warm-up that comes before week `first`?

    Raises:
        HistoryTooShort: there is not.
    """
    needed = FEWEST_HISTORY_WEEKS + WARM_UP_PERIODS + question.horizon
    if first < needed:
        raise HistoryTooShort(f"{needed + weeks.count - first} weeks of history are needed; there are {weeks.count}.")


def choose_families(happened: Happenings, grid: Grid, question: Question, *, before: int) -> Families:
    """Whether kinds get kernels of their own: yes where that made the half year before the test likelier, having been learnt before it."""
    targets = question.targets
    plain = families_for(happened, targets=targets, by_kind=False)
    apart = families_for(happened, targets=targets, by_kind=True)
    if question.by_kind is not None:
        return apart if question.by_kind else plain
    if len(apart) == len(plain):
        return plain
    weeks = weeks_of(happened)
    target = only(happened, targets)
    seen = [
        evidence_at(origin.maps, counts_ahead(target, grid, day=origin.day, weeks=1), weeks=1)
        for origin in origins(happened.between(-np.inf, weeks.day(before)), grid, apart, Weeks(weeks.first_day, before - 1))
        if origin.week >= before - GATE_WEEKS - 104
    ]
    learn, judge = seen[:-GATE_WEEKS], joined(seen[-GATE_WEEKS:])
    n_plain = len(part_names(plain)) - 1
    gains = []
    for columns in (np.r_[0:n_plain, -1], np.arange(seen[0].at_events.shape[1])):
        learner = Learner()
        learner.evidence.extend(type(one)(one.at_events[:, columns], one.times, one.exposure[columns]) for one in learn)
        learner.refit()
        assert learner.weights is not None
        gains.append(log_likelihood(type(judge)(judge.at_events[:, columns], judge.times, judge.exposure[columns]), learner.weights))
    return apart if gains[1] > gains[0] else plain


def only(happened: Happenings, targets: tuple[int, ...] | None) -> Happenings:
    """The happenings whose kind is forecast."""
    return happened if targets is None else happened.taken(np.isin(happened.kind, targets))
