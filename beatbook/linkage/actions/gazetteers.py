"""The list of addresses that this installation was given, read once for as long as its file stays the same."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from beatbook.linkage.gazetteer import Gazetteer, read_gazetteer


def current_gazetteer() -> Gazetteer | None:
    """The gazetteer of BEATBOOK_GAZETTEER, or None where none is given.

    Raises:
        OSError: the file named cannot be read.
        GazetteerUnreadable: it is no such list.
    """
    if settings.BEATBOOK_GAZETTEER is None:
        return None
    return _read(settings.BEATBOOK_GAZETTEER, settings.BEATBOOK_GAZETTEER.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Gazetteer:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return read_gazetteer(lines, name=path.name)
