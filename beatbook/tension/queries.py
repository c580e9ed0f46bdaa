"""Counts, what people say, and alerts, each as one viewer may see it: worked out anew from the rows that are theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from beatbook.db.viewing import viewing
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import areas_of_level
from beatbook.tension.assessing import Said
from beatbook.tension.grid import begun, counted, last_whole_week, weeks_to
from beatbook.tension.models import Alert, AlertStep, Assessment
from beatbook.tension.named_sql import sql
from beatbook.tension.rises import rises
from beatbook.tension.signals import SIGNALS, signal_of
from beatbook.tension.tracks import Track, Week
from beatbook.vocabulary.viewer import Viewer

FEWEST_USUAL = 1.0  # reports a week; below it a rise would be found too late to be of use, and none is told


@dataclass(frozen=True, slots=True)
class StepRow:
    """What was done with an alert, when, by whom and why."""

    step: str
    on: date
    by: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert with what was done about it, oldest first. `counts` are Mondays and counts."""

    id: UUID
    feed: str
    sort: str
    kind: str
    area: str
    word: str
    week: date
    weeks: int
    came: int
    usual: float
    chance: float
    series: int
    counts: tuple[tuple[date, int], ...]
    owner: UUID
    owner_name: str
    raised_on: date
    steps: tuple[StepRow, ...]

    @property
    def state(self) -> str:
        """`open`, `acknowledged` or `closed`."""
        taken = {one.step for one in self.steps}
        return "closed" if "closed" in taken else "acknowledged" if taken else "open"


def tracks(*, today: date, weeks: int, viewer: Viewer) -> dict[str, dict[str, Track]]:
    """The last `weeks` whole weeks of every signal of which this viewer may see a report, in every neighbourhood: by area, then by signal."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("count_weeks"))
        rows = [(signal_of(kind), area, week, count) for kind, area, week, count in cursor.fetchall()]
    mondays = weeks_to(last_whole_week(max((week for _, _, week, _ in rows), default=None), today=today))
    areas = sorted(area.code for area in areas_of_level(NEIGHBOURHOOD))
    found: dict[str, dict[str, Track]] = {area: {} for area in areas}
    for signal in (one.code for one in SIGNALS):
        counts = begun(counted([(area, week, n) for code, area, week, n in rows if code == signal], areas, mondays))
        if counts.shape[1]:
            for area, track in _tracked(signal, areas, mondays, counts, weeks).items():
                found[area][signal] = track
    return found


def tracks_of(area: str, *, today: date, weeks: int, viewer: Viewer) -> dict[str, Track]:
    """The same of one neighbourhood; what is usual there still leans on all of them."""
    return tracks(today=today, weeks=weeks, viewer=viewer).get(area, {})


def assessments(area: str | None = None, *, viewer: Viewer) -> list[Said]:
    """All that people said, of one area or of all, oldest first, what no longer stands too."""
    with viewing(viewer):
        rows = Assessment.objects.order_by("written_at", "id")
        return [_said(row) for row in (rows if area is None else rows.filter(area=area))]


def assessment(assessment_id: UUID, *, viewer: Viewer) -> Said | None:
    """One assessment, or None."""
    with viewing(viewer):
        row = Assessment.objects.filter(id=assessment_id).first()
    return _said(row) if row else None


def alerts(*, viewer: Viewer) -> list[AlertRow]:
    """Every alert, newest week first."""
    with viewing(viewer):
        rows = list(Alert.objects.order_by("-week", "sort", "kind", "area", "word", "id"))
        steps = list(AlertStep.objects.order_by("written_at", "id"))
    by_alert: dict[UUID, list[StepRow]] = {}
    for step in steps:
        by_alert.setdefault(step.alert_id, []).append(StepRow(step.step, step.written_at.date(), step.written_by, step.reason))
    return [_alert(row, by_alert.get(row.id, [])) for row in rows]


def alert(alert_id: UUID, *, viewer: Viewer) -> AlertRow | None:
    """One alert, or None."""
    return next((one for one in alerts(viewer=viewer) if one.id == alert_id), None)


def alerts_waiting(*, viewer: Viewer) -> int:
    """How many alerts wait for this viewer to acknowledge them."""
    return sum(one.owner == viewer.user_id and one.state == "open" for one in alerts(viewer=viewer))


def _tracked(signal: str, areas: list[str], mondays: list[date], counts: np.ndarray, weeks: int) -> Mapping[str, Track]:
    judged = rises(counts, weeks=weeks)
    shown = mondays[len(mondays) - counts.shape[1] :]
    found = {}
    for place, area in enumerate(areas):
        one = [
            Week(
                shown[week],
                int(counts[place, week]),
                _known(judged.usual.mean[place, week]),
                _known(judged.low[place, week]),
                _known(judged.high[place, week]),
                _known(judged.standing[place, week]),
                bool(judged.raised[place, week]),
            )
            for week in range(max(0, len(shown) - weeks), len(shown))
        ]
        found[area] = Track(signal, area, tuple(one), one[-1].usual is not None and one[-1].usual >= FEWEST_USUAL)
    return found


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _said(row: Assessment) -> Said:
    grade = f"{row.source_grade}{row.information_grade}{row.handling}"
    return Said(
        row.id, row.area, row.aspect, row.about, row.theme, row.level, row.reason, grade, row.action, row.until, row.written_at.date(),
        row.written_by, row.ends,
    )  # fmt: skip


def _alert(row: Alert, steps: list[StepRow]) -> AlertRow:
    counts = tuple((date.fromisoformat(week), int(count)) for week, count in row.counts)
    return AlertRow(
        row.id, row.feed, row.sort, row.kind, row.area, row.word, row.week, row.weeks, row.came, row.usual, row.chance, row.series, counts,
        row.owner, row.owner_name, row.raised_at.date(), tuple(steps),
    )  # fmt: skip
