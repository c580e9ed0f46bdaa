from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatbook.neighbourhoods.profile.hot_times import LONGEST, hot_times, shares

PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # on a machine that others use too
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))


def test_a_burglary_between_ten_and_one_is_a_third_in_each_hour() -> None:
    assert shares(datetime(2026, 1, 5, 22), datetime(2026, 1, 6, 1)) == [(0, 22, 1 / 3), (0, 23, 1 / 3), (1, 0, 1 / 3)]


def test_parts_of_hours_weigh_as_they_are_long() -> None:
    assert shares(datetime(2026, 1, 5, 8, 45), datetime(2026, 1, 5, 9, 45)) == [(0, 8, 0.25), (0, 9, 0.75)]


def test_without_an_end_or_with_one_before_it_counts_where_it_began() -> None:
    began = datetime(2026, 1, 10, 3, 20)
    assert shares(began, None) == shares(began, began - timedelta(hours=1)) == [(5, 3, 1.0)]


@PATIENT
@given(st.lists(st.tuples(MOMENTS, st.none() | st.timedeltas(timedelta(0), LONGEST)), max_size=20))
def test_nothing_is_lost_and_nothing_counted_twice(spans: list) -> None:
    found = hot_times([(first, None if length is None else first + length) for first, length in spans])
    assert sum(map(sum, found.weights)) == pytest.approx(found.counted) and found.counted == len(spans)


def test_spans_too_long_and_times_not_known_are_left_out_and_said() -> None:
    found = hot_times([(None, None), (datetime(2026, 1, 1), datetime(2026, 1, 9)), (datetime(2026, 1, 2, 23), None)])
    assert (found.counted, found.left_out) == (1, 2)
    assert found.peak() == (4, 20) and hot_times([]).peak() is None
