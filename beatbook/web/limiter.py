"""A leaky bucket for each client: so many requests a second on the average, and so many at once, over all web processes of one machine together.

Invariant: of requests at times t, as many pass as a bucket of size `most` that leaks `rate` a second has room for. The buckets stand in one small piece of
memory, in groups of eight: where a ninth client meets a full group, the bucket that is nearest to empty is given up.
"""

import fcntl
import hashlib
import math
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from beatbook.vocabulary.errors import BeatbookError

SLOT = struct.Struct("<8sdd")  # whose bucket, how full, since when
WAYS = 8
GROUPS = 8192  # 65,536 clients in 1.5 megabytes


class LimitUnreadable(BeatbookError):
    """A limit is written RATE/BURST, for example 15/30, or `off`; of calls it may also be written 300/m."""


class Buckets:
    """The buckets, in this process alone or in a file that several share, opened by the first request: addresses are read before there is a home to
    keep it in. A group is locked while one request is poured in: microseconds."""

    def __init__(self, path: Path | None = None, *, groups: int = GROUPS) -> None:
        self.groups = groups
        self._path = path
        self._one_thread = threading.Lock()  # a lock on a file is its process's, and shuts out none of its threads

    @cached_property
    def _file(self) -> int:
        return -1 if self._path is None else os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @cached_property
    def _memory(self) -> mmap.mmap:
        size = self.groups * WAYS * SLOT.size
        if self._file >= 0:
            os.ftruncate(self._file, size)
        return mmap.mmap(self._file, size)

    def pour(self, client: str, now: float, *, rate: float, most: float) -> bool:
        """Pours one request of a client in and says whether there was room for it."""
        digest = hashlib.blake2b(client.encode(), digest_size=12).digest()
        whose, group = digest[:8], int.from_bytes(digest[8:]) % self.groups
        with self._locked(group):
            place, level = self._bucket(group, whose, now, rate)
            passes = level + 1 <= most
            SLOT.pack_into(self._memory, place, whose, level + 1 if passes else level, now)
        return passes

    def _bucket(self, group: int, whose: bytes, now: float, rate: float) -> tuple[int, float]:
        """Where the client's bucket is, and how full; a new one takes the place of the emptiest."""
        first = group * WAYS * SLOT.size
        emptiest, least = first, float("inf")
        for place in range(first, first + WAYS * SLOT.size, SLOT.size):
            holder, level, since = SLOT.unpack_from(self._memory, place)
            left = max(0.0, level - (now - since) * rate) if since <= now else 0.0  # a clock of before the machine was started anew
            if holder == whose:
                return place, left
            if left < least:
                emptiest, least = place, left
        return emptiest, 0.0

    @contextmanager
    def _locked(self, group: int) -> Iterator[None]:
        with self._one_thread:
            if self._file < 0:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, group)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, group)


@dataclass
class Limiter:
    """So many a second and so many at once, of each client. Times are seconds of the machine's clock that only rises."""

    rate: float
    most: float
    buckets: Buckets = field(default_factory=Buckets, compare=False)

    def lets_pass(self, client: str, now: float) -> bool:
        """Pours one request in and says whether there was room for it."""
        return self.buckets.pour(client, now, rate=self.rate, most=self.most)

    def wait_s(self, requests: int = 1) -> int:
        """Whole seconds in which a full bucket leaks enough for so many requests."""
        return max(1, math.ceil(requests / self.rate))


def limiter_from(text: str, shared: Path | None = None, *, setting: str) -> Limiter | None:
    """`15/30` is fifteen a second and thirty at once, `300/m` three hundred a minute and at once; `off` is no limit.

    `shared` is the file in which processes keep their buckets together, `setting` the name under which the text was given.

    Raises:
        LimitUnreadable: it is neither.
    """
    if text.strip().lower() == "off":
        return None
    said, _, at_once = text.partition("/")
    try:
        rate, most = (float(said) / 60, float(said)) if at_once == "m" else (float(said), float(at_once))
    except ValueError:
        rate = most = 0.0
    if rate <= 0 or most < 1:
        raise LimitUnreadable(f"{setting} is “{text}”. Write it as RATE/BURST, for example 15/30, or off.")
    return Limiter(rate, most, Buckets(shared))
