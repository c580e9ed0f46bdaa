"""Areas over areas."""

import pytest
import shapely

from beatbook.geography.overlaps import covered, shared_out

WEST, EAST, BOTH = shapely.box(0, 0, 1, 1).wkb, shapely.box(1, 0, 2, 1).wkb, shapely.box(0, 0, 2, 1).wkb
THREE_QUARTERS = shapely.box(0, 0, 1.5, 1).wkb


def test_an_area_ends_when_most_of_it_is_drawn_anew() -> None:
    assert covered([("both", BOTH)], [WEST]) == set()
    assert covered([("both", BOTH)], [WEST, EAST]) == {"both"} == covered([("both", BOTH)], [THREE_QUARTERS])
    assert covered([("beside", EAST)], [WEST]) == set()


def test_people_are_shared_out_by_land_and_none_is_lost() -> None:
    shares = shared_out({"three": THREE_QUARTERS, "far": shapely.box(9, 9, 10, 10).wkb}, {"west": WEST, "east": EAST})
    assert shares.sums({"three": 300.0, "far": 5.0}) == pytest.approx({"west": 200.0, "east": 100.0})
    assert shares.sums({"far": 5.0}) == {}
