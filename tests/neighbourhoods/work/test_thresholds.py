from datetime import date, timedelta

import pytest

from beatbook.neighbourhoods.work.thresholds import Complaint, counts_towards, is_met, months_after

ASKED = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("happened", "reported", "counts"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), True),
        (date(2026, 6, 1), date(2026, 7, 1), False),  # a month that begins on the first ends on the thirtieth
        (date(2026, 1, 15), date(2026, 1, 16), True),
        (date(2026, 1, 15), date(2026, 1, 15), False),  # six months that begin on 15 January end on 14 July
        (date(2026, 6, 2), date(2026, 6, 1), False),
        (date(2026, 7, 15), date(2026, 7, 16), False),
    ],
)
def test_a_complaint_counts_by_its_days(happened: date, reported: date, counts: bool) -> None:
    assert counts_towards(Complaint(happened, reported), ASKED) is counts


def test_three_that_count_meet_the_threshold_and_a_force_may_ask_for_fewer() -> None:
    good, old = Complaint(ASKED - timedelta(9), ASKED - timedelta(8)), Complaint(date(2025, 1, 1), date(2025, 1, 2))
    assert is_met([good, good, good], ASKED) and not is_met([good, good, old], ASKED)
    assert is_met([good, good, old], ASKED, threshold=2)


def test_the_last_day_of_a_month_has_its_like_in_every_month() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2025, 11, 30), 6) == date(2026, 5, 30)
