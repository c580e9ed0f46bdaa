"""Points in areas."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from beatbook.geography.placing import AreaIndex

SQUARES = [("B", shapely.box(1, 0, 2, 1).wkb), ("A", shapely.box(0, 0, 1, 1).wkb), ("C", shapely.box(0, 5, 1, 6).wkb)]


def test_points_inside_outside_and_on_a_shared_boundary() -> None:
    index = AreaIndex(SQUARES)
    assert index.place([0.5, 1.5, 1.0, 9.0, 0.5], [0.5, 0.5, 0.5, 9.0, 5.5]) == ["A", "B", "A", None, "C"]
    assert index.place([], []) == []
    assert AreaIndex([]).place([1.0], [1.0]) == [None]


def test_shape_that_touches_itself_still_holds_its_points() -> None:
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)])
    assert not bow_tie.is_valid
    assert AreaIndex([("X", bow_tie.wkb)]).place([0.2, 1.8, 1.0], [1.0, 1.0, 1.9]) == ["X", "X", None]


@given(st.permutations(SQUARES), st.lists(st.tuples(st.floats(-1, 3), st.floats(-1, 7)), max_size=20))
def test_answer_does_not_depend_on_the_order_of_areas_and_matches_a_plain_search(
    areas: list[tuple[str, bytes]], points: list[tuple[float, float]]
) -> None:
    found = AreaIndex(areas).place([x for x, _ in points], [y for _, y in points])
    plain = [
        min((code for code, wkb in SQUARES if shapely.from_wkb(wkb).intersects(shapely.Point(point))), default=None) for point in points
    ]
    assert found == plain
