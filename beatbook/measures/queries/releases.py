"""Counts that were published of measures whose records are not public one by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beatbook.db.viewing import viewing
from beatbook.measures.models import Release
from beatbook.measures.where import Period
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release: what everybody may read, and who answers for it."""

    code: str
    version: int
    force: str
    period: Period
    made_by: str
    made_at: datetime
    content: dict[str, Any]


def releases(code: str | None = None, *, viewer: Viewer) -> list[ReleaseRow]:
    """Every release, or those of one measure; by measure and force, the newest months first."""
    with viewing(viewer):
        rows = Release.objects.order_by("code", "force", "-first")
        found = list(rows if code is None else rows.filter(code=code))
    return [
        ReleaseRow(row.code, row.version, row.force, Period(row.first, row.last), row.made_by, row.made_at, dict(row.content))
        for row in found
    ]
