"""A small line with its last value marked."""

from xml.etree import ElementTree

import pytest

from beatbook.web.svg.sparkline import sparkline

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0], [1.0, -2.0, 5.0]])
def test_any_run_of_values_stays_inside(values: list[float]) -> None:
    drawn = ElementTree.fromstring(sparkline(values, id="x", title="A measure"))
    places = [float(pair.split(",")[1]) for line in drawn.iter(f"{SVG}polyline") for pair in (line.get("points") or "").split()]
    assert all(0 <= y <= 30 for y in places)
    assert len(list(drawn.iter(f"{SVG}circle"))) == (1 if values else 0)
