"""A problem from scanning to its lesson on a small published world: the effect is that of a count by hand, and every force may learn from it."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from django.db import connections

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.geography.actions import load_areas
from beatbook.measures.actions import refresh_measures
from beatbook.measures.where import month_plus
from beatbook.neighbourhoods.problems.actions import assess_problem, begin_response, end_problem, open_problem, take_lesson, write_analysis
from beatbook.neighbourhoods.problems.queries import counts_about, lessons, map_points_of, problem_named, problems_of
from beatbook.neighbourhoods.problems.sara import RESPONSES, Place
from beatbook.neighbourhoods.problems.saying import told_of
from beatbook.neighbourhoods.work.actions import NotKept
from beatbook.sources.actions import load_paths
from beatbook.vocabulary.markings import Classification
from beatbook.vocabulary.viewer import Role, Viewer
from tests.sources.worlds import FORCE, STREET, do, policeuk_feed, write_csv

FIRST, BEGINS, LAST = date(2024, 1, 1), date(2025, 1, 1), date(2025, 4, 1)
SQUARE = Place(-0.9, 52.2, "On or near Square")
# Longitude, latitude, kind, crimes a month before and after. A degree of latitude is 111,320 metres.
GROUND = (
    ("-0.900000,52.200000", "Vehicle crime", 4, 1),  # at the place
    ("-0.900000,52.202200", "Vehicle crime", 2, 3),  # 245 m north: in the ring
    ("-0.900000,52.200000", "Burglary", 5, 9),  # of another kind
    ("-0.700000,52.200000", "Vehicle crime", 10, 10),  # in the comparison area
)


def ward(code: str, west: float) -> dict:
    ring = [[west, 52.1], [west + 0.1, 52.1], [west + 0.1, 52.3], [west, 52.3], [west, 52.1]]
    return {"type": "Feature", "properties": {"code": code, "name": f"Ward {code}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def constable(database: str, tmp_path: Path) -> Iterator[Viewer]:
    """Sixteen published months, two wards, and a constable of the force they are of."""
    (tmp_path / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [ward("W1", -0.95), ward("W2", -0.75)]}))
    load_areas(tmp_path / "wards.geojson", kind="ward", generation="2024")
    numbers = count(1)
    for step in range(16):
        month = month_plus(FIRST, step)
        rows = [
            f"{next(numbers):064x},{month:%Y-%m},{FORCE},{place},On or near Square,E01,Place 1A,{kind},,"
            for place, kind, before, after in GROUND
            for number in range(after if month >= BEGINS else before)
        ]
        write_csv(tmp_path / f"{month:%Y-%m}-northamptonshire-street.csv", STREET, rows)
    load_paths(policeuk_feed(), [tmp_path])
    refresh_measures()
    force = ("northamptonshire", "Northamptonshire Police")
    add_people(
        [
            Person("constable", "PC 1", Role.NEIGHBOURHOOD, *force),
            Person("high", "PS 2", Role.SERGEANT, *force, clearance=Classification.OFFICIAL_SENSITIVE),
            Person("elsewhere", "PC 3", Role.NEIGHBOURHOOD, "other", "Other Police"),
        ]
    )
    yield sign_in("constable")
    connections.close_all()


def opened(viewer: Viewer) -> object:
    return open_problem("W1", "Cars broken into", ["Vehicle crime"], [SQUARE], "200", "Cars are broken into at the square.", viewer=viewer)


def test_the_effect_is_the_count_by_hand_and_the_same_for_everybody(constable: Viewer) -> None:
    made = opened(constable)
    found = problem_named(made, viewer=constable)
    assert found
    counts = counts_about(found, BEGINS, ["W2"], viewer=constable)
    assert counts and counts == counts_about(found, BEGINS, ["W2"], viewer=sign_in("high"))
    assert counts.here.totals == (48, 4) and counts.near.totals == (24, 12) and counts.elsewhere.totals == (120, 40)
    told = told_of(counts)
    assert told.here.ratio is None  # four are too few to tell
    assert told.near.ratio and told.near.ratio.value == pytest.approx((12 / 24) / (40 / 120))


def test_what_is_not_public_to_everybody_is_in_no_count_whoever_asks(constable: Viewer) -> None:
    made = opened(constable)
    found = problem_named(made, viewer=constable)
    assert found
    do(
        "UPDATE sources_record SET vis = (SELECT vis FROM neighbourhoods_problem) WHERE id IN (SELECT id FROM sources_record WHERE longitude = -0.9"
        " AND latitude = 52.2 AND content ->> 'offence' = 'Vehicle crime' ORDER BY id LIMIT 7)"
    )
    counts = counts_about(found, BEGINS, ["W2"], viewer=constable)
    assert counts and sum(counts.here.totals) == 52 - 7


def test_a_problem_goes_through_its_stages_and_teaches_every_force(constable: Viewer) -> None:
    made = opened(constable)
    with pytest.raises(NotKept, match="cannot follow"):
        assess_problem(made, "Too early", viewer=constable)
    write_analysis(made, "The barrier is up.", viewer=constable)
    for beside in ([], ["W1"]):
        with pytest.raises(NotKept, match="one other area"):
            begin_response(made, "Barrier mended.", RESPONSES[1], BEGINS, beside, viewer=constable)
    begin_response(made, "Barrier mended.", RESPONSES[1], date(2025, 1, 17), ["W2"], viewer=constable)
    with pytest.raises(NotKept, match="cannot follow"):
        begin_response(made, "Again.", RESPONSES[1], BEGINS, ["W2"], viewer=constable)
    assess_problem(made, "Far fewer.", viewer=constable)
    end_problem(made, "Over.", "Mend the barrier first.", viewer=constable)
    elsewhere = sign_in("elsewhere")
    assert problem_named(made, viewer=elsewhere) is None and problems_of(viewer=elsewhere) == []
    (lesson,) = lessons("barrier vehicle", viewer=elsewhere)
    assert lesson.grounds.here.totals == (48, 4) and lesson.begins == BEGINS and lesson.words == "Mend the barrier first."
    assert lessons("bicycle", viewer=elsewhere) == []
    with pytest.raises(NotKept):
        end_problem(made, "Twice.", "Twice.", viewer=constable)
    assert len(lessons(viewer=elsewhere)) == 1


def test_a_response_whose_months_are_not_published_is_not_assessed_yet(constable: Viewer) -> None:
    made = opened(constable)
    begin_response(made, "Barrier mended.", RESPONSES[1], month_plus(LAST, 1), ["W2"], viewer=constable)
    with pytest.raises(NotKept, match="published"):
        assess_problem(made, "Too early", viewer=constable)


@pytest.mark.parametrize(
    ("kinds", "places", "radius", "field"),
    [
        ([], [SQUARE], "200", "kinds"),
        (["Witchcraft"], [SQUARE], "200", "kinds"),
        (["Burglary"], [], "200", "places"),
        (["Burglary"], [SQUARE], "7", "radius"),
    ],
)
def test_what_is_wrong_is_named(constable: Viewer, kinds: list, places: list, radius: str, field: str) -> None:
    with pytest.raises(NotKept) as refused:
        open_problem("W1", "A problem", kinds, places, radius, "It happens.", viewer=constable)
    assert refused.value.field == field and problems_of(viewer=constable) == []


def test_map_points_are_those_of_the_area_and_foreign_lessons_are_taken_once(constable: Viewer) -> None:
    assert {place.name for place, _ in map_points_of("northamptonshire", "W1", viewer=constable)} == {"On or near Square"}
    made = problem_named(opened(constable), viewer=constable)
    counts = counts_about(made, BEGINS, ["W2"], viewer=constable)
    for _ in range(2):
        take_lesson("Wolds Police", "Bicycles", ["Bicycle theft"], RESPONSES[0], "Stands in sight.", counts)
    assert [one.force for one in lessons(viewer=constable)] == ["Wolds Police"]
