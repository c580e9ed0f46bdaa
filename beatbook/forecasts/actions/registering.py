"""Registers a forecast: learns it, replays its past, and keeps both as a proposal that nobody can patrol by yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from beatbook.forecasts.actions.reading import USING, as_date, read_ground, read_offences
from beatbook.forecasts.backtest import FEWEST_HISTORY_WEEKS, Question, run_backtest
from beatbook.forecasts.grid import lay_grid
from beatbook.forecasts.happenings import Happenings
from beatbook.forecasts.learning import WARM_UP_PERIODS
from beatbook.forecasts.models import Forecast
from beatbook.forecasts.report import summary_of
from beatbook.forecasts.standing import Standing, as_bytes, fit
from beatbook.forecasts.walk import weeks_of

MOST_PERIODS = 52
FEWEST_PERIODS = 4


def register(
    code: str, *, name: str, feed: str, kinds: Sequence[str], card: Mapping[str, Any], side_m: float = 250.0, horizon: int = 1
) -> tuple[str, int]:
    """Proposes a new version of a forecast; returns its code and version. The old version stays as it is until the new one is switched on.

    Raises:
        FeedNotFlagged, KindRefused, NoAreas, HistoryTooShort: as each says.
    """
    ground = read_ground()
    happened, vis = read_offences(feed, kinds, ground.projection)
    standing, backtest = learn(happened, ground.areas, ground.projection, side_m=side_m, horizon=horizon)
    with transaction.atomic(using=USING):
        last = Forecast.objects.using(USING).filter(code=code).order_by("-version").first()
        made = Forecast.objects.using(USING).create(
            code=code,
            version=1 if last is None else last.version + 1,
            vis=vis,
            name=name,
            feed=feed,
            kinds=list(kinds),
            why="It has been learnt and replayed, and waits for its assessments.",
            as_of=as_date(standing.day),
            horizon=horizon,
            side_m=side_m,
            kept=as_bytes(standing),
            card=dict(card),
            backtest=backtest,
        )
    return made.code, made.version


def learn(happened: Happenings, areas: Any, projection: Any, *, side_m: float, horizon: int) -> tuple[Standing, dict[str, Any]]:
    """A forecast at the end of this history, and its back-test over as many of the last periods as the history allows.

    Raises:
        HistoryTooShort: there is too little to test on.
    """
    weeks = weeks_of(happened)
    spare = (weeks.count - FEWEST_HISTORY_WEEKS - WARM_UP_PERIODS - horizon) // horizon
    periods = max(FEWEST_PERIODS, min(MOST_PERIODS // horizon, spare))
    before = happened.between(happened.day[0], weeks.day(max(0, weeks.count - periods * horizon)))
    whole = areas.whole
    tested = run_backtest(happened, lay_grid(whole, before, side=side_m), Question(horizon, periods))
    summary = summary_of(tested, area_of_cell=areas.of_cells(tested.grid), area_names=areas.names)
    standing = fit(happened, lay_grid(whole, happened, side=side_m), projection, Question(horizon))
    return standing, summary
