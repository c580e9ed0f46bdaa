"""A benefit that names a measure of the service shows its value and usual range on its page, as the viewer may see it."""

from uuid import UUID

from django.conf import settings
from django.test import Client

from beatbook.access.actions import sign_in
from beatbook.innovation import queries
from beatbook.measures.queries import series_of
from beatbook.measures.saying import series_sentence
from beatbook.measures.where import Where


def test_the_page_shows_the_measure_that_the_benefit_names(module_millshire: str) -> None:
    viewer = sign_in("technology")
    found = next(one for one in queries.claims(viewer=viewer) if one.benefit.measure_code == "O2")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    page = client.get(f"/innovation/benefits/{found.id}").content.decode()
    series = series_of("O2", Where(force="millshire"), viewer=viewer)
    said, _ = series_sentence(series)
    assert series.latest is not None and said.replace("'", "&#x27;") in page
    assert "/measures/O2?force=millshire" in page
    typed = {
        "project": "P",
        "kind": "better service",
        "measure_code": "D1",
        "plan": "2026: £1",
        "changed": "01/04/2026",
        "visibility": "national",
    }
    made = client.post("/innovation/benefits/new", {**typed, "better": "lower"})
    assert made.status_code == 302
    assert (
        queries.claim(UUID(made.url.rsplit("/", 1)[1]), viewer=viewer).benefit.measure
        == series_of("D1", Where(force="millshire"), viewer=viewer).measure.label
    )
    assert client.post("/innovation/benefits/new", {**typed, "measure_code": "X99"}).status_code == 422
