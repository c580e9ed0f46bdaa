"""In the demonstration every answer to a program and every file says that it is made up; elsewhere nothing does."""

from datetime import UTC, datetime

import pytest
from django.test import Client, override_settings

from beatbook.web.takeaway import MADE_UP, Form, Sheet, Taking, answer

TAKING = Taking("Somebody", datetime(2026, 11, 27, tzinfo=UTC))


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_mark_is_on_answers_and_files_of_the_demonstration_alone(module_database: str, is_demonstration: bool) -> None:
    with override_settings(BEATBOOK_DEMONSTRATION=is_demonstration):
        refused, page = Client().get("/staff-api/v1/suppliers"), Client().get("/accessibility")
        file = answer(Sheet("Table", "", ("A",), [["b"]], marking="OFFICIAL"), Form.CSV, TAKING, name="table").content.decode()
    assert refused.status_code == 401 and (refused.headers.get("Beatbook-Data") == MADE_UP) is is_demonstration
    assert "Beatbook-Data" not in page.headers
    assert file.lstrip('"').startswith(f"OFFICIAL. {MADE_UP}. Table" if is_demonstration else "OFFICIAL. Table")
