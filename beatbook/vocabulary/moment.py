"""The moment that a page takes for now, where it is not now: a replayed page says “2 minutes ago” as it did then."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_taken_for_now: ContextVar[datetime | None] = ContextVar("taken for now", default=None)


def taken_for_now() -> datetime | None:
    """The moment that counts as now within a replay, else None."""
    return _taken_for_now.get()


@contextmanager
def taking_for_now(moment: datetime) -> Iterator[None]:
    """Within the block `moment` counts as now."""
    token = _taken_for_now.set(moment)
    try:
        yield
    finally:
        _taken_for_now.reset(token)
