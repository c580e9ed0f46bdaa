"""Columns of months: their heights are in proportion, the grid is round, a break stands where counting changed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.svg.month_columns import Column, month_columns, month_words, nice_step


def heights(drawing: str) -> list[float]:
    return [float(height) for height in re.findall(r'<rect[^>]*height="([\d.]+)"[^>]*class="column', drawing)]


def test_heights_are_in_proportion_and_the_last_column_stands_out() -> None:
    drawing = month_columns([Column("2025-01", 10), Column("2025-02", 20), Column("2025-03", 0)], title="T")
    low, high, none = heights(drawing)
    assert abs(high - 2 * low) < 0.2 and none <= 0.5
    assert drawing.count("column--last") == 1 and "20, February 2025" in drawing


def test_a_break_is_drawn_before_its_month_and_never_before_the_first() -> None:
    columns = [Column("2023-04", 1), Column("2023-05", 1)]
    assert "counted differently" in month_columns(columns, title="T", breaks=["2023-05"])
    assert "counted differently" not in month_columns(columns, title="T", breaks=["2023-04", "2025-01"])


def test_the_usual_range_is_drawn_where_it_is_known() -> None:
    drawing = month_columns([Column("2025-01", 10, (5.0, 15.0)), Column("2025-02", 10)], title="T")
    assert drawing.count('class="usual-band"') == 1


@given(st.floats(0.1, 1e7))
def test_the_grid_has_a_handful_of_lines(most: float) -> None:
    step = nice_step(most)
    assert step >= 1 and most / step <= 5 and (step == 1 or most / step > 1)
    assert step in {digit * 10**power for digit in (1, 2, 5) for power in range(8)}


def test_a_month_is_said_in_words() -> None:
    assert month_words("2025-01") == "January 2025"
