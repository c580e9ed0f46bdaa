"""The filters and tags as templates use them."""

import datetime
from typing import Any

import pytest
from django.template import Context, Template

NOW = datetime.datetime(2026, 11, 18, 22, 41, tzinfo=datetime.UTC)


def said(markup: str, **context: Any) -> str:
    return Template("{% load dates numbers wording assets %}" + markup).render(Context(context))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("{{ now|date_time }}", "18 November 2026 at 10:41pm"),
        ("{{ now|long_date }}", "18 November 2026"),
        ("{{ now|machine_time }}", "2026-11-18T22:41:00+00:00"),
        ("{{ earlier|ago:now }}", "14 minutes ago"),
        ("{{ born|born:today }}", "14 March 1994 (32)"),
        ("{{ missing|long_date }}", ""),
        ("{{ big|number }}", "1,234,567"),
        ("{{ weight|signed }}", "−2.6"),
        ("{{ big|money }}", "£12,345.67"),
        ('{{ one|counted:"person,people" }}', "1 person"),
        ('{{ big|counted:"record" }}', "1,234,567 records"),
        ("{{ systems|sentence_list }}", "crime, custody and &lt;stops&gt;"),
        ("{{ role|role_name }}", "Contact handler"),
        ("{{ systems|at:1 }}{{ systems|at:9 }}", "custody"),
    ],
)
def test_filters(markup: str, expected: str) -> None:
    context = {
        "now": NOW,
        "earlier": NOW - datetime.timedelta(minutes=14),
        "today": NOW.date(),
        "born": "1994-03-14",
        "missing": None,
        "big": 1234567,
        "weight": -2.6,
        "one": 1,
        "systems": ["crime", "custody", "<stops>"],
        "role": "contact-handler",
    }
    assert said(markup, **context) == expected


def test_an_asset_has_the_fingerprint_of_its_content() -> None:
    assert said("{% asset 'no-such.css' %}").endswith("/build/no-such.css?v=unbuilt")
    assert len(said("{% asset 'app.css' %}").split("?v=")[1]) == 12
