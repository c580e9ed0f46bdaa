"""The pages of models in a browser: readable on a desk and on a phone."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, expect

from beatbook.linkage.actions.comparing import compare_models
from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit
from tests.journeys.test_pages import ANALYST, begin_task


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_analyst_reads_how_good_the_model_is(browser: Browser, module_millshire: str, live_server: str, width: int) -> None:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT version FROM linkage_model WHERE state = 'published'")
        version = str(cursor.fetchone()[0])
    truth = next(Path(settings.BEATBOOK_HOME).glob("millshire/**/truth.csv"))
    compare_models(version, truth=truth, today=date(2026, 11, 24))
    with visit(browser, live_server, width=width) as seen:
        begin_task(seen, "/search", ANALYST)
        page = seen.go("/models")
        assert faults(page) == []
        picture(page, f"models-{width}")
        page.get_by_role("link", name=version).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Model {version}")
        assert faults(page) == []
        picture(page, f"model-{width}")
