"""What a forecast may read: offences of one feed and one marking, of the kinds that the public reports, with time, place and kind alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.forecasts.event_files import Projection
from beatbook.forecasts.happenings import Floats, Happenings, in_order
from beatbook.forecasts.models import Forecast
from beatbook.forecasts.named_sql import sql
from beatbook.forecasts.safeguards import check_kinds
from beatbook.forecasts.study_areas import StudyArea, study_area
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import area_geometry, areas_of_level
from beatbook.sources.actions import feed_named
from beatbook.vocabulary.errors import BeatbookError

USING = "ingest"
EPOCH = date(1970, 1, 1)


class NoForecast(BeatbookError):
    """There is no forecast of that code: register one first."""


class NoAreas(BeatbookError):
    """No neighbourhoods are loaded: load their boundaries first."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The neighbourhoods as of now, by code and by name, in metres of one projection."""

    projection: Projection
    areas: StudyArea
    codes: tuple[str, ...]
    names: Mapping[str, str]

    def counts(self, happened: Happenings) -> Floats:
        """Happenings in each neighbourhood, in the order of `codes`."""
        points, areas = shapely.STRtree(self.areas.outlines).query(shapely.points(happened.x, happened.y), predicate="intersects")
        first = np.full(len(happened), len(self.codes), dtype=np.int64)
        first[points[::-1]] = areas[::-1]
        return np.bincount(first, minlength=len(self.codes) + 1)[: len(self.codes)].astype(np.float64)


def read_ground() -> Ground:
    """Every neighbourhood.

    Raises:
        NoAreas: none is loaded.
    """
    rows = areas_of_level(NEIGHBOURHOOD, using=USING)
    drawn = [(row.code, shape) for row in rows if (shape := area_geometry(row.code, using=USING))]
    if not drawn:
        raise NoAreas("Load the boundaries of the neighbourhoods first: beatbook load areas FILE.")
    projection = Projection(
        round(float(np.median([row.longitude for row in rows])), 2), round(float(np.median([row.latitude for row in rows])), 2)
    )
    areas = study_area([(code, shapely.geometry.shape(shape)) for code, shape in drawn], projection)
    return Ground(projection, areas, tuple(code for code, _ in drawn), {row.code: row.name for row in rows})


def read_offences(feed_code: str, kinds: Sequence[str], projection: Projection) -> tuple[Happenings, int]:
    """The offences and the number of their marking, which is that of the feed; records that are marked otherwise are never read.

    Raises:
        FeedNotFlagged, KindRefused: the feed or a kind may not be forecast.
    """
    feed = feed_named(feed_code)
    check_kinds(kinds, feed=feed_code, by_public=feed.by_public)
    vis = intern_marking(feed.marking)
    with connections[USING].cursor() as cursor:
        cursor.execute(sql("read_offences"), {"feed": feed_code, "vis": vis, "kinds": list(kinds)})
        rows: list[Any] = cursor.fetchall()
    numbers = {kind: place for place, kind in enumerate(kinds)}
    longitude, latitude = np.array([row[1] for row in rows], dtype=float), np.array([row[2] for row in rows], dtype=float)
    x, y = projection.flat(longitude, latitude)
    day = np.array([float(row[0]) for row in rows])
    return in_order(day, x, y, np.array([numbers[row[3]] for row in rows], dtype=np.int64), tuple(kinds)), vis


def newest(code: str) -> Forecast:
    """The newest version of a forecast, retired or not.

    Raises:
        NoForecast: there is none.
    """
    found = Forecast.objects.using(USING).filter(code=code).order_by("-version").first()
    if found is None:
        raise NoForecast(f"No forecast is called {code}.")
    return found


def as_day(when: date) -> float:
    """Days since 1970."""
    return float((when - EPOCH).days)


def as_date(day: float) -> date:
    """The date of days since 1970."""
    return EPOCH + timedelta(days=int(day))
