"""Answers about crimes, outcomes and searches: every route that needs nothing but what is published row by row."""

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from beatbook.neighbourhoods.national import TRANSPORT, national_forces
from beatbook.opendata.asking import (
    MOST_ROWS,
    Answer,
    Asked,
    EmptyAnswer,
    NotAnswered,
    is_strict,
    month_of,
    point_of,
    polygon_of,
    whole_number,
)
from beatbook.opendata.catalogue import ALL_CRIME, CATEGORIES
from beatbook.opendata.plots import NOWHERE, Plot, Rows
from beatbook.opendata.publication import Month, Publication

Parameters = Mapping[str, str]


def crimes_street(category: str, parameters: Parameters, publication: Publication) -> Answer:
    """Crimes within a mile of a point, or in a polygon."""
    crimes, rows = _around(parameters, publication, lambda month: month.crimes)
    rows = _of_category(crimes, rows, category, parameters)
    return _rows(crimes, _few(rows))


def crimes_at_location(parameters: Parameters, publication: Publication) -> Answer:
    """Crimes at exactly one map point, named by number or nearest to a place."""
    month = _month(parameters, publication)
    if "location_id" in parameters:
        return _rows(month.crimes, month.crimes.at(_known_point(parameters, publication)))
    nearest = publication.nearest_point(*point_of(parameters))
    if nearest is None:
        raise EmptyAnswer("No map point lies within a mile.")
    return _rows(month.crimes, month.crimes.at(nearest))


def crimes_no_location(parameters: Parameters, publication: Publication) -> Answer:
    """A force's crimes without a place."""
    for name in ("category", "force"):
        if not parameters.get(name):
            raise NotAnswered(400, "Give a category and a force.", parameter=name)
    if parameters["force"] not in publication.forces | national_forces().keys() | {TRANSPORT}:
        raise NotAnswered(502, "There is no such force.", parameter="force", strict_status=404)
    crimes = _month(parameters, publication).crimes
    rows = crimes.of_force(crimes.at(NOWHERE), parameters["force"])
    return _rows(crimes, _of_category(crimes, rows, parameters["category"], parameters))


def outcomes_at_location(parameters: Parameters, publication: Publication) -> Answer:
    """Outcomes at a map point, within a mile of a place, or in a polygon."""
    if "location_id" in parameters:
        outcomes = _month(parameters, publication).outcomes
        rows = outcomes.at(_known_point(parameters, publication))
    else:
        outcomes, rows = _around(parameters, publication, lambda month: month.outcomes)
    return Answer(200, publication.outcome_json(outcomes, _few(rows)))


def outcomes_for_crime(reference: str, parameters: Parameters, publication: Publication) -> Answer:
    """One crime and everything that became of it."""
    found = publication.crime_with(reference)
    if found is None:
        raise NotAnswered(404, "There is no crime of that identifier.", strict_status=404)
    crimes, row = found
    outcomes = b",".join(publication.outcomes_for(reference))
    return Answer(200, b'{"crime":' + crimes.without_status(row) + b',"outcomes":[' + outcomes + b"]}")


def stops_street(parameters: Parameters, publication: Publication) -> Answer:
    """Searches within a mile of a point, or in a polygon."""
    stops, rows = _around(parameters, publication, lambda month: month.stops)
    return _rows(stops, _few(rows))


def stops_at_location(parameters: Parameters, publication: Publication) -> Answer:
    """Searches at exactly one map point."""
    if "location_id" not in parameters:
        raise NotAnswered(400, "Give a location_id.", parameter="location_id")
    stops = _month(parameters, publication).stops
    point = whole_number(parameters, "location_id")
    if point not in publication.point_ids:
        raise EmptyAnswer("There is no such map point.", parameter="location_id")
    return _rows(stops, stops.at(point))


def stops_no_location(parameters: Parameters, publication: Publication) -> Answer:
    """A force's searches without a place."""
    stops, rows = _of_force(parameters, publication, before_window=404)
    return _rows(stops, rows[stops.point[rows] == NOWHERE])


def stops_force(parameters: Parameters, publication: Publication) -> Answer:
    """All searches of a force."""
    return _rows(*_of_force(parameters, publication, before_window=502))


def crime_categories(parameters: Parameters, publication: Publication) -> Answer:
    """The kinds of crime, whichever month is asked about."""
    if "date" in parameters:
        with contextlib.suppress(EmptyAnswer):  # a month that is not there yet has the kinds that all have
            month_of(parameters, publication)
    return _json([{"url": slug, "name": name} for slug, name in CATEGORIES.items()])


