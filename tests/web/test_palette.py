"""Contrast of the charts' colours, worked out from the style sheet that draws them (axe cannot see into SVG)."""

import re
from pathlib import Path

import pytest

CHARTS = (Path(__file__).resolve().parents[2] / "assets" / "_charts.scss").read_text()
COLOURS = dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", CHARTS, re.MULTILINE))
TEXT = [("ink", f"ramp-{place}") for place in range(4)] + [("white", "ramp-4"), ("white", "ramp-5"), ("white", "navy")]
TEXT += [("ink", ground) for ground in ("person", "event", "location", "object")] + [("quiet-text", "white")]
MARKS = [(mark, "white") for mark in ("outline", "navy", "event-edge", "location-edge", "object-edge", "for", "against", "start", "ramp-4")]


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(COLOURS.get(one, one)), luminance(COLOURS.get(other, other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_the_reckoning_itself() -> None:
    assert contrast("white", "white") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
