"""What stands on a day, the visible rule of the highest level, and what a form may not say."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from beatbook.tension.assessing import Said, Standing, level_on, standing_on, what_is_wrong

DAY = date(2026, 11, 18)
GOOD = {
    "aspect": "experienced", "about": "", "theme": "Traders", "level": "3", "reason": "They close early.", "source_grade": "1",
    "information_grade": "A", "handling": "P", "action": "Patrols at closing time.", "until": "01/12/2026",
}  # fmt: skip


def said(number: int, level: int, first: int, last: int, *, ends: int | None = None, aspect: str = "experienced") -> Said:
    """One that was written `first` days before DAY and holds to `last` days after it."""
    written, until = DAY - timedelta(days=first), DAY + timedelta(days=last)
    end = UUID(int=ends) if ends is not None else None
    return Said(UUID(int=number), "W1", aspect, "", "theme", level, "why", "1AP", "done", until, written, UUID(int=99), end)


def test_what_was_ended_followed_or_is_past_its_day_stands_no_more() -> None:
    rows = [said(1, 4, 20, 5), said(2, 0, 3, 0, ends=1), said(3, 2, 30, -1), said(4, 3, 10, 5), said(5, 5, 2, 9, ends=4)]
    assert [one.id.int for one in standing_on(rows, DAY)] == [5]
    assert [one.id.int for one in standing_on(rows, DAY - timedelta(days=5))] == [4, 1, 3]


def test_the_highest_level_stands_since_the_first_day_without_a_gap() -> None:
    rows = [said(1, 4, 40, -20), said(2, 4, 19, -5), said(3, 5, 6, 5), said(4, 2, 60, 9)]
    assert level_on(rows, "experienced", DAY) == Standing(5, DAY - timedelta(days=6))
    assert level_on([*rows[:2], said(3, 4, 6, 5)], "experienced", DAY) == Standing(4, DAY - timedelta(days=40))
    assert level_on([said(1, 4, 40, -20), said(2, 4, 10, 5)], "experienced", DAY) == Standing(4, DAY - timedelta(days=10))
    assert level_on(rows, "potential", DAY) == Standing(None, None)


def test_a_whole_form_has_nothing_wrong() -> None:
    assert what_is_wrong(GOOD, today=DAY) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aspect", "guess"), ("level", "7"), ("level", "0"), ("source_grade", "9"), ("information_grade", "Z"), ("handling", ""),
        ("theme", ""), ("reason", "no"), ("action", ""), ("until", "soon"), ("until", "17/11/2026"), ("until", "17/11/2027"),
    ],
)  # fmt: skip
def test_a_form_is_told_what_to_mend(field: str, value: str) -> None:
    assert list(what_is_wrong({**GOOD, field: value}, today=DAY)) == [field]


def test_setting_a_count_right_names_the_count() -> None:
    assert list(what_is_wrong({**GOOD, "aspect": "evidenced"}, today=DAY)) == ["about"]
