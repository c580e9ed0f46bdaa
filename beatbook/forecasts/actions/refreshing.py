"""Each day: brings a forecast up to date, scores what it said before, and suspends it when it no longer holds.

Invariant: a record that was re-marked or taken back leaves no trace after the next refresh, because sums are made anew from the records.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import transaction

from beatbook.forecasts.actions.publishing import publish
from beatbook.forecasts.actions.reading import USING, Ground, as_date, as_day, newest, read_ground, read_offences
from beatbook.forecasts.actions.registering import learn
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.harm import mean_harm
from beatbook.forecasts.intervals import likely_counts
from beatbook.forecasts.kernels import no_memories, remember
from beatbook.forecasts.models import Forecast, Score, Square
from beatbook.forecasts.safeguards import calibration_failures
from beatbook.forecasts.standing import Standing, as_bytes, from_bytes, squares
from beatbook.forecasts.walk import WEEK

REFIT_DAYS = 7
SHOWN = 0.05
FEWEST_SQUARES = 40


def refresh(code: str, *, today: date) -> str:
    """The forecast as of the start of `today`; returns its state in words. Weights are learnt again once a week, with a new back-test.

    Raises:
        NoForecast, FeedNotFlagged, KindRefused: as each says.
    """
    forecast = newest(code)
    ground = read_ground()
    happened, _ = read_offences(forecast.feed, forecast.kinds, ground.projection)
    happened = happened.between(-np.inf, as_day(today))
    standing = from_bytes(bytes(forecast.kept))
    if (today - forecast.as_of).days >= REFIT_DAYS:
        standing, forecast.backtest = learn(happened, ground.areas, ground.projection, side_m=forecast.side_m, horizon=forecast.horizon)
        forecast.kept, forecast.as_of = as_bytes(standing), as_date(standing.day)
    standing = stood_again(standing, happened, as_day(today))
    failures = calibration_failures(forecast.backtest["calibration_counts"])
    if failures and forecast.state == "on":
        forecast.state, forecast.why = "suspended", f"Suspended by itself on {today.isoformat()}: " + "; ".join(failures) + "."
    with transaction.atomic(using=USING):
        forecast.save(using=USING, update_fields=["backtest", "kept", "as_of", "state", "why"])
        _keep_squares(forecast, standing, happened, ground)
        _score_before(forecast, happened, ground, today)
        _expect_areas(forecast, standing, ground, today)
    return f"{forecast.name}, version {forecast.version}: {forecast.state}. {forecast.why}"


def refresh_due(*, today: date) -> list[str]:
    """Brings every forecast that is not retired up to date and publishes it; returns each one's state in words.

    A feed that has fallen silent is no news that nothing happens: a forecast goes no further than the day after the last offence that was reported, and
    one that stands there already is left as it is.
    """
    said = []
    codes = Forecast.objects.using(USING).exclude(state="retired").values_list("code", flat=True).distinct().order_by("code")
    for forecast in [newest(code) for code in codes]:
        day = min(today, _told_until(forecast))
        if forecast.state != "retired" and not Score.objects.using(USING).filter(forecast_id=forecast.id, day__gte=day).exists():
            said.append(refresh(forecast.code, today=day))
            publish(forecast.code)
    return said


def _told_until(forecast: Forecast) -> date:
    """The day after the last offence of which a forecast may learn."""
    happened, _ = read_offences(forecast.feed, forecast.kinds, read_ground().projection)
    return as_date(happened.day[-1]) + timedelta(days=1) if len(happened) else forecast.as_of


def stood_again(standing: Standing, happened: Happenings, day: float) -> Standing:
    """The same weights over sums made anew from these happenings, in whole weeks back from `day`."""
    first = happened.day[0] if len(happened) else day
    n_weeks = int((day - first) // WEEK)
    memories = no_memories(standing.families, standing.grid)
    for week in range(n_weeks, 0, -1):
        memories = remember(memories, standing.grid, happened.between(day - WEEK * week, day - WEEK * (week - 1)), weeks=1.0)
    return replace(standing, memories=memories, day=day)


def held_out_cells(forecast: Forecast, n_cells: int) -> np.ndarray:
    """True for the squares drawn by lot: the same for the whole life of a decision, from its seed."""
    share = float((forecast.hold_out or {}).get("share", 0.0))
    drawn = np.random.default_rng(int((forecast.hold_out or {}).get("seed", 0))).random(n_cells)
    return np.asarray(drawn < share)


def _keep_squares(forecast: Forecast, standing: Standing, happened: Happenings, ground: Ground) -> None:
    areas = ground.areas.of_cells(standing.grid)
    held, harm = held_out_cells(forecast, standing.grid.n_cells), mean_harm(standing.grid, happened)
    most = max(FEWEST_SQUARES, round(SHOWN * standing.grid.n_cells))
    Square.objects.using(USING).filter(forecast_id=forecast.id).delete()
    Square.objects.using(USING).bulk_create(
        Square(
            forecast_id=forecast.id,
            vis=forecast.vis,
            cell=one.cell,
            longitude=one.longitude,
            latitude=one.latitude,
            area=ground.codes[areas[one.cell]] if areas[one.cell] < len(ground.codes) else "",
            expected=one.expected,
            low=one.low,
            high=one.high,
            harm=one.expected * float(harm[one.cell]),
            parts=[list(part) for part in one.parts],
            held_out=bool(held[one.cell]),
        )
        for one in squares(standing, share=1.0, most=most)
    )


def _by_area(values: Floats, areas: np.ndarray, n_areas: int) -> Floats:
    return np.bincount(areas, weights=values, minlength=n_areas + 1)[:n_areas].astype(np.float64)


def _expect_areas(forecast: Forecast, standing: Standing, ground: Ground, today: date) -> None:
    totals = _by_area(standing.expected, ground.areas.of_cells(standing.grid), len(ground.codes))
    likely = likely_counts(totals, standing.dispersion)
    rows = [
        Score(
            forecast_id=forecast.id,
            vis=forecast.vis,
            day=today,
            area=code,
            expected=totals[place],
            low=likely.low[place],
            high=likely.high[place],
        )
        for place, code in enumerate(ground.codes)
    ]
    Score.objects.using(USING).bulk_create(
        rows, update_conflicts=True, unique_fields=["forecast_id", "day", "area"], update_fields=["expected", "low", "high"]
    )


def _score_before(forecast: Forecast, happened: Happenings, ground: Ground, today: date) -> None:
    """What came, of every expectation whose weeks are over."""
    over = Score.objects.using(USING).filter(forecast_id=forecast.id, day__lte=as_date(as_day(today) - WEEK * forecast.horizon))
    place = {code: number for number, code in enumerate(ground.codes)}
    counted: dict[date, Any] = {}
    for row in over:
        if row.day not in counted:
            came = happened.between(as_day(row.day), as_day(row.day) + WEEK * forecast.horizon)
            counted[row.day] = ground.counts(came)
        row.observed = float(counted[row.day][place[row.area]]) if row.area in place else None
    Score.objects.using(USING).bulk_update(over, ["observed"])
