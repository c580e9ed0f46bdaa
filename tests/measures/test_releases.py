"""Counts of records that are not public, as everybody reads them: attacked by linear programming from the published file alone."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from beatbook.access.actions import public_viewer, sign_in
from beatbook.measures.actions import publish_counts
from beatbook.measures.disclosure import WIDTH, Published, Table
from beatbook.measures.errors import ReleaseRefused
from beatbook.measures.publishing import release_of, tables_of
from beatbook.measures.queries import parts_of, releases, value_of
from beatbook.measures.where import Period, Where, month_plus
from tests.measures.test_disclosure import attacked

MILLSHIRE = Where(force="millshire")


@pytest.fixture(scope="module")
def year(module_millshire: str) -> Period:
    """The year of which the demonstration published counts, as its analyst may see them."""
    (found,) = releases("F1", viewer=public_viewer())
    return found.period


def told(client: Client) -> list[list[str]]:
    """The rows of the published file."""
    answer = client.get("/measures/F1/published.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode())))[2:]


def number(words: str) -> Published:
    return Published(None if words == "held back" else int(words.replace(",", "")))


def test_nobody_can_work_out_what_is_held_back(year: Period) -> None:
    """The attacker has the file, knows the rules, and that parts add up to their whole."""
    rows = told(Client())
    areas = {area: number(words) for area, place, words in rows if place == "All together" and area != "All together"}
    beneath = {area: {place: number(words) for name, place, words in rows if name == area and place != "All together"} for area in areas}
    names = [f"{area}.{place}" for area, parts in beneath.items() for place in parts]
    under = {area: {f"{area}.{place}" for place in parts} for area, parts in beneath.items()}
    upper = Table(number(rows[-1][2]), areas, 5, 5)
    sums = [(set(names), upper, ""), *((under[area], upper, area) for area in areas)]
    for area, parts in beneath.items():
        table = Table(areas[area], parts, 5, 5)
        sums += [({f"{area}.{place}"}, table, place) for place in parts]
    widths = attacked(sums, names)
    held = [f"{area}.{place}" for area, parts in beneath.items() for place, one in parts.items() if one.value is None]
    assert held and all(widths[one] >= WIDTH - 1e-6 for one in held)


def test_what_is_published_is_rounded_from_what_its_maker_may_see(year: Period) -> None:
    analyst = sign_in("analyst")
    true = {figure.name: figure.numerator for figure in parts_of("F1", MILLSHIRE, year, "area", viewer=analyst)}
    for area, place, words in told(Client()):
        if place == "All together" and area in true and words != "held back":
            assert abs(int(words) - true[area]) <= 2 and true[area] >= 5
    whole = told(Client())[-1][2]
    assert abs(int(whole.replace(",", "")) - value_of("F1", MILLSHIRE, year, viewer=analyst).numerator) <= 2


def test_no_month_is_ever_in_two_releases(year: Period) -> None:
    for period in (year, Period(year.last, year.last), Period(month_plus(year.first, -3), year.first)):
        with pytest.raises(ReleaseRefused, match="no month is published twice"):
            publish_counts("F1", "millshire", period, by="analyst")
    assert len(releases("F1", viewer=public_viewer())) == 1


def test_what_is_public_row_by_row_or_counts_nothing_is_not_released(year: Period) -> None:
    with pytest.raises(ReleaseRefused, match="public one by one"):
        publish_counts("D1", "millshire", Period(date(2020, 1, 1), date(2020, 1, 1)), by="analyst")
    with pytest.raises(ReleaseRefused, match="counts nothing"):
        publish_counts("F1", "millshire", Period(date(2001, 1, 1), date(2001, 12, 1)), by="analyst")


def test_everybody_sees_the_release_and_nobody_but_staff_the_measure(year: Period) -> None:
    client = Client()
    page = client.get("/measures/F1/published").content.decode()
    assert "held back" in page and "as Intelligence analyst Marek Zielak may see" in page
    assert "/measures/F1/published" in client.get("/measures").content.decode()
    assert client.get("/measures/F1").status_code == 404 == client.get("/measures/D1/published").status_code


def test_what_is_kept_holds_no_true_count() -> None:
    content = release_of({"a": {"x": 2, "y": 3, "z": 61}, "b": {"u": 44, "v": 47}}, min_count=5, round_to=5)
    areas, beneath = tables_of(content)
    assert beneath["a"].parts["x"].value is None and beneath["b"].parts["u"].value == 45
    assert {areas.whole.value, areas.parts["a"].value, areas.parts["b"].value} <= {155, 65, 90, None}
    assert "61" not in str(content) and "44" not in str(content) and "47" not in str(content)
