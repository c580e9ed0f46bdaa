"""Published rows as the JSON that the interface gives, one fragment a row, gathered into plots."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from beatbook.neighbourhoods.national import TRANSPORT
from beatbook.opendata.catalogue import category_of, disposal_id, outcome_code
from beatbook.opendata.identifiers import Point, crime_numbers
from beatbook.opendata.plots import NOWHERE, Plot

NO_STREET = "On or near "
BEFORE = "The crime was recorded in a month that is not held here."


class CrimeRow(NamedTuple):
    """One row of a street file."""

    key: str
    month: str
    force: str
    longitude: float | None
    latitude: float | None
    street: str
    crime_type: str
    reference: str
    outcome: str
    context: str


class OutcomeRow(NamedTuple):
    """One row of an outcomes file."""

    key: str
    month: str
    force: str
    longitude: float | None
    latitude: float | None
    street: str
    reference: str
    outcome: str


class StopRow(NamedTuple):
    """One row of a stop and search file; `moment` is ISO 8601 in UTC, `facts` what the row says by the service's own names."""

    key: str
    month: str
    force: str
    longitude: float | None
    latitude: float | None
    street: str
    moment: str
    facts: Mapping[str, Any]


Row = CrimeRow | OutcomeRow | StopRow
Numbers = Mapping[Point, int]
OutcomeMonths = Mapping[tuple[str, str], str]


def point_of(row: Row) -> Point | None:
    """The map point of a row, or None."""
    if row.longitude is None or row.latitude is None:
        return None
    return (row.longitude, row.latitude, row.street)


def crime_plot(rows: Sequence[CrimeRow], numbers: Numbers, outcome_months: OutcomeMonths) -> Plot:
    """A month's crimes. `outcome_months` gives the month of an outcome by (reference, code); elsewhere the crime's own month stands for it."""
    ids = _crime_ids(rows)
    parts = [_crime_json(row, ids[place], numbers, outcome_months) for place, row in enumerate(rows)]
    return _plot(
        rows,
        numbers,
        categories=[category_of(row.crime_type) for row in rows],
        references=[row.reference for row in rows],
        fragments=[(head + status + tail).encode() for head, status, tail in parts],
        cuts=[(len(head.encode()), len((head + status).encode())) for head, status, _ in parts],
    )


def outcome_plot(rows: Sequence[OutcomeRow], numbers: Numbers) -> Plot:
    """A month's outcomes. Each fragment ends before the crime, which is put in when asked; where none is held, `unknown_crime` stands for it."""
    fragments = [
        f'{{"category":{_dump({"code": outcome_code(row.outcome), "name": row.outcome})},"date":"{row.month}","person_id":null'.encode()
        for row in rows
    ]
    unknown = [f',"crime":{_unknown_crime(row, numbers)}}}'.encode() for row in rows]
    return _plot(
        rows,
        numbers,
        categories=[outcome_code(row.outcome) for row in rows],
        references=[row.reference for row in rows],
        fragments=[fragment + rest for fragment, rest in zip(fragments, unknown, strict=True)],
        cuts=[(len(fragment), len(fragment) + len(rest)) for fragment, rest in zip(fragments, unknown, strict=True)],
    )


def stop_plot(rows: Sequence[StopRow], numbers: Numbers) -> Plot:
    """A month's searches."""
    return _plot(
        rows,
        numbers,
        categories=["" for _ in rows],
        references=["" for _ in rows],
        fragments=[_stop_json(row, numbers).encode() for row in rows],
        cuts=[(0, 0) for _ in rows],
    )


