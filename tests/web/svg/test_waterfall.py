"""Bars that add up."""

import itertools
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.svg.waterfall import layout, signed, waterfall

SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = st.lists(st.tuples(st.text(max_size=30), st.floats(-30, 30)), max_size=12)


@given(st.floats(-30, 30), WEIGHTS)
def test_each_bar_starts_where_the_last_one_ended(start: float, steps: list[tuple[str, float]]) -> None:
    rows = layout(start, steps)
    assert rows[0][1:3] == (0.0, start)
    for (_, _, end, _), (_, begin, _, _) in itertools.pairwise(rows[:-1]):
        assert begin == end
    assert rows[-1][1:3] == (0.0, rows[-2][2])


@given(st.floats(-30, 30), WEIGHTS)
def test_every_bar_is_inside_the_drawing(start: float, steps: list[tuple[str, float]]) -> None:
    drawn = ElementTree.fromstring(waterfall(start, [(label.replace("\ud800", ""), value) for label, value in steps], width=320))
    for bar in drawn.iter(f"{SVG}rect"):
        assert float(bar.get("x", "nan")) >= 0
        assert float(bar.get("x", "nan")) + float(bar.get("width", "nan")) <= 320.2


def test_values_are_printed_with_signs_and_for_is_apart_from_against() -> None:
    drawn = waterfall(-9.8, [("Surname", 6.2), ("Phone", -2.6), ("Sex", 0.0)])
    assert [said in drawn for said in (">−9.8<", ">+6.2<", ">−2.6<", ">0.0<", ">−6.2<")] == [True] * 5
    assert "step--for" in drawn
    assert "step--against" in drawn
    assert "step--nothing" in drawn


def test_signs() -> None:
    assert [signed(value, 1) for value in (0.04, -0.04, 1.25)] == ["0.0", "0.0", "+1.2"]


def test_narrow_is_drawn_apart_with_its_own_names() -> None:
    wide, narrow = waterfall(0.0, [("A", 1.0)], width=850), waterfall(0.0, [("A", 1.0)], width=320)
    assert 'id="waterfall-850-title"' in wide
    assert 'id="waterfall-320-title"' in narrow
    assert 'viewBox="0 0 320' in narrow
