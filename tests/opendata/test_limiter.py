"""The leaky bucket, against a bucket that is counted drop by drop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.opendata import limiter as limiter_module
from beatbook.opendata.limiter import Limiter, LimitUnreadable, limiter_from


def test_thirty_pass_at_once_and_then_fifteen_a_second() -> None:
    limiter = Limiter(15, 30)
    assert [limiter.lets_pass("a", 100.0) for _ in range(31)] == [True] * 30 + [False]
    assert [limiter.lets_pass("a", 101.0) for _ in range(16)] == [True] * 15 + [False]
    assert limiter.lets_pass("b", 101.0)


@given(st.lists(st.integers(0, 400), max_size=200))
def test_no_second_lets_more_than_burst_and_rate_pass(gaps_ms: list[int]) -> None:
    limiter, now, passed = Limiter(15, 30), 0.0, []
    for gap in gaps_ms:
        now += gap / 1000
        if limiter.lets_pass("a", now):
            passed.append(now)
    for start in passed:
        in_a_second = [moment for moment in passed if start <= moment <= start + 1]
        assert len(in_a_second) <= 30 + 15 + 1


def test_clients_are_forgotten_before_memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter_module, "MOST_CLIENTS", 3)
    limiter = Limiter(15, 30)
    for number in range(10):
        limiter.lets_pass(str(number), 0.0)
    assert list(limiter._levels) == ["7", "8", "9"]


@pytest.mark.parametrize("text", ["", "15", "15/", "fast/30", "0/30", "15/0"])
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(LimitUnreadable, match="15/30"):
        limiter_from(text)


def test_a_limit_may_be_switched_off() -> None:
    assert limiter_from("off") is None
    assert limiter_from("15/30") == Limiter(15, 30)