def _plot(
    rows: Sequence[Row],
    numbers: Numbers,
    *,
    categories: list[str],
    references: list[str],
    fragments: list[bytes],
    cuts: list[tuple[int, int]],
) -> Plot:
    points = [point_of(row) for row in rows]
    known_categories, known_forces = tuple(sorted(set(categories))), tuple(sorted({row.force for row in rows}))
    category_number = {name: number for number, name in enumerate(known_categories)}
    force_number = {name: number for number, name in enumerate(known_forces)}
    bounds = np.array(cuts, dtype=np.int32).reshape(len(rows), 2)
    return Plot(
        longitude=np.array([np.nan if point is None else point[0] for point in points], dtype=np.float64),
        latitude=np.array([np.nan if point is None else point[1] for point in points], dtype=np.float64),
        point=np.array([NOWHERE if point is None else numbers[point] for point in points], dtype=np.int64),
        category=np.array([category_number[name] for name in categories], dtype=np.int16),
        force=np.array([force_number[row.force] for row in rows], dtype=np.int16),
        categories=known_categories,
        forces=known_forces,
        reference=np.array([reference.encode() for reference in references], dtype=np.bytes_),
        fragments=fragments,
        status_from=bounds[:, 0],
        status_to=bounds[:, 1],
    )


def _crime_ids(rows: Sequence[CrimeRow]) -> list[int]:
    by_force: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_force.setdefault(row.force, []).append(place)
    ids = [0] * len(rows)
    for force, places in by_force.items():
        for place, number in zip(places, crime_numbers(rows[places[0]].month, force, [rows[place].key for place in places]), strict=True):
            ids[place] = number
    return ids


def _crime_json(row: CrimeRow, number: int, numbers: Numbers, outcome_months: OutcomeMonths) -> tuple[str, str, str]:
    """The crime in three parts: before the outcome status, the status with its comma, and what follows."""
    place = point_of(row)
    kind = "null" if place is None else f'"{_location_type(row.force)}"'
    head = f'{{"category":"{category_of(row.crime_type)}","location_type":{kind},"location":{_location(place, numbers)},"context":{_dump(row.context)}'
    status = (
        {"category": row.outcome, "date": outcome_months.get((row.reference, outcome_code(row.outcome)), row.month)}
        if row.outcome
        else None
    )
    tail = f',"persistent_id":{_dump(row.reference)},"id":{number},"location_subtype":"","month":"{row.month}"}}'
    return head, f',"outcome_status":{_dump(status)}', tail


def _unknown_crime(row: OutcomeRow, numbers: Numbers) -> str:
    place = point_of(row)
    kind = "null" if place is None else f'"{_location_type(row.force)}"'
    return (
        f'{{"category":"","location_type":{kind},"location":{_location(place, numbers)},"context":{_dump(BEFORE)},'
        f'"persistent_id":{_dump(row.reference)},"id":null,"location_subtype":"","month":null}}'
    )


def _stop_json(row: StopRow, numbers: Numbers) -> str:
    facts = row.facts
    outcome = facts.get("outcome", "")
    sort = str(facts.get("search_type", ""))
    said = {
        "type": sort,
        "involved_person": "person" in sort.casefold(),
        "datetime": row.moment,
        "operation": facts.get("operation"),
        "operation_name": facts.get("operation_name"),
        **{name: facts.get(name) for name in ("gender", "age_range", "self_defined_ethnicity", "officer_defined_ethnicity", "legislation")},
        "object_of_search": facts.get("object_of_search"),
        "outcome": outcome,
        "outcome_object": {"id": disposal_id(outcome), "name": outcome} if outcome else {"id": "", "name": ""},
        "outcome_linked_to_object_of_search": facts.get("outcome_linked_to_object"),
        "removal_of_more_than_outer_clothing": facts.get("more_than_outer_clothing"),
    }
    return f'{_dump(said)[:-1]},"location":{_location(point_of(row), numbers)}}}'


def _location(place: Point | None, numbers: Numbers) -> str:
    if place is None:
        return "null"
    street = _dump({"id": numbers[place], "name": place[2] or NO_STREET})
    return f'{{"latitude":"{place[1]:.6f}","street":{street},"longitude":"{place[0]:.6f}"}}'


def _location_type(force: str) -> str:
    return "BTP" if force == TRANSPORT else "Force"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
