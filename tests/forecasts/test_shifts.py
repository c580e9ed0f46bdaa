"""The 21 shifts of a week."""

from datetime import UTC, datetime

import numpy as np
import pytest

from beatbook.forecasts.shifts import profile, shift_of, shift_words
from tests.forecasts.worlds import town_happenings


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "Monday, early"),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "Monday, late"),
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), "Monday, night"),
        (datetime(2026, 11, 29, 16, 0, tzinfo=UTC), "Sunday, late"),
    ],
)
def test_a_time_falls_in_its_shift(when: datetime, words: str) -> None:
    assert shift_words(int(shift_of(np.array([when.timestamp() / 86400]))[0])) == words


def test_shares_of_shifts_sum_to_one_and_none_is_nought() -> None:
    shares = profile(town_happenings(weeks=10))

    assert shares.sum() == pytest.approx(1)
    assert shares.min() > 0
