"""Columns, strips, spans, splits and intervals: each says in words what it draws, stays in its width, and stands empty."""

import re
from datetime import date

import pytest

from beatbook.web.svg.columns import Column, columns
from beatbook.web.svg.intervals import Interval, intervals
from beatbook.web.svg.marks import Svg
from beatbook.web.svg.spans import Span, spans
from beatbook.web.svg.split import Whole, split
from beatbook.web.svg.strip import Dot, strip

FIRST, LAST = date(2026, 11, 27), date(2030, 12, 31)
WIDTH = 358.0


def drawn() -> dict[str, Svg]:
    """One of each, at the width of a phone."""
    return {
        "columns": columns([Column("Jan to Mar 2027", 2, "£2"), Column("Apr to Jun 2027", 0, "£0")], width=WIDTH),
        "strip": strip([Dot("A", 10), Dot("B", 40, own=True)], middle=25, low=12, high=38, width=WIDTH),
        "spans": spans(
            [Span("A", date(2099, 1, 1)), Span("B", date(2020, 1, 1), "replace it", "soon", "/b")], first=FIRST, last=LAST, width=WIDTH
        ),
        "split": split([Whole("2026/27", [("run", 0.9), ("mandated", 0.095), ("innovation", 0.005)])], width=WIDTH),
        "intervals": intervals([Interval("A", 1, 1, 3), Interval("B", 2, 1, 4, "/b")], width=WIDTH),
    }


@pytest.mark.parametrize("name", drawn())
def test_nothing_leaves_the_picture_and_words_say_it(name: str) -> None:
    picture = drawn()[name]
    for x, wide in re.findall(r'<rect x="([-\d.]+)"[^>]* width="([-\d.]+)"', picture):
        assert float(x) >= -0.1 and float(x) + float(wide) <= WIDTH + 0.1
    assert re.search(r"<desc[^>]*>[^<]{8,}</desc>", picture)


def test_empty_ones_are_drawn_too() -> None:
    assert columns([]) and strip([], middle=None, low=None, high=None) and spans([], first=FIRST, last=LAST) and split([]) and intervals([])


def test_a_rank_interval_runs_from_best_to_worst() -> None:
    reach = re.findall(r'd="M([\d.]+) [\d.]+H([\d.]+)" class="reach"', drawn()["intervals"])
    assert all(float(start) < float(end) for start, end in reach) and len(reach) == 2
