"""Figures, their series and the records behind them, for a viewer: counts and records are opened by the same policy.

`where` says which force, policing area or neighbourhood (`unknown`: those not known) on which boundaries, `period` which months.
"""

from beatbook.measures.queries.definitions import DefinitionRow, measure_named, measures, versions_of
from beatbook.measures.queries.figures import (
    Compared,
    Comparison,
    areas_compared,
    forces_held,
    latest_year,
    months_held,
    parts_of,
    series_of,
    value_of,
)
from beatbook.measures.queries.land import boundaries_known, land_on
from beatbook.measures.queries.records import Behind, records_behind
from beatbook.measures.queries.releases import ReleaseRow, releases

__all__ = [
    "Behind",
    "Compared",
    "Comparison",
    "DefinitionRow",
    "ReleaseRow",
    "areas_compared",
    "boundaries_known",
    "forces_held",
    "land_on",
    "latest_year",
    "measure_named",
    "measures",
    "months_held",
    "parts_of",
    "records_behind",
    "releases",
    "series_of",
    "value_of",
    "versions_of",
]
