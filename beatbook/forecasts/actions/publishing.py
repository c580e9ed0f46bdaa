"""Tells the public of a forecast: how it is tested, how good it was, whom it bears on, and who decided what.

Invariant: nothing is published of an area with fewer than ten offences in the test, nor of any square.
"""

from typing import Any

from beatbook.access.actions import intern_marking
from beatbook.forecasts.actions.reading import USING, newest, read_ground
from beatbook.forecasts.models import Publication
from beatbook.vocabulary.markings import Classification, Marking

FEWEST = 10


def publish(code: str) -> None:
    """Publishes the newest version as it stands, in place of what was published before."""
    forecast = newest(code)
    names = read_ground().names
    backtest: dict[str, Any] = dict(forecast.backtest)
    backtest["by_area"] = [
        {**one, "name": names.get(one["area"], one["area"])} for one in backtest.get("by_area", []) if one["observed"] >= FEWEST
    ]
    backtest["areas_left_out"] = len(forecast.backtest.get("by_area", [])) - len(backtest["by_area"])
    content = {
        "name": forecast.name,
        "version": forecast.version,
        "kinds": forecast.kinds,
        "state": forecast.state,
        "why": forecast.why,
        "card": forecast.card,
        "equality": forecast.equality,
        "hold_out": {name: value for name, value in forecast.hold_out.items() if name != "seed"} if forecast.hold_out else None,
        "backtest": backtest,
    }
    vis = intern_marking(Marking(Classification.PUBLIC))
    Publication.objects.using(USING).update_or_create(code=code, defaults={"vis": vis, "content": content})
