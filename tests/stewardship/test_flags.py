"""What is odd about a look, and what is not."""

from datetime import date
from uuid import UUID

import pytest

from beatbook.stewardship.flags import folded, name_flags, unusual_days
from beatbook.stewardship.sampling import SHARE, is_drawn

A, B = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PC 1142 Amira Hale", "amira hale"),
        ("DI Amira Jane Hale", "amira hale"),
        ("Hale", "hale"),
        ("", ""),
        ("Operator 77 Lena Fox", "lena fox"),
    ],
)
def test_a_name_is_compared_without_rank_and_number(name: str, text: str) -> None:
    assert folded(name) == text


@pytest.mark.parametrize(
    ("subject", "labels"),
    [
        ("Amira Hale", ["Own name"]),
        ("AMIRA JANE HALE", ["Own name"]),
        ("Tom Adeyemi", ["Colleague’s name"]),
        ("Gareth Hale", ["Same surname"]),
        ("Jordan Marsh", []),
        ("", []),
    ],
)
def test_names_raise_the_flag_that_fits(subject: str, labels: list[str]) -> None:
    found = name_flags("PC 1142 Amira Hale", [subject], {"tom adeyemi": "PC 2071 Tom Adeyemi"})
    assert [flag.label for flag in found] == labels
    assert all(subject in flag.why for flag in found)


def test_a_day_far_above_what_is_usual_is_flagged_for_that_person_alone() -> None:
    usual = [date(2026, 11, day) for day in (1, 2, 3) for _ in range(5)]
    busy = [date(2026, 11, 4)] * 16
    found = unusual_days({A: usual + busy, B: busy + busy, UUID(int=3): usual + busy[:15]})
    assert set(found) == {(A, date(2026, 11, 4))}
    assert found[A, date(2026, 11, 4)].why == "16 looks on this day; 5 is usual for this person."


def test_the_draw_is_one_in_so_many_and_the_same_for_everybody() -> None:
    drawn = [number for number in range(20_000) if is_drawn(UUID(int=number), b"key")]
    assert 0.8 * 20_000 / SHARE < len(drawn) < 1.2 * 20_000 / SHARE
    assert drawn == [number for number in range(20_000) if is_drawn(UUID(int=number), b"key")]
    assert drawn != [number for number in range(20_000) if is_drawn(UUID(int=number), b"other")]
