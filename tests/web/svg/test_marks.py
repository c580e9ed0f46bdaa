"""Nothing that a system said can become markup."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.svg import marks

NASTY = "</text><script>alert(1)</script>\" onload='x' & \x00"


@given(st.text())
def test_any_text_makes_well_formed_svg(text: str) -> None:
    drawn = marks.picture(
        marks.link(marks.words(text, 1, 2, class_="a"), "/people/1", text),
        id="x",
        width=10,
        height=10,
        class_="y",
        title=text,
        description=text,
    )
    ElementTree.fromstring(drawn.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


def test_markup_in_a_name_is_text() -> None:
    drawn = marks.words(NASTY, 0, 0, class_="a") + marks.link("", "/x", NASTY)
    assert "<script" not in drawn
    assert "onload='" not in drawn
    assert "\x00" not in drawn


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "https://evil.example", "/\\evil.example", "", None, "data:text/html,x"]
)
def test_only_addresses_of_this_site_are_links(href: str | None) -> None:
    assert "<a" not in marks.link("x", href, "x")


@pytest.mark.parametrize("href", ["/people/1", "#links", "?page=2"])
def test_own_addresses_are_links(href: str) -> None:
    assert f'href="{href}"' in marks.link("x", href, "x")


def test_a_template_prints_finished_svg_and_escapes_everything_else() -> None:
    template = Template("{{ chart }}{{ text }}")
    assert template.render(Context({"chart": marks.Svg("<svg/>"), "text": "<svg/>"})) == "<svg/>&lt;svg/&gt;"


@pytest.mark.parametrize(("value", "said"), [(1.0, "1"), (1.26, "1.3"), (-0.01, "0"), (100.0, "100")])
def test_coordinates_are_short(value: float, said: str) -> None:
    assert marks.number(value) == said


def test_long_labels_are_cut_by_their_width_not_their_letters() -> None:
    assert marks.fitted("Marsh", 80, 15) == "Marsh"
    assert marks.fitted("ORANGE PEUGEOT 208", 120, 14).startswith("ORANGE P")
    assert len(marks.fitted("lilililililililililili", 80, 14)) > len(marks.fitted("WWWWWWWWWWWWWWWWWWWWWW", 80, 14))


@given(st.text(max_size=60), st.floats(20, 300))
def test_what_fits_is_no_wider_than_its_room(label: str, room: float) -> None:
    assert marks.width_of(marks.fitted(label, room, 14), 14) <= max(room, 2 * 14)
