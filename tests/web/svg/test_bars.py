"""Bars in proportion, named and linked."""

from xml.etree import ElementTree

from beatbook.web.svg.bars import Bar, bars

SVG = "{http://www.w3.org/2000/svg}"


def test_lengths_are_in_proportion() -> None:
    drawn = ElementTree.fromstring(bars([Bar("A", 100, "100"), Bar("B", 50, "50")]))
    long, short = [float(bar.get("width", "nan")) for bar in drawn.iter(f"{SVG}rect")]
    assert abs(long / short - 2) < 0.01


def test_none_and_nothing_can_be_drawn() -> None:
    ElementTree.fromstring(bars([]))
    ElementTree.fromstring(bars([Bar("<A>", 0, "0", "/x")], width=320))
