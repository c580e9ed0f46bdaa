"""How much memory this machine may use, and what of it the embedded server keeps pages in.

An eighth holds the pages that are read again and again; the web, the worker and linking need the rest, and the system keeps files in what is left.
"""

import os
from collections.abc import Mapping
from pathlib import Path

LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
_MEGABYTE = 1024 * 1024
LEAST_BUFFERS, MOST_BUFFERS = 128 * _MEGABYTE, 8192 * _MEGABYTE


def memory_bytes(limits: tuple[Path, ...] = LIMITS) -> int:
    """Memory of this machine, or of the container when that is less."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for limit in limits:
        try:
            found.append(int(limit.read_text()))
        except (OSError, ValueError):  # no such file, or “max”
            continue
    return min(found)


def buffer_settings(memory: int) -> Mapping[str, str]:
    """The server's settings for a machine of so many bytes."""
    buffers = max(LEAST_BUFFERS, min(MOST_BUFFERS, memory // 8))
    return {"shared_buffers": f"{buffers // _MEGABYTE}MB", "effective_cache_size": f"{max(memory // 2, buffers) // _MEGABYTE}MB"}
