"""The stages, and which ground a published crime falls on."""

from datetime import date

import pytest

from beatbook.neighbourhoods.problems.sara import Place, as_kept, box_about, distance_m, from_kept, grounds_of, may_follow, months_around

SQUARE = Place(-0.9, 52.2, "Square")
FIRST, BEGINS, LAST = date(2025, 3, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("done", "allowed"),
    [
        ([], {"analysis", "response"}),
        (["analysis"], {"analysis", "response"}),
        (["analysis", "response"], {"assessment"}),
        (["response", "assessment"], {"assessment", "ended"}),
        (["response", "assessment", "ended"], set()),
    ],
)
def test_what_may_come_next(done: list[str], allowed: set[str]) -> None:
    assert {stage for stage in ("analysis", "response", "assessment", "ended") if may_follow(done, stage)} == allowed


def test_months_are_whole_and_published() -> None:
    assert months_around(BEGINS, date(2026, 4, 1)) == (FIRST, LAST)
    assert months_around(BEGINS, date(2030, 1, 1)) == (FIRST, date(2027, 2, 1))
    assert months_around(BEGINS, date(2026, 2, 1)) is None


def test_a_crime_is_here_near_or_elsewhere_and_never_two() -> None:
    up = 1 / 111_320.0  # a metre north
    rows = [
        ("2025-03", "W1", -0.9, 52.2 + 199 * up, 2),
        ("2026-03", "W1", -0.9, 52.2 + 201 * up, 3),
        ("2026-04", "W2", -0.9, 52.2 + 399 * up, 5),  # in a comparison area, and too near to count there
        ("2026-04", "W2", -0.9, 52.2 + 401 * up, 7),
        ("2025-05", "W3", -0.9, 52.2 + 900 * up, 11),  # in no area of the comparison
        ("2024-01", "W2", -0.9, 52.3, 13),  # in no month of it
    ]
    found = grounds_of(rows, [SQUARE], radius_m=200, beside=["W2"], first=FIRST, begins=BEGINS, last=LAST)
    assert found.here.totals == (2, 0) and found.near.totals == (0, 8) and found.elsewhere.totals == (0, 7)
    assert len(found.here.before) == 12 and len(found.here.after) == 2
    assert from_kept(as_kept(found)) == found


def test_the_box_holds_the_whole_reach() -> None:
    box = box_about([SQUARE], 400)
    for longitude, latitude in ((box["west"], 52.2), (box["east"], 52.2), (-0.9, box["north"]), (-0.9, box["south"])):
        assert distance_m(SQUARE, longitude, latitude) == pytest.approx(400, abs=0.01)
