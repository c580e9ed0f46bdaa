"""Pages of the measures on the small county: the same figure at each level and in its records, for staff and for anybody."""

import csv
import io
import re

import pytest
from django.conf import settings
from django.test import Client

from beatbook.access.actions import public_viewer, sign_in
from beatbook.audit.actions import start_task
from beatbook.config.demonstration_people import demonstration_people
from beatbook.measures.queries import latest_year, measures, records_behind, value_of
from beatbook.measures.where import Where
from beatbook.vocabulary.viewer import Viewer

pytestmark = pytest.mark.usefixtures("module_millshire")
MILLSHIRE = Where(force="millshire")


def client_of(username: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = sign_in(username).token
    return client


@pytest.fixture(scope="module")
def analyst(module_millshire: str) -> Viewer:
    person = next(person for person in demonstration_people("MS02") if person.role == "analyst")
    return sign_in(person.username)


@pytest.fixture
def at_work(analyst: Viewer) -> Client:
    """An analyst who has said why they look."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = analyst.token
    start_task(viewer=analyst, purpose="Intelligence research", reference="IR/26/000001")
    return client


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_anybody_sees_every_measure_whose_records_are_published_and_no_other() -> None:
    page, _, released = text(Client(), "/measures").partition("Counts published of records that are not public")
    offered = measures(viewer=public_viewer())
    assert "/measures/F1/published" in released  # made safe before it was published; its records stay closed
    assert all((measure.label in page) == measure.public.open_rows for measure in offered)
    assert Client().get("/measures/F1").status_code == 404 == Client().get("/measures/F1/records").status_code
    assert Client().get("/measures/NONE").status_code == 404


def test_one_figure_is_the_same_on_the_page_of_each_level_and_in_its_records(at_work: Client, analyst: Viewer) -> None:
    period = latest_year("D1", MILLSHIRE, viewer=analyst)
    assert period is not None
    where = MILLSHIRE
    for path in (
        "/measures/D1?force=millshire",
        "/measures/D1?force=millshire&area=MSA1",
        "/measures/D1?force=millshire&area=MSA1&neighbourhood=MS02",
    ):
        page = text(at_work, path)
        figure = value_of("D1", where, period, viewer=analyst)
        assert f"Open {figure.numerator:,} crime record" in page
        records = re.search(r'href="([^"]+records[^"]+)"', page)
        assert records is not None
        assert f": {figure.numerator:,} crime record" in text(at_work, records[1].replace("&amp;", "&"))
        where = where.within("area", "MSA1") if where.area is None else where.within("neighbourhood", "MS02")


def test_each_figure_stands_beside_its_pair_and_how_not_to_use_it(at_work: Client, analyst: Viewer) -> None:
    for measure in measures(viewer=analyst):
        page = text(at_work, f"/measures/{measure.code}?force=millshire")
        assert "How not to use it" in page or "Nothing that you may see" in page
        assert "rank" not in page.replace("without ranks", "")


def test_old_boundaries_show_the_ward_that_was_divided() -> None:
    old = text(Client(), "/measures/D1?force=millshire&area=MSA2&basis=first")
    new = text(Client(), "/measures/D1?force=millshire&area=MSA2&basis=2025-06-15")
    assert "neighbourhood=MS91" in old
    assert "neighbourhood=MS91" not in new
    assert "neighbourhood=MS10" in new


def test_two_people_see_what_each_may_open(at_work: Client, analyst: Viewer) -> None:
    period = latest_year("F1", MILLSHIRE, viewer=analyst)
    assert period is not None
    figures = set()
    for person in demonstration_people("MS02"):
        viewer = sign_in(person.username)
        figure = value_of("F1", MILLSHIRE, period, viewer=viewer)
        assert records_behind("F1", MILLSHIRE, period, viewer=viewer).total == figure.numerator
        figures.add(figure.numerator)
    assert len(figures) > 2


def test_records_ask_staff_why_and_strangers_not() -> None:
    constable = next(person for person in demonstration_people("MS02") if person.role == "neighbourhood")
    assert client_of(constable.username).get("/measures/D1/records?force=millshire").status_code == 302
    page = text(Client(), "/measures/D1/records?force=millshire")
    assert "/events/" not in page


@pytest.mark.parametrize("path", ["months.csv", "parts.csv?level=neighbourhood", "records.csv"])
def test_files_hold_what_the_page_shows(at_work: Client, analyst: Viewer, path: str) -> None:
    joint = "&" if "?" in path else "?"
    response = at_work.get(f"/measures/D1/{path}{joint}force=millshire")
    assert response.status_code == 200
    heading, columns, *rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert "definition D1 version 1" in heading[0]
    assert rows
    period = latest_year("D1", MILLSHIRE, viewer=analyst)
    assert period is not None
    figure = value_of("D1", MILLSHIRE, period, viewer=analyst)
    counted = len(rows) if path.startswith("records") else sum(int(row[columns.index("Records")]) for row in rows)
    if not path.startswith("months"):
        assert counted == figure.numerator
    assert at_work.get(f"/measures/D1/{path.replace('csv', 'xlsx')}{joint}force=millshire").status_code == 200
    assert at_work.get(f"/measures/D1/{path.replace('csv', 'geojson')}{joint}force=millshire").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "force=nowhere",
        "from=2026-13&to=x",
        "from=2027-01&to=2027-02",
        "from=2026-05&to=2026-01",
        "basis=never",
        "page=99999&part=all",
        "force=%00",
        "area=" + "a" * 300,
    ],
)
def test_what_cannot_be_read_of_an_address_is_left_out(query: str) -> None:
    for page in ("D1", "D1/records", "D1/compare", "O1", "T2"):
        assert Client().get(f"/measures/{page}?{query}").status_code in (200, 404, 400)


def test_a_comparison_is_by_name() -> None:
    page = text(Client(), "/measures/D1/compare?force=millshire&level=neighbourhood")
    names = re.findall(r'<th scope="row"[^>]*><span class="stacked__value"><a class="govuk-link" href="[^"]*">([^<]+)</a>', page)
    assert len(names) == 16
    assert names == sorted(names)
