"""Two records side by side: every field that one states, and how the two compare."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from beatbook.pole.comparing import counted, side_by_side
from beatbook.pole.saying import Saying


def saying(**content: Any) -> Saying:
    return Saying(UUID(int=1), "Crime", "1", "person", datetime(2026, 1, 2, tzinfo=UTC), None, content, "OFFICIAL")


def test_each_field_is_the_same_nearly_the_same_different_or_silent() -> None:
    rows = side_by_side(
        saying(forenames="Jordan", surname="MARSH", date_of_birth="1994-03-14", sex="M", phones=["07700 900614"]),
        saying(forenames="Jordan", surname="Marsh", date_of_birth="1994-03-15", sex="F"),
    )
    assert {row.label: row.result for row in rows} == {
        "Names": "same",
        "Date of birth": "nearly",
        "Sex": "different",
        "Phone": "silent",
    }
    assert counted(rows) == {"same": 1, "nearly": 1, "different": 1, "silent": 1}


def test_a_short_name_is_nearly_the_long_one_and_another_is_different() -> None:
    first = saying(forenames="Ann", surname="Marsh")
    assert [row.result for row in side_by_side(first, saying(forenames="Anne", surname="Marsh"))] == ["nearly"]
    assert [row.result for row in side_by_side(first, saying(forenames="Bettina", surname="Okoro"))] == ["different"]
    assert side_by_side(saying(), saying()) == []
