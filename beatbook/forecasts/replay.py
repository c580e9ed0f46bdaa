"""From files to a back-test or a standing forecast: reads, lays the grid, and chooses weeks or months by what the times say."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from beatbook.forecasts.backtest import Backtest, Question, run_backtest
from beatbook.forecasts.equality import as_rows, burdens
from beatbook.forecasts.event_files import EventFile, EventsRefused, read_events
from beatbook.forecasts.grid import Grid, grid_around, lay_grid, lay_grid_around
from beatbook.forecasts.happenings import Happenings
from beatbook.forecasts.make_up import matched, read_make_up
from beatbook.forecasts.monthly import month_numbers, months_tested
from beatbook.forecasts.monthly_report import summary_of_months
from beatbook.forecasts.report import summary_of
from beatbook.forecasts.residual import try_residual
from beatbook.forecasts.standing import Standing, brought_up_to, fit, renumbered
from beatbook.forecasts.study_areas import StudyArea, read_study_area
from beatbook.forecasts.walk import weeks_of

PERIODS_A_YEAR = 52
MONTH_SIDE_M = 200.0
WITHIN = "The area studied is the boundary that was given."
AROUND = "No boundary was given: the area studied is every square within 500 m of an offence before the test."


def replay(
    paths: Sequence[Path],
    *,
    boundaries: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] = (),
    side: float = 250.0,
    horizon: int = 1,
    periods: int | None = None,
    residual: bool = False,
    make_up: Path | None = None,
) -> dict[str, Any]:
    """A back-test of these files, ready for JSON; with `make_up`, also by thirds of the areas by each of its features.

    Raises:
        EventsRefused, BoundariesRefused, HistoryTooShort, AreaTooLarge, MakeUpRefused: as each says.
    """
    features = read_make_up(make_up) if make_up else {}
    read = read_events(paths, columns=columns)
    areas = read_study_area(boundaries, read.projection) if boundaries else None
    if read.by_month:
        summary = _replay_months(read, areas, types, side=side, periods=periods)
    else:
        question = Question(horizon, periods or PERIODS_A_YEAR // horizon, targets_of(read.happened, types))
        summary = _replay_weeks(read, areas, question, side=side, residual=residual)
    if make_up:
        by_area = summary.get("by_area", [])
        matched(features, [one["area"] for one in by_area] or ["no boundary was given"], make_up.name)
        thirds = [as_rows(burdens(by_area, feature=name, value=values, people={})) for name, values in features.items()]
        summary["by_make_up"] = [row for rows in thirds for row in rows]
    examples = [asdict(one) for one in read.refused[:10]]
    return {
        **summary,
        "by_month": read.by_month,
        "study_area": WITHIN if areas else AROUND,
        "refused": len(read.refused),
        "refused_examples": examples,
    }


def _replay_weeks(read: EventFile, areas: StudyArea | None, question: Question, *, side: float, residual: bool) -> dict[str, Any]:
    happened = read.happened
    weeks = weeks_of(happened)
    before = happened.between(-np.inf, weeks.day(max(0, weeks.count - question.periods * question.horizon)))
    grid = grid_for(before, areas, side=side)
    tested: Backtest = run_backtest(happened, grid, question)
    summary = summary_of(tested, area_of_cell=areas.of_cells(grid) if areas else None, area_names=areas.names if areas else ())
    if residual:
        summary["residual"] = try_residual(happened, tested)
        summary["notes"] = [summary["residual"]["said"]]
    return summary


def _replay_months(read: EventFile, areas: StudyArea | None, types: Sequence[str], *, side: float, periods: int | None) -> dict[str, Any]:
    targets = targets_of(read.happened, types)
    happened = read.happened if targets is None else read.happened.taken(np.isin(read.happened.kind, targets))
    side = MONTH_SIDE_M if side == 250.0 else side
    numbers = month_numbers(happened)
    months = periods or (int(numbers[-1]) - int(numbers[0]) + 1) // 2
    grid = grid_for(happened.taken(numbers <= numbers[-1] - months), areas, side=side, lay=False)
    tests = list(months_tested(happened, grid, months=months))
    return summary_of_months(tests, grid, area_of_cell=areas.of_cells(grid) if areas else None, area_names=areas.names if areas else ())


def grid_for(before: Happenings, areas: StudyArea | None, *, side: float, lay: bool = True) -> Grid:
    """The grid, laid by what is handed in; months' map points decide nothing, so that theirs is not laid.

    Raises:
        EventsRefused: there is nothing to lay it by.
    """
    if len(before) == 0:
        raise EventsRefused("No offence lies before the test.")
    if areas is None:
        return lay_grid_around(before, side=side) if lay else grid_around(before.x, before.y, side=side)
    return lay_grid(areas.whole, before, side=side) if lay else lay_grid(areas.whole, before.taken(slice(0, 0)), side=side)


def targets_of(happened: Happenings, types: Sequence[str]) -> tuple[int, ...] | None:
    """Numbers of the kinds to forecast, None for all.

    Raises:
        EventsRefused: the file has no such kind.
    """
    for name in types:
        if name not in happened.kinds:
            raise EventsRefused(f"The file has no kind {name!r}; it has {', '.join(happened.kinds)}.")
    return tuple(happened.kinds.index(name) for name in types) or None


def fit_files(
    paths: Sequence[Path],
    *,
    boundaries: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] = (),
    side: float = 250.0,
    horizon: int = 1,
) -> Standing:
    """A forecast learnt from these files.

    Raises:
        EventsRefused: times are months, from which no week can be told; and as for `replay`.
    """
    read = read_events(paths, columns=columns)
    if read.by_month:
        raise EventsRefused("The times are months: back-test them, but a weekly forecast cannot be learnt from them.")
    areas = read_study_area(boundaries, read.projection) if boundaries else None
    grid = grid_for(read.happened, areas, side=side)
    return fit(read.happened, grid, read.projection, Question(horizon, targets=targets_of(read.happened, types)))


def update_files(
    standing: Standing, paths: Sequence[Path], *, columns: Mapping[str, str] | None = None, day: float | None = None
) -> Standing:
    """The forecast with what happened since it; without `day`, up to the day after the last row."""
    read = read_events(paths, columns=columns, projection=standing.projection)
    until = float(np.floor(read.happened.day[-1]) + 1.0) if day is None else day
    new = renumbered(read.happened, standing.kinds).between(standing.day, until)
    return brought_up_to(standing, new, until)
