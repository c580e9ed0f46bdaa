"""The leaky bucket, against a bucket that is counted drop by drop."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.limiter import Buckets, Limiter, LimitUnreadable, limiter_from

POURS = """
import sys
import threading
import time
from pathlib import Path
from beatbook.web.limiter import Buckets, Limiter
limiter = Limiter(15, 10_000, Buckets(Path(sys.argv[1])))
print(sum(limiter.lets_pass("one client", 100.0) for _ in range(20_000)))
"""


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


def test_where_there_is_no_room_the_emptiest_bucket_is_given_up() -> None:
    limiter = Limiter(15, 30, Buckets(groups=1))
    assert [limiter.lets_pass("busy", 0.0) for _ in range(31)] == [True] * 30 + [False]
    for number in range(200):
        assert limiter.lets_pass(str(number), 0.0)
    assert not limiter.lets_pass("busy", 0.0)


def test_a_file_of_before_the_machine_was_started_anew_holds_nobody_back(tmp_path: Path) -> None:
    before = Limiter(15, 30, Buckets(tmp_path / "counted"))
    for _ in range(40):
        before.lets_pass("a", 90_000.0)
    assert Limiter(15, 30, Buckets(tmp_path / "counted")).lets_pass("a", 5.0)


def test_several_processes_together_let_no_more_pass_than_one(tmp_path: Path) -> None:
    """Four processes pour at once into the same moment; as many pass as one bucket holds. Without the lock or the shared file more would."""
    shared = tmp_path / "counted"
    Buckets(shared)
    pouring = [subprocess.Popen([sys.executable, "-c", POURS, shared], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in pouring) == 10_000


@pytest.mark.parametrize("text", ["", "15", "15/", "fast/30", "0/30", "15/0"])
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(LimitUnreadable, match="15/30"):
        limiter_from(text, setting="BEATBOOK_OPENDATA_LIMIT")


def test_a_limit_may_be_switched_off() -> None:
    assert limiter_from("off", setting="X") is None
    assert limiter_from("15/30", setting="X") == Limiter(15, 30)


def test_a_minutes_calls_leak_evenly_and_say_how_long_to_wait() -> None:
    limiter = limiter_from("300/m", setting="X")
    assert limiter == Limiter(5, 300)
    assert (limiter.wait_s(), limiter.wait_s(20), Limiter(0.1, 3).wait_s()) == (1, 4, 10)


def test_no_file_is_made_before_the_first_request(tmp_path: Path) -> None:
    buckets = Buckets(tmp_path / "not there yet" / "counted")
    (tmp_path / "not there yet").mkdir()
    assert buckets.pour("anybody", 0.0, rate=1, most=1) and not buckets.pour("anybody", 0.0, rate=1, most=1)


class Hesitating(Buckets):
    """Lets another thread run between looking at a bucket and pouring into it."""

    def _bucket(self, *asked: object) -> tuple[int, float]:
        found = super()._bucket(*asked)  # type: ignore[arg-type]
        time.sleep(0)
        return found


def test_several_threads_of_one_process_let_no_more_pass_than_one(tmp_path: Path) -> None:
    """A lock on a file holds between processes alone, and a web process answers in many threads."""
    limiter, passed = Limiter(15, 500, Hesitating(tmp_path / "counted")), []

    def pour() -> None:
        passed.append(sum(limiter.lets_pass("one client", 100.0) for _ in range(400)))

    threads = [threading.Thread(target=pour) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 500
