"""Where failed proofs are counted, over all web processes of a machine: a cache in files that forgets nothing before its time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

SWEPT_EACH_S = 60.0


class LockOuts(FileBasedCache):
    """Django's cache in files, but that it never gives up an entry for want of room, and that `add` has one winner.

    Otherwise a stranger who tries three hundred other names would make the count of one name vanish, and two who come at the same moment would
    both take the lock that guards a count. What is over is swept away each minute; the limit of requests from one address bounds the rest.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True for whoever of several at once comes first."""
        with self._alone():
            return bool(super().add(key, value, timeout, version))

    def _cull(self) -> None:
        """Sweeps away what is over; whatever still counts stays."""
        swept = os.path.join(self._dir, "swept")
        now = time.time()
        if os.path.exists(swept) and now - os.stat(swept).st_mtime < SWEPT_EACH_S:
            return
        with open(swept, "w"):
            os.utime(swept)
        for path in self._list_cache_files():
            try:
                with open(path, "rb") as file:
                    self._is_expired(file)  # which deletes it
            except FileNotFoundError:
                continue

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        descriptor = os.open(os.path.join(self._dir, "adding"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
