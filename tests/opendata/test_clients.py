"""Clients that others wrote for data.police.uk, unchanged, against the running server; every count is that of the published file."""

from collections import Counter
from collections.abc import Iterator

import pytest
import requests
import uk_police.client
from django.db import connections
from police_api import PoliceAPI
from uk_police.neighbourhoods import Neighbourhoods
from uk_police.stop_search import StopSearch
from uk_police.street_level import StreetLevelCrime

from beatbook.geography.actions import load_areas
from beatbook.opendata.catalogue import category_of
from beatbook.sources.actions import load_paths
from tests.journeys.browser import serving
from tests.opendata.worlds import CITY, NORTHANTS, WARDS, csv_rows
from tests.sources.worlds import policeuk_feed

pytestmark = pytest.mark.skipif(not NORTHANTS.exists(), reason="../shared/data/policeuk is not here")
MONTH, CITY_MONTH = "2025-03", "2016-03"
EVERYWHERE = [(49.9, -8.0), (60.8, -8.0), (60.8, 1.7), (49.9, 1.7)]  # a few crimes lie far outside their force


@pytest.fixture(scope="module")
def address(module_database: str) -> Iterator[str]:
    """The real server over one month of Northamptonshire and one of the City of London."""
    load_areas([WARDS / "wards_E07000154.geojson", WARDS / "wards_E09000001.geojson"], kind="ward")
    load_paths(policeuk_feed(), [*NORTHANTS.glob(f"{MONTH}-*"), *CITY.glob(f"{CITY_MONTH}-*")])
    connections.close_all()
    with serving({"BEATBOOK_DATABASE_NAME": module_database, "BEATBOOK_OPENDATA_LIMIT": "off"}) as server:
        yield server


@pytest.fixture
def client(address: str) -> PoliceAPI:
    return PoliceAPI(base_url=f"{address}/api/")


@pytest.fixture
def _uk_police(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uk_police.client.uk_police, "BASE_URL", f"{address}/api")


def test_police_api_client_counts_a_month_as_the_file_does(client: PoliceAPI) -> None:
    rows = csv_rows(NORTHANTS, MONTH)
    placed, placeless = [row for row in rows if row["Longitude"]], [row for row in rows if not row["Longitude"]]
    crimes = client.get_crimes_area(EVERYWHERE, date=MONTH)
    assert Counter(crime.category.name for crime in crimes) == Counter(row["Crime type"] for row in placed)
    assert len(client.get_crimes_no_location("northamptonshire", date=MONTH)) == len(placeless) > 0
    assert len({crime.id for crime in crimes}) == len(crimes)
    burglaries = client.get_crimes_area(EVERYWHERE, date=MONTH, category="burglary")
    assert len(burglaries) == sum(row["Crime type"] == "Burglary" for row in placed)


def test_police_api_client_counts_a_mile_as_arithmetic_does(client: PoliceAPI) -> None:
    from math import asin, cos, radians, sin, sqrt

    def metres(row: dict[str, str]) -> float:
        latitude, longitude = float(row["Latitude"]), float(row["Longitude"])
        chord = (
            sin(radians(latitude - 52.2368) / 2) ** 2
            + cos(radians(52.2368)) * cos(radians(latitude)) * sin(radians(longitude + 0.8958) / 2) ** 2
        )
        return 2 * 6_371_008.8 * asin(sqrt(chord))

    near = [row for row in csv_rows(NORTHANTS, MONTH) if row["Longitude"] and metres(row) <= 1609.344]
    found = client.get_crimes_point(52.2368, -0.8958, date=MONTH)
    assert len(found) == len(near) > 200
    point = Counter(crime.location.id for crime in found).most_common(1)[0]
    assert len(client.get_crimes_location(point[0], date=MONTH)) == point[1]


def test_police_api_client_walks_forces_neighbourhoods_and_histories(client: PoliceAPI) -> None:
    assert len(client.get_forces()) == 44 and client.get_latest_date() == MONTH
    force = client.get_force("northamptonshire")
    assert force.name == "Northamptonshire Police" and force.senior_officers == []
    here = client.locate_neighbourhood(52.2368, -0.8958)
    assert here is not None and here.force.id == "northamptonshire" and here.name
    assert here.id in {one.id for one in force.neighbourhoods} and here.boundary[0] == here.boundary[-1]
    assert here.events == here.priorities == here.officers == [] and here.population == 0
    assert client.locate_neighbourhood(54.0, 3.0) is None
    rows = csv_rows(CITY, CITY_MONTH)
    known = {row["Crime ID"] for row in rows if row["Crime ID"]}
    outcome = next(row for row in csv_rows(CITY, CITY_MONTH, "outcomes") if row["Crime ID"] in known)
    crime = client.get_crime(outcome["Crime ID"])
    assert outcome["Outcome type"] in {one.category.name for one in crime.outcomes}
    assert {category_of(row["Crime type"]) for row in rows if row["Crime ID"] == outcome["Crime ID"]} >= {crime.category.id}


@pytest.mark.usefixtures("_uk_police")
def test_uk_police_counts_outcomes_and_searches_as_the_files_do() -> None:
    everywhere = ":".join(f"{latitude},{longitude}" for latitude, longitude in EVERYWHERE)
    crimes, searches = StreetLevelCrime(), StopSearch()
    placed = [row for row in csv_rows(CITY, CITY_MONTH, "outcomes") if row["Longitude"]]
    outcomes = crimes.get_outcomes_in_area(everywhere, date=CITY_MONTH)
    assert Counter(one["category"]["name"] for one in outcomes) == Counter(row["Outcome type"] for row in placed)
    stops = csv_rows(CITY, CITY_MONTH, "stop-and-search")
    assert len(searches.stop_and_search_by_force("city-of-london", date=CITY_MONTH)) == len(stops)
    placeless = sum(not row["Longitude"] for row in stops)
    assert len(searches.stop_and_search_no_location("city-of-london", date=CITY_MONTH)) == placeless
    assert len(searches.stop_and_search_by_area(poly=everywhere, date=CITY_MONTH)) == len(stops) - placeless
    assert len(crimes.get_street_crimes_in_area(everywhere, date=CITY_MONTH)) == sum(
        bool(row["Longitude"]) for row in csv_rows(CITY, CITY_MONTH)
    )
    assert crimes.get_last_updated() == {"date": f"{MONTH}-01"} and len(crimes.get_crime_categories()) == 15
    assert Neighbourhoods().list_neighbourhoods("city-of-london")


def test_answers_are_compressed_for_who_asks_and_open_to_every_site(address: str) -> None:
    answer = requests.get(f"{address}/api/crimes-street/all-crime?lat=52.2368&lng=-0.8958&date={MONTH}", timeout=30)
    assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.json()) > 200
