"""Pages of models: who may see them, and that they say what the report says."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from beatbook.linkage.actions.comparing import compare_models
from tests.access.test_attacks import client_of


@pytest.fixture(scope="module")
def version(module_millshire: str) -> str:
    """The model of the small county, with its report against the truth."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT version FROM linkage_model WHERE state = 'published'")
        found = str(cursor.fetchone()[0])
    truth = next(Path(settings.BEATBOOK_HOME).glob("millshire/**/truth.csv"))
    compare_models(found, truth=truth, today=date(2026, 11, 24))
    return found


def test_analyst_sees_figures_of_the_model_in_use(version: str) -> None:
    client, _ = client_of("analyst")
    listed = client.get("/models").content.decode()
    assert version in listed and "should be apart" in listed and "In use" in listed and "Of 1,000 pairs that it joins" in listed
    page = client.get(f"/models/{version}").content.decode()
    for words in (
        "Naming tradition: ",
        "Sex: Female",
        "Age: ",
        "The date of birth",
        "Predicted and true shares",
        "open records of this database",
    ):
        assert words in page, words
    assert client.get("/models/000000000000").status_code == 404


def test_file_holds_the_figures_and_who_took_it(version: str) -> None:
    client, viewer = client_of("analyst")
    text = client.get(f"/models/{version}.csv").content.decode("utf-8-sig")
    assert viewer.display_name in text and "false_join_rate" in text and "Sex: Female" in text


def test_others_find_no_such_page(version: str) -> None:
    client, _ = client_of("response")
    assert [client.get(path).status_code for path in ("/models", f"/models/{version}", f"/models/{version}.csv")] == [404, 404, 404]
