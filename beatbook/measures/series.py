"""A figure month by month: what is usual, what is not, and when too few records leave it untold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beatbook.measures.definition import Break, Measure
from beatbook.measures.figures import Figure
from beatbook.measures.seasons import season_factors
from beatbook.measures.where import Where
from beatbook.measures.xmr import OUTSIDE, SHIFT, TREND, Limits, Signal, limits_of, signals_of

USUAL, HIGHER, LOWER, UNTOLD = "usual", "higher", "lower", "untold"
WHY = {
    OUTSIDE: "it lies outside the range that is usual here",
    TREND: "it is one of seven months in a row that went the same way",
    SHIFT: "it is one of seven months in a row on the same side of the mean",
}
WHY_NEAR = "two of three months lie close to the edge of the usual range"


@dataclass(frozen=True, slots=True)
class Point:
    """One month: its figure, the usual range then (None where it is not told), and what is unusual."""

    month: date
    figure: Figure
    limits: Limits | None
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Series:
    """A measure at one place, month by month. `verdict` is of the newest month: usual, higher, lower, or untold."""

    measure: Measure
    where: Where
    name: str
    points: tuple[Point, ...]
    verdict: str
    why: str
    mean_count: float
    seasons_taken_out: bool
    breaks: tuple[Break, ...]

    @property
    def latest(self) -> Point | None:
        """The newest month."""
        return self.points[-1] if self.points else None


def series_of_figures(measure: Measure, where: Where, name: str, figures: Sequence[Figure]) -> Series:
    """The series of one figure a month, oldest first. Limits are drawn anew after each break in what is counted."""
    counts = [figure.numerator for figure in figures]
    mean_count = sum(counts) / len(counts) if counts else 0.0
    breaks = tuple(one for one in measure.breaks if figures and figures[0].period.first < one.month <= figures[-1].period.first)
    values = [figure.value for figure in figures]
    told = [value for value in values if value is not None]
    if measure.chart.kind != "xmr" or mean_count < measure.chart.min_mean or len(told) < len(values) or not told:
        why = _untold(measure, mean_count, len(told) < len(values))
        return Series(
            measure, where, name, tuple(Point(f.period.first, f, None, None) for f in figures), UNTOLD, why, mean_count, False, breaks
        )
    months = [figure.period.first.month for figure in figures]
    factors = season_factors(told, months) if measure.chart.seasonal == "auto" else None
    points: list[Point] = []
    for start, end in _segments(figures, breaks):
        points += _charted(figures[start:end], (factors or [1.0] * len(told))[start:end])
    signal = points[-1].signal
    verdict = USUAL if signal is None else HIGHER if signal.side > 0 else LOWER
    why = "" if signal is None else WHY.get(signal.rule, WHY_NEAR)
    return Series(measure, where, name, tuple(points), verdict, why, mean_count, factors is not None, breaks)


def _charted(figures: Sequence[Figure], factors: Sequence[float]) -> list[Point]:
    values = [(figure.value or 0.0) / factor for figure, factor in zip(figures, factors, strict=True)]
    limits = limits_of(values)
    least = 0.0  # no measure of the list can be negative
    signals = signals_of(values, limits)
    return [
        Point(
            figure.period.first,
            figure,
            Limits(limits.mean * factor, max(least, limits.low * factor), limits.high * factor, limits.trial),
            signal,
        )
        for figure, factor, signal in zip(figures, factors, signals, strict=True)
    ]


def _segments(figures: Sequence[Figure], breaks: Sequence[Break]) -> list[tuple[int, int]]:
    starts = [0, *(place for one in breaks for place, figure in enumerate(figures) if figure.period.first == one.month)]
    return list(zip(starts, [*starts[1:], len(figures)], strict=True))


def _untold(measure: Measure, mean_count: float, gaps: bool) -> str:
    if mean_count < measure.chart.min_mean:
        return (
            f"Too few to tell change from chance: on average {mean_count:.1f} a month, and at least {measure.chart.min_mean:g} are needed."
        )
    if gaps:
        return "In some months it cannot be told, so no usual range is drawn."
    return "No usual range is drawn for this measure."
