"""Answers of the pole room. Every query takes a viewer; filter first, merge second."""

from beatbook.pole.queries.reading import (
    MOST_POSSIBLE,
    Alike,
    PersonPage,
    event_page,
    parts_of,
    person_page,
    persons_among,
    safe_contact,
    sayings_of,
    sources_line,
    thing_page,
    things_alike,
    things_named,
    value_choices,
)
from beatbook.pole.queries.walks import PathStep, path_between, walk_from

__all__ = [
    "MOST_POSSIBLE",
    "Alike",
    "PathStep",
    "PersonPage",
    "event_page",
    "parts_of",
    "path_between",
    "person_page",
    "persons_among",
    "safe_contact",
    "sayings_of",
    "sources_line",
    "thing_page",
    "things_alike",
    "things_named",
    "value_choices",
    "walk_from",
]
