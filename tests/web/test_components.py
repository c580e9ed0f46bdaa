"""Our components say what GOV.UK Frontend's own examples say: same tags, same classes, same attributes, same text."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

FIXTURES = Path(__file__).resolve().parents[2] / "assets/node_modules/govuk-frontend/dist/govuk/components"
NASTY = '"><script>alert(1)</script>'
OURS_ALONE = {"data-label", "data-prevent-double-click"}


class Outline(HTMLParser):
    """What markup amounts to: opening tags with their attributes, closing tags and words, without white space."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.parts: list[Any] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted((name, value or "") for name, value in attrs if name not in OURS_ALONE)))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := re.sub(r"\s+", " ", data).strip():
            self.parts.append(words)


def fixture(component: str, name: str) -> dict[str, Any]:
    fixtures = json.loads((FIXTURES / component / "fixtures.json").read_text())["fixtures"]
    return next(one for one in fixtures if one["name"] == name)


def rendered(component: str, **context: Any) -> str:
    return render_to_string(f"web/components/{component}.html", context)


@pytest.mark.parametrize(
    ("ours", "theirs", "name", "context"),
    [
        ("tag", "tag", "grey", {"text": "Grey", "colour": "grey"}),
        ("warning_text", "warning-text", "default", {"text": "You can be fined up to £5,000 if you don’t register."}),
        ("button", "button", "default", {"text": "Save and continue"}),
        ("button", "button", "secondary", {"text": "Secondary button", "kind": "secondary", "name": "secondary"}),
        (
            "error_summary",
            "error-summary",
            "default",
            {
                "errors": [
                    ("example-error-1", "The date your passport was issued must be in the past"),
                    ("example-error-2", "Enter a postcode, like AA1 1AA"),
                ]
            },
        ),
        (
            "input",
            "input",
            "with error message",
            {
                "name": "test-name-3",
                "id": "input-with-error-message",
                "label": "National Insurance number",
                "error": "Enter a National Insurance number in the correct format",
            },
        ),
        (
            "textarea",
            "textarea",
            "with error message",
            {
                "name": "no-ni-reason",
                "label": "Why can’t you provide a National Insurance number?",
                "error": "You must provide an explanation",
            },
        ),
        (
            "radios",
            "radios",
            "default",
            {
                "name": "example-default",
                "legend": "Have you changed your name?",
                "items": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
            },
        ),
        ("notification", "notification-banner", "default", {"text": "This publication was withdrawn on 7 March 2014."}),
        (
            "pagination",
            "pagination",
            "default",
            {
                "previous_url": "/previous",
                "next_url": "/next",
                "pages": [
                    {"number": 1, "url": "/page/1"},
                    {"number": 2, "url": "/page/2", "current": True},
                    {"number": 3, "url": "/page/3"},
                ],
            },
        ),
        (
            "breadcrumbs",
            "breadcrumbs",
            "default",
            {
                "items": [
                    ("Home", "/"),
                    ("Section", "/section"),
                    ("Sub-section", "/section/sub-section"),
                    ("Sub Sub-section", "/section/sub-section/sub-sub-section"),
                ]
            },
        ),
    ],
)
def test_same_as_the_design_systems_example(ours: str, theirs: str, name: str, context: dict[str, Any]) -> None:
    assert Outline(rendered(ours, **context)).parts == Outline(fixture(theirs, name)["html"]).parts


@pytest.mark.parametrize(
    ("component", "context"),
    [
        ("tag", {"text": NASTY, "colour": NASTY}),
        (
            "summary_list",
            {"rows": [{"key": NASTY, "value": NASTY, "notes": [NASTY], "more": [NASTY], "tag": {"text": NASTY}, "href": NASTY}]},
        ),
        (
            "table",
            {
                "caption": NASTY,
                "columns": [{"label": NASTY}],
                "rows": [[{"text": NASTY, "note": NASTY, "href": NASTY, "sort_value": NASTY}]],
            },
        ),
        ("timeline", {"items": [{"title": NASTY, "at_text": NASTY, "byline": NASTY, "text": NASTY, "source": NASTY, "href": NASTY}]}),
        ("identity_banner", {"name": NASTY, "facts": [(NASTY, NASTY)], "warnings": [{"text": NASTY, "note": NASTY}]}),
        ("input", {"name": NASTY, "label": NASTY, "value": NASTY, "hint": NASTY, "error": NASTY}),
        ("textarea", {"name": "a", "label": NASTY, "value": "</textarea>" + NASTY}),
        ("radios", {"name": NASTY, "legend": NASTY, "items": [{"value": NASTY, "label": NASTY, "hint": NASTY}]}),
        ("search_box", {"action": "/search", "query": NASTY}),
        ("side_navigation", {"items": [(NASTY, NASTY, True)]}),
        ("freshness", {"sources": [{"name": NASTY, "age": NASTY}]}),
        ("sentence", {"text": NASTY, "strong": NASTY}),
        ("notification", {"text": NASTY, "title": NASTY}),
        ("live", {"url": NASTY}),
        ("picture", {"wide": NASTY, "narrow": NASTY}),
    ],
)
def test_nothing_said_by_a_system_becomes_markup(component: str, context: dict[str, Any]) -> None:
    assert "<script" not in rendered(component, **context)


def test_navigation_takes_tuples_and_dictionaries() -> None:
    pairs = rendered("sub_navigation", items=[("Overview", "/a", True), ("Links", "/b", False)])
    assert pairs == rendered(
        "sub_navigation", items=[{"label": "Overview", "url": "/a", "current": True}, {"label": "Links", "url": "/b", "current": False}]
    )
    assert pairs.count('aria-current="page"') == 1


def test_the_first_cell_of_a_row_is_its_heading_and_every_cell_says_its_column() -> None:
    table = rendered(
        "table", caption="C", columns=[{"label": "Field"}, {"label": "Weight", "numeric": True}], rows=[[{"text": "Sex"}, {"text": "0.5"}]]
    )
    assert 'role="rowheader" class="govuk-table__header" data-label="Field"' in table
    assert 'govuk-table__cell--numeric" data-label="Weight"' in table


def test_an_empty_table_says_so() -> None:
    assert "Nobody yet." in rendered("table", caption="C", columns=[{"label": "Who"}], rows=[], empty="Nobody yet.")


def test_a_heading_link_has_no_zero_sized_picture_on_phones_without_a_narrow_drawing() -> None:
    assert "narrow-only" not in rendered("picture", wide="x")


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (
            '{% card "A &amp; B" id="x" live=True %}<b>c</b>{% endcard %}',
            'id="x" data-live-part><h2 class="govuk-heading-m card__title">A &amp; B</h2><b>c</b>',
        ),
        ("{% card nasty %}{{ nasty }}{% endcard %}", "&lt;script&gt;"),
        ('{% details "More" open=True %}c{% enddetails %}', '<details class="govuk-details" open>'),
        ('{% inset tone="higher" %}c{% endinset %}', '<div class="govuk-inset-text sentence sentence--higher">c</div>'),
    ],
)
def test_wrapping_components(markup: str, said: str) -> None:
    assert said in Template("{% load components %}" + markup).render(Context({"nasty": "<script>"}))