def crime_last_updated(parameters: Parameters, publication: Publication) -> Answer:
    """The last month held, as its first day."""
    if publication.latest is None:
        raise NotAnswered(404, "Nothing is published here yet.", strict_status=404)
    return _json({"date": f"{publication.latest}-01"})


def crimes_street_dates(parameters: Parameters, publication: Publication) -> Answer:
    """The months held, newest first, and which forces' searches are in each."""
    months = sorted(publication.months, reverse=True)
    return _json([{"date": month, "stop-and-search": list(publication.months[month].stops.forces)} for month in months])


ROUTES: Mapping[str, Callable[[Parameters, Publication], Answer]] = {
    "crimes-at-location": crimes_at_location,
    "crimes-no-location": crimes_no_location,
    "outcomes-at-location": outcomes_at_location,
    "stops-street": stops_street,
    "stops-at-location": stops_at_location,
    "stops-no-location": stops_no_location,
    "stops-force": stops_force,
    "crime-categories": crime_categories,
    "crime-last-updated": crime_last_updated,
    "crimes-street-dates": crimes_street_dates,
}
NAMED_ROUTES: Mapping[str, Callable[[str, Parameters, Publication], Answer]] = {
    "crimes-street": crimes_street,
    "outcomes-for-crime": outcomes_for_crime,
}
POSTED = frozenset({"crimes-street", "outcomes-at-location", "stops-street"})


def is_about_rows(path: str) -> bool:
    """Is this path below `/api/` answered from the published rows alone?"""
    first, _, rest = path.partition("/")
    return path in ROUTES or (first in NAMED_ROUTES and bool(rest) and "/" not in rest)


def answer_about_rows(asked: Asked, publication: Publication) -> Answer:
    """The answer to a path for which `is_about_rows` holds; refusals are the real service's unless `strict=1`."""
    parameters = asked.parameters
    first, _, rest = asked.path.partition("/")
    try:
        return NAMED_ROUTES[first](rest, parameters, publication) if rest else ROUTES[first](parameters, publication)
    except NotAnswered as refused:
        return refused.answer(strict=is_strict(parameters))


def _month(parameters: Parameters, publication: Publication) -> Month:
    month = month_of(parameters, publication)
    if month not in publication.months:
        raise EmptyAnswer(f"Nothing is held of {month}.", parameter="date")
    return publication.months[month]


def _around(parameters: Parameters, publication: Publication, of: Callable[[Month], Plot]) -> tuple[Plot, Rows]:
    """Rows of a month in the polygon or, without one, within a mile of the point."""
    if "poly" in parameters:
        polygon = polygon_of(parameters["poly"])
        plot = of(_month(parameters, publication))
        return plot, plot.inside(polygon)
    longitude, latitude = point_of(parameters)
    plot = of(_month(parameters, publication))
    return plot, plot.within(longitude, latitude)


def _of_category(crimes: Plot, rows: Rows, category: str, parameters: Parameters) -> Rows:
    """Of one kind; a kind that nobody knows means all of them, but to the strict."""
    if category == ALL_CRIME:
        return rows
    if category not in CATEGORIES and category not in crimes.categories:
        if is_strict(parameters):
            raise NotAnswered(200, f"There is no category “{category[:60]}”.", parameter="category", strict_status=404)
        return rows
    return crimes.of_category(rows, category)


def _of_force(parameters: Parameters, publication: Publication, *, before_window: int) -> tuple[Plot, Rows]:
    if not parameters.get("force"):
        raise NotAnswered(400, "Give a force.", parameter="force")
    month_of(parameters, publication, before_window=before_window)
    stops = _month(parameters, publication).stops
    if parameters["force"] not in stops.forces:
        raise EmptyAnswer("That force published no searches in that month.", parameter="force")
    return stops, stops.of_force(stops.at_any(), parameters["force"])


def _known_point(parameters: Parameters, publication: Publication) -> int:
    point = whole_number(parameters, "location_id")
    if point not in publication.point_ids:
        raise NotAnswered(404, "There is no such map point.", parameter="location_id", strict_status=404)
    return point


def _few(rows: Rows) -> Rows:
    if len(rows) > MOST_ROWS:
        raise NotAnswered(503, f"More than {MOST_ROWS:,} rows lie there: ask about a smaller place.", parameter="poly", strict_status=413)
    return rows


def _rows(plot: Plot, rows: Rows) -> Answer:
    return Answer(200, plot.json(rows))


def _json(value: Any) -> Answer:
    return Answer(200, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
