"""Forecasts from what is published by month and snapped to a map point: a decayed count, without smoothing.

A map point stands for many addresses, so that smoothing spreads offences to places where none is ever recorded. Invariant: the settings of a
month are chosen from months before the first test month.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.backtest import HistoryTooShort
from beatbook.forecasts.baselines import promap
from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings, Ints
from beatbook.forecasts.scoring import SHARES, top_cells
from beatbook.forecasts.spread import spread

OURS, PREVIOUS, COUNT, PROMAP, DENSITY, DENSITY_TUNED = (
    "decayed count", "previous month", "count of all months", "ProMap-like", "density of 300 m", "tuned density",
)  # fmt: skip
DECAYS_MONTHS = (1.0, 2.0, 4.0, 8.0, 16.0, float("inf"))
SPILLS = (0.0, 0.1, 0.2)  # share of each offence that falls by a Gaussian of SPILL_M instead of at its point
SPILL_M = 120.0
DENSITY_WIDTHS_M = (100.0, 200.0, 300.0, 500.0)
PROMAP_MONTHS = 2
FEWEST_MONTHS = 4


@dataclass(frozen=True, slots=True)
class Decay:
    """How fast a month fades, and how much of it spills to near squares."""

    months: float
    spill: float


@dataclass(frozen=True, slots=True)
class MonthTest:
    """One test month: what was expected, what came, and what each map found by share of the cells."""

    month: int
    expected: Floats
    observed: Floats
    found: dict[str, tuple[float, ...]]


def month_numbers(happened: Happenings) -> Ints:
    """Months since 1970 of each happening."""
    return (happened.day.astype("datetime64[D]")).astype("datetime64[M]").astype(np.int64)


def months_on(grid: Grid, happened: Happenings, *, width_m: float) -> Floats:
    """Spread of each month, shape (months, cells), from the first month to the last."""
    month = month_numbers(happened)
    first, last = int(month.min()), int(month.max())
    return np.stack([spread(grid, happened.x[month == one], happened.y[month == one], width_m=width_m) for one in range(first, last + 1)])


def decayed(counts: Floats, spilt: Floats, decay: Decay) -> Floats:
    """Expected offences of the next month in each cell, from all months before, shapes (months, cells)."""
    ages = np.arange(len(counts))[::-1]
    weights = np.ones(len(counts)) if np.isinf(decay.months) else np.exp(-ages / decay.months)
    weights = weights / weights.sum()
    return np.asarray((1 - decay.spill) * (weights @ counts) + decay.spill * (weights @ spilt))


def months_tested(happened: Happenings, grid: Grid, *, months: int) -> Iterator[MonthTest]:
    """Forecasts and scores the last `months` months.

    Raises:
        HistoryTooShort: fewer than four months lie before the test.
    """
    counts, spilt = months_on(grid, happened, width_m=0.0), months_on(grid, happened, width_m=SPILL_M)
    smooth = {width: months_on(grid, happened, width_m=width) for width in DENSITY_WIDTHS_M}
    first = len(counts) - months
    if first < FEWEST_MONTHS:
        raise HistoryTooShort(f"{months} test months need {months + FEWEST_MONTHS} months; there are {len(counts)}.")
    decay = choose_decay(counts[:first], spilt[:first])
    width = _choose_width(counts[:first], {key: value[:first] for key, value in smooth.items()})
    started = int(month_numbers(happened).min())
    for month in range(first, len(counts)):
        expected = decayed(counts[:month], spilt[:month], decay)
        maps = {
            OURS: expected,
            PREVIOUS: counts[month - 1],
            COUNT: counts[:month].sum(axis=0),
            PROMAP: _promap(grid, happened, month=started + month),
            DENSITY: smooth[300.0][:month].sum(axis=0),
            DENSITY_TUNED: smooth[width][:month].sum(axis=0),
        }
        came = counts[month]
        found = {name: tuple(float(came[top_cells(risk, share)].sum()) for share in SHARES) for name, risk in maps.items()}
        yield MonthTest(started + month, expected, came, found)


def choose_decay(counts: Floats, spilt: Floats) -> Decay:
    """The decay that, replayed on these months, found the most at 1 % of the cells; the first of equals."""
    choices = [Decay(months, spill) for months in DECAYS_MONTHS for spill in SPILLS]
    starts = range(max(2, len(counts) // 2), len(counts))

    def found(choice: Decay) -> float:
        return sum(float(counts[month][top_cells(decayed(counts[:month], spilt[:month], choice), SHARES[0])].sum()) for month in starts)

    return max(choices, key=found)


def _choose_width(counts: Floats, smooth: dict[float, Floats]) -> float:
    starts = range(max(2, len(counts) // 2), len(counts))

    def found(width: float) -> float:
        return sum(float(counts[month][top_cells(smooth[width][:month].sum(axis=0), SHARES[0])].sum()) for month in starts)

    return max(DENSITY_WIDTHS_M, key=found)


def _promap(grid: Grid, happened: Happenings, *, month: int) -> Floats:
    """The published method with whole months for weeks: two months back, 400 m, both distances in whole steps."""
    from_months = month_numbers(happened)
    recent = happened.taken((from_months >= month - PROMAP_MONTHS) & (from_months < month))
    ages = month - 1 - month_numbers(recent)
    shifted = Happenings(np.sort(-7.0 * ages - 1.0), *_by_age(recent, ages), recent.kinds)
    return promap(grid, shifted, now=0.0)


def _by_age(recent: Happenings, ages: Ints) -> tuple[Floats, Floats, Ints]:
    order = np.argsort(-ages, kind="stable")
    return recent.x[order], recent.y[order], recent.kind[order]
