"""Measures as they were adopted: the newest of each, and every version there ever was."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from beatbook.db.viewing import viewing
from beatbook.measures.definition import Measure, read_measure
from beatbook.measures.errors import UnknownMeasure
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One version of a measure, and when it was adopted here."""

    measure: Measure
    adopted_at: datetime


def measures(*, viewer: Viewer) -> list[Measure]:
    """The newest version of every measure, by code."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT DISTINCT ON (code) file, text FROM measures_definition ORDER BY code, version DESC")
        return [_read(file, text) for file, text in cursor.fetchall()]


def measure_named(code: str, version: int | None = None, *, viewer: Viewer) -> Measure:
    """One measure, its newest version unless another is asked for.

    Raises:
        UnknownMeasure: there is none.
    """
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT file, text FROM measures_definition WHERE code = %s AND (%s::integer IS NULL OR version = %s) ORDER BY version DESC LIMIT 1",
            [code, version, version],
        )
        found = cursor.fetchone()
    if found is None:
        raise UnknownMeasure(f"There is no measure {code}" + (f" of version {version}." if version else "."))
    return _read(*found)


def versions_of(code: str, *, viewer: Viewer) -> list[DefinitionRow]:
    """Every version of a measure, newest first."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT file, text, adopted_at FROM measures_definition WHERE code = %s ORDER BY version DESC", [code])
        return [DefinitionRow(_read(file, text), adopted_at) for file, text, adopted_at in cursor.fetchall()]


@lru_cache(maxsize=256)
def _read(file: str, text: str) -> Measure:
    return read_measure(file, text)
