"""Notes which records' words were read, for whoever must answer for all that a page was made from and not only for what it says of itself."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_read: ContextVar[set[UUID] | None] = ContextVar("records read", default=None)


@contextmanager
def noting_reads() -> Iterator[set[UUID]]:
    """Fills the set with the id of every record whose words are read within the block, whatever is made of them."""
    read: set[UUID] = set()
    token = _read.set(read)
    try:
        yield read
    finally:
        _read.reset(token)


def note_read(ids: Collection[UUID]) -> None:
    """Says that the words of these records were read; nothing where nobody asked."""
    if (read := _read.get()) is not None:
        read.update(ids)
