"""How grave offences at a place are: days of starting-point sentence. Source: Cambridge Crime Harm Index (Sherman, Neyroud & Neyroud 2016), the
weights of measure H1, by the family that an offence's words belong to."""

import re

import numpy as np

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.spread import spread

DAYS = (
    ("robber", 365.0),
    ("burglar", 222.0),
    ("violen|assault|injury|wounding|harassment|stalking", 197.0),
    ("damage|arson", 11.5),
    ("shop", 1.0),
    ("cycle|bicycle|person|other theft", 2.0),
    ("vehicle", 5.0),
)
OTHERWISE = 2.0
PRIOR = 10.0  # offences of average harm that every square is given
NEAR_M = 250.0


def harm_days(kind: str) -> float:
    """Days that one offence of this kind weighs."""
    return next((days for words, days in DAYS if re.search(words, kind, re.IGNORECASE)), OTHERWISE)


def mean_harm(grid: Grid, happened: Happenings) -> Floats:
    """Days that an offence in each cell weighs on average, by those in it and near it, drawn towards the mean of all."""
    if len(happened) == 0:
        return np.full(grid.n_cells, OTHERWISE)
    days = np.array([harm_days(kind) for kind in happened.kinds])[happened.kind]
    weighed = spread(grid, happened.x, happened.y, width_m=NEAR_M, weights=days)
    counted = spread(grid, happened.x, happened.y, width_m=NEAR_M)
    return np.asarray((weighed + PRIOR * days.mean()) / (counted + PRIOR))
