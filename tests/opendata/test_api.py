"""The interface on a small world: shapes as documented, and every odd status of the real service."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from tests.opendata.worlds import CRIME, ask, forget_reading, load_small_world, status

HERE = {"lat": "52.2", "lng": "-0.9"}


@pytest.fixture(scope="module", autouse=True)
def _world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    load_small_world(tmp_path_factory.mktemp("files"))
    forget_reading()
    yield
    forget_reading()
    connections.close_all()


def test_a_crime_has_the_documented_shape() -> None:
    (burglary,) = ask("crimes-street/burglary", **HERE, date="2025-01")
    point = burglary["location"]["street"]["id"]
    number = burglary["id"]
    assert isinstance(point, int) and isinstance(number, int) and 0 < number < 2**31
    assert burglary == {
        "category": "burglary",
        "location_type": "Force",
        "location": {"latitude": "52.200000", "street": {"id": point, "name": "On or near High Street"}, "longitude": "-0.900000"},
        "context": "",
        "outcome_status": {"category": "Suspect charged", "date": "2025-02"},
        "persistent_id": CRIME,
        "id": number,
        "location_subtype": "",
        "month": "2025-01",
    }


def test_an_incident_has_neither_id_nor_outcome() -> None:
    (incident,) = ask("crimes-street/anti-social-behaviour", **HERE, date="2025-01")
    assert (incident["persistent_id"], incident["outcome_status"], incident["location"]["street"]["name"]) == ("", None, "On or near ")


def test_the_latest_month_is_meant_where_none_is_named() -> None:
    assert {crime["month"] for crime in ask("crimes-street/all-crime", lat="52.25", lng="-0.85")} == {"2025-02"}
    assert ask("crime-last-updated") == {"date": "2025-02-01"}
    assert ask("crimes-street-dates") == [
        {"date": "2025-02", "stop-and-search": ["northamptonshire"]},
        {"date": "2025-01", "stop-and-search": []},
    ]


def test_a_mile_is_a_mile() -> None:
    north_of_both = {"lng": "-0.9", "date": "2025-01"}
    degrees_in_a_mile = 1609.344 / 111_195.08
    assert len(ask("crimes-street/burglary", lat=f"{52.2 + degrees_in_a_mile - 0.00001:.6f}", **north_of_both)) == 1
    assert ask("crimes-street/burglary", lat=f"{52.2 + degrees_in_a_mile + 0.00001:.6f}", **north_of_both) == []


def test_a_point_at_sea_has_nothing() -> None:
    assert ask("crimes-street/all-crime", lat="54.0", lng="3.0", date="2025-01") == []
    assert ask("crimes-at-location", lat="54.0", lng="3.0", date="2025-01") == []


def test_a_map_point_is_found_by_number_and_by_the_nearest_place() -> None:
    point = ask("crimes-street/burglary", **HERE, date="2025-01")[0]["location"]["street"]["id"]
    at_point = ask("crimes-at-location", location_id=point, date="2025-01")
    assert len(at_point) == 2
    assert ask("crimes-at-location", lat="52.2001", lng="-0.9001", date="2025-01") == at_point


def test_what_has_no_place_is_found_by_force() -> None:
    (crime,) = ask("crimes-no-location", category="all-crime", force="northamptonshire", date="2025-01")
    assert (crime["location"], crime["location_type"], crime["category"]) == (None, None, "drugs")
    assert ask("crimes-no-location", category="burglary", force="northamptonshire", date="2025-01") == []


def test_outcomes_carry_their_crime_or_say_that_it_is_not_held() -> None:
    charged, cautioned = sorted(ask("outcomes-at-location", **HERE, date="2025-02"), key=lambda one: one["category"]["code"], reverse=True)
    assert charged["category"] == {"code": "charged", "name": "Suspect charged"}
    assert (charged["date"], charged["person_id"]) == ("2025-02", None)
    assert charged["crime"]["persistent_id"] == CRIME and "outcome_status" not in charged["crime"]
    assert cautioned["crime"]["persistent_id"] == "e" * 64 and "not held" in cautioned["crime"]["context"]


def test_a_crime_has_its_history() -> None:
    history = ask(f"outcomes-for-crime/{CRIME}")
    assert history["crime"]["category"] == "burglary" and "outcome_status" not in history["crime"]
    assert history["outcomes"] == [{"category": {"code": "charged", "name": "Suspect charged"}, "date": "2025-02", "person_id": None}]
    assert ask(f"outcomes-for-crime/{'b' * 64}")["outcomes"] == []


def test_a_search_has_the_documented_shape() -> None:
    (stop,) = ask("stops-street", **HERE, date="2025-02")
    point = ask("crimes-street/burglary", **HERE, date="2025-01")[0]["location"]["street"]
    assert stop == {
        "type": "Person search",
        "involved_person": True,
        "datetime": "2025-02-03T10:00:00+00:00",
        "operation": None,
        "operation_name": None,
        "gender": "Male",
        "age_range": "18-24",
        "self_defined_ethnicity": None,
        "officer_defined_ethnicity": "White",
        "legislation": "Misuse of Drugs Act 1971 (section 23)",
        "object_of_search": "Controlled drugs",
        "outcome": "Arrest",
        "outcome_object": {"id": "bu-arrest", "name": "Arrest"},
        "outcome_linked_to_object_of_search": True,
        "removal_of_more_than_outer_clothing": False,
        "location": {"latitude": "52.200000", "street": point, "longitude": "-0.900000"},
    }
    (elsewhere,) = ask("stops-no-location", force="northamptonshire", date="2025-02")
    assert (elsewhere["involved_person"], elsewhere["location"], elsewhere["outcome_object"]["id"]) == (False, None, "bu-no-further-action")
    assert len(ask("stops-force", force="northamptonshire", date="2025-02")) == 2
    assert len(ask("stops-at-location", location_id=point["id"], date="2025-02")) == 1


TRIANGLE = "52.1,-1.0:52.3,-1.0:52.3,-0.8:52.1,-0.8"
ODD = [
    ("crimes-street/all-crime", {**HERE, "date": "2026-13"}, 404, b""),
    ("crimes-street/all-crime", {**HERE, "date": "2025-01-15"}, 404, b""),
    ("crimes-street/all-crime", {**HERE, "date": "2010-12"}, 404, b""),
    ("crimes-street/all-crime", {**HERE, "date": "2025-03"}, 200, b"[]"),
    ("crimes-street/all-crime", {**HERE, "date": "2024-12"}, 200, b"[]"),
    ("crimes-street/all-crime", {"lat": "north", "lng": "-0.9"}, 400, b""),
    ("crimes-street/all-crime", {"lat": "52.2"}, 400, b""),
    ("crimes-street/all-crime", {"lat": "nan", "lng": "inf"}, 400, b""),
    ("crimes-street/all-crime", {}, 400, b""),
    ("crimes-street/all-crime", {"poly": "52.1,-1.0:52.3"}, 404, b""),
    ("crimes-street/all-crime", {"poly": ""}, 404, b""),
    ("crimes-street/all-crime", {"poly": "52.1,-1.0:52.3,-0.8"}, 502, b""),
    ("crimes-at-location", {"location_id": "1", "date": "2025-01"}, 404, b""),
    ("crimes-at-location", {"location_id": "High Street"}, 404, b""),
    ("outcomes-at-location", {"location_id": "1"}, 404, b""),
    ("stops-at-location", {"location_id": "1", "date": "2025-02"}, 200, b"[]"),
    ("crimes-no-location", {"category": "all-crime", "force": "nowhere"}, 502, b""),
    ("crimes-no-location", {"category": "all-crime"}, 400, b""),
    ("stops-force", {"force": "nowhere"}, 200, b"[]"),
    ("stops-force", {"force": "northamptonshire", "date": "2010-12"}, 502, b""),
    ("outcomes-for-crime/" + "0" * 64, {}, 404, b""),
    ("outcomes-for-crime/" + CRIME.upper(), {}, 404, b""),
    ("forces/Northamptonshire", {}, 404, b"Not Found"),
    ("nowhere/neighbourhoods", {}, 404, b"Not Found"),
    ("northamptonshire/w1", {}, 404, b"Not Found"),
    ("northamptonshire/W1/nothing", {}, 404, b"Not Found"),
    ("locate-neighbourhood", {"q": "54.0,3.0"}, 404, b"Not Found"),
    ("locate-neighbourhood", {"q": "here"}, 404, b"Not Found"),
    ("locate-neighbourhood", {}, 404, b"Not Found"),
]


@pytest.mark.parametrize(("path", "parameters", "code", "body"), ODD, ids=lambda value: str(value)[:50])
def test_odd_questions_are_answered_as_the_real_service_answers(path: str, parameters: dict[str, str], code: int, body: bytes) -> None:
    assert status(path, **parameters) == (code, body)


def test_an_unknown_kind_of_crime_means_all_but_to_the_strict() -> None:
    assert len(ask("crimes-street/witchcraft", **HERE, date="2025-01")) == 3
    code, body = status("crimes-street/witchcraft", **HERE, date="2025-01", strict="1")
    assert code == 404 and b"witchcraft" in body


@pytest.mark.parametrize(
    ("path", "parameters", "code", "parameter"),
    [
        ("crimes-street/all-crime", {**HERE, "date": "2026-13"}, 400, "date"),
        ("crimes-street/all-crime", {**HERE, "date": "2025-03"}, 404, "date"),
        ("crimes-street/all-crime", {"poly": "52.1,-1.0:52.3,-0.8"}, 400, "poly"),
        ("crimes-no-location", {"category": "all-crime", "force": "nowhere"}, 404, "force"),
    ],
)
def test_the_strict_are_told_what_is_wrong(path: str, parameters: dict[str, str], code: int, parameter: str) -> None:
    answer = Client().get(f"/api/{path}", {**parameters, "strict": "1"})
    assert (answer.status_code, answer.json()["parameter"]) == (code, parameter) and answer.json()["error"]


def test_a_polygon_may_be_posted_as_a_form_and_not_as_json() -> None:
    posted = Client().post(
        "/api/crimes-street/all-crime", "poly=" + TRIANGLE + "&date=2025-01", content_type="application/x-www-form-urlencoded"
    )
    assert posted.json() == ask("crimes-street/all-crime", poly=TRIANGLE, date="2025-01") and len(posted.json()) == 3
    as_json = Client().post("/api/crimes-street/all-crime", {"poly": TRIANGLE}, content_type="application/json")
    assert (as_json.status_code, as_json.content) == (400, b"")


def test_a_request_line_has_a_longest() -> None:
    date = "2025-01"
    path = "/api/crimes-street/all-crime"
    padding = 4094 - len(f"GET {path}?lat=52.2&lng=-0.9&date={date}&x= HTTP/1.1")
    assert Client().get(f"{path}?lat=52.2&lng=-0.9&date={date}&x={'x' * padding}").status_code == 200
    assert Client().get(f"{path}?lat=52.2&lng=-0.9&date={date}&x={'x' * (padding + 1)}").status_code == 400


def test_a_polygon_of_ten_thousand_corners_is_answered() -> None:
    from math import cos, sin, tau

    corners = ":".join(f"{52.2 + 0.05 * sin(tau * k / 10_000):.6f},{-0.9 + 0.05 * cos(tau * k / 10_000):.6f}" for k in range(10_000))
    posted = Client().post("/api/crimes-street/all-crime", f"poly={corners}&date=2025-01", content_type="application/x-www-form-urlencoded")
    assert posted.status_code == 200 and len(posted.json()) == 3


def test_too_many_crimes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beatbook.opendata.answering.MOST_ROWS", 2)
    assert status("crimes-street/all-crime", poly=TRIANGLE, date="2025-01") == (503, b"")
    assert status("crimes-street/all-crime", poly=TRIANGLE, date="2025-01", strict="1")[0] == 413
    assert len(ask("crimes-street/burglary", poly=TRIANGLE, date="2025-01")) == 1


def test_the_kinds_of_crime_are_fifteen() -> None:
    kinds = ask("crime-categories", date="2025-01")
    assert kinds[0] == {"url": "all-crime", "name": "All crime"} and len(kinds) == 15
    assert status("crime-categories", date="never") == (404, b"")


def test_a_force_that_published_no_neighbourhood_has_its_areas() -> None:
    assert {"id": "northamptonshire", "name": "Northamptonshire Police"} in ask("forces") and len(ask("forces")) == 44
    assert ask("northamptonshire/neighbourhoods") == [{"id": "W1", "name": "Mill Ward"}]
    assert ask("locate-neighbourhood", q="52.2,-0.9") == {"force": "northamptonshire", "neighbourhood": "W1"}
    ring = ask("northamptonshire/W1/boundary")
    assert ring[0] == ring[-1] == {"latitude": "52.1000000000", "longitude": "-1.0000000000"} and len(ring) == 5
    assert ask("northamptonshire/W1")["population"] == "0"
    assert ask("northamptonshire/W1/people") == ask("northamptonshire/W1/events") == ask("northamptonshire/W1/priorities") == []


def test_other_methods_are_refused() -> None:
    assert Client().delete("/api/forces").status_code == 405
    assert Client().post("/api/forces", "x=1", content_type="application/x-www-form-urlencoded").status_code == 405
