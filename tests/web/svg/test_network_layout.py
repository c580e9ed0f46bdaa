"""Boxes never touch, whatever their number and room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.svg.network_layout import Box, clearest, ring


@given(st.integers(0, 14), st.integers(420, 1200))
def test_boxes_stand_apart_and_inside(count: int, width: int) -> None:
    boxes, centre, height = ring(count, width=width, box_width=min(176.0, width / 5), box_height=52.0)
    everything = [*boxes, centre]
    assert len(boxes) == count
    assert not any(one.overlaps(other) for place, one in enumerate(everything) for other in everything[:place])
    assert all(box.width / 2 <= box.x <= width - box.width / 2 for box in everything)
    assert all(box.height / 2 <= box.y <= height - box.height / 2 for box in everything)


def test_the_same_input_gives_the_same_places() -> None:
    assert ring(9, width=800, box_width=150, box_height=50) == ring(9, width=800, box_width=150, box_height=50)


@pytest.mark.parametrize(("x", "y", "point"), [(100, 0, (10, 0)), (0, 100, (0, 5)), (-100, 0, (-10, 0)), (0, 0, (0, 0))])
def test_lines_leave_at_the_border(x: float, y: float, point: tuple[float, float]) -> None:
    assert Box(0, 0, 20, 10).border_towards(x, y) == point


def test_the_clearest_place_is_chosen() -> None:
    assert clearest([Box(0, 0, 2, 2), Box(9, 9, 2, 2)], [Box(0, 0, 2, 2)]) == Box(9, 9, 2, 2)
