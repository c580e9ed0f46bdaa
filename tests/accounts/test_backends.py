"""Counts of failed proofs: kept until their time is over, whatever else is counted, and one winner of several who come at once."""

from pathlib import Path
from threading import Barrier, Thread

from beatbook.accounts.backends import LockOuts


def lock_outs(folder: Path) -> LockOuts:
    """A fresh cache as the settings make it."""
    return LockOuts(str(folder), {})


def test_no_number_of_other_names_makes_a_count_vanish(tmp_path: Path) -> None:
    cache = lock_outs(tmp_path)
    officers = [f"failed:officer-{number}" for number in range(20)]
    for officer in officers:
        cache.set(officer, [1.0] * 5, 900)
    for number in range(400):
        cache.set(f"failed:stranger-{number}", [1.0], 900)
    assert [cache.get(officer) for officer in officers] == [[1.0] * 5] * 20


def test_what_is_over_is_swept_away(tmp_path: Path) -> None:
    cache = lock_outs(tmp_path)
    for number in range(20):
        cache.set(f"failed:stranger-{number}", [1.0], -1)
    assert len(list(tmp_path.glob("*.djcache"))) == 20
    (tmp_path / "swept").unlink()
    cache.set("failed:hale", [1.0], 900)
    assert len(list(tmp_path.glob("*.djcache"))) == 1


def test_of_many_at_once_one_takes_the_lock(tmp_path: Path) -> None:
    winners: list[int] = []
    for turn in range(40):
        gate = Barrier(8)

        def add(turn: int = turn, gate: Barrier = gate) -> None:
            cache = lock_outs(tmp_path)
            gate.wait()
            if cache.add(f"lock-{turn}", True, 10):
                winners.append(turn)

        threads = [Thread(target=add) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert winners == list(range(40))
