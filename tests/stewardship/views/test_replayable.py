"""Why a page cannot be shown again, by what it was and when."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.urls import get_resolver

from beatbook.audit.queries import Screen
from beatbook.stewardship.queries.screens import Kept
from beatbook.stewardship.views.replayable import AGAIN, ELSEWHERE, OTHERWISE, PUBLISHED, TAKES, WHY_NOT, why_not
from tests.test_routes import patterns

ID = UUID(int=7)


def screen(path: str, seen: str = "100:100:") -> Screen:
    return Screen(ID, datetime(2026, 11, 27, tzinfo=UTC), ID, "response", "page", "", "", None, path, "", seen, 200, ())


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (f"/people/{ID}", ""),
        (f"/people/{ID}/timeline.xlsx", ""),
        ("/review", ""),
        ("/measures", ""),
        ("/measures/crime/records.csv", ""),
        ("/neighbourhoods/MS02", ""),
        ("/your-area", PUBLISHED),
        ("/oversight", ""),
        (f"/replay/{ID}", AGAIN),
        (f"/people/{ID}/judgements", TAKES),
        ("/national-systems", ELSEWHERE),
        ("/access", ""),
        ("/sign-in", OTHERWISE),
        ("/no/such/page", OTHERWISE),
        ("", OTHERWISE),
    ],
)
def test_the_reason_is_that_of_the_page(path: str, why: str) -> None:
    assert why_not(screen(path), Kept()) == why


def test_a_screen_is_kept_from_the_mark_on() -> None:
    kept = Kept(100, datetime(2026, 11, 1, 9, 5, tzinfo=UTC))
    assert why_not(screen("/review", "100:120:101"), kept) == ""
    assert why_not(screen("/review", "99:120:99"), kept).startswith("the past before ")
    assert why_not(screen("/review", ""), kept) == "the log of that time does not say which moment it showed"


def test_every_reason_is_that_of_an_address_there_is() -> None:
    assert set(WHY_NOT) <= {pattern.name for pattern in patterns(get_resolver())}
