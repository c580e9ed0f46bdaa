"""Time until an outcome, with some still open."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.measures.survival import median_time

TIMES = st.dictionaries(st.integers(0, 12), st.integers(1, 20), max_size=6)


def test_open_cases_hold_the_median_back() -> None:
    assert median_time({1: 3, 2: 1}, {}).value == 1
    assert median_time({1: 3, 2: 1}, {0: 3}).value == 1
    assert median_time({1: 3, 2: 1}, {5: 4}).value == 2
    assert median_time({1: 1}, {5: 4}).value is None
    assert median_time({}, {}).value is None


def test_freireichs_leukaemia_trial() -> None:
    """Remission under 6-MP in weeks: median 23. Source: Freireich and others 1963, as in Cox & Oakes 1984, table 1.1."""
    finished = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    still = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    found = median_time(finished, still)
    assert (found.value, found.low, found.high) == (23, 13, None)


@given(TIMES, st.integers(1, 5))
def test_without_open_cases_it_is_the_plain_median(finished: dict[int, int], more: int) -> None:
    ordered = sorted(month for month, count in finished.items() for _ in range(count))
    expected = ordered[(len(ordered) - 1) // 2] if ordered else None
    assert median_time(finished, {}).value == expected
    assert median_time({month: count * more for month, count in finished.items()}, {}).value == expected
