"""Forecasts, their maps, plans and tests, each as one viewer may see it. Whoever may not see the records a forecast learnt from sees no forecast."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.forecasts.models import CoverPlan, Forecast, PatrolPlan, PlannedVisit, Publication, Score, Square, Visit
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One version of a forecast without the fitted model."""

    id: UUID
    code: str
    version: int
    name: str
    kinds: tuple[str, ...]
    state: str
    why: str
    as_of: date
    horizon: int
    side_m: float
    card: dict[str, Any]
    backtest: dict[str, Any]
    equality: dict[str, Any] | None
    hold_out: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class SquareRow:
    """One square of a map. `parts` are words with their share of its risk."""

    cell: int
    longitude: float
    latitude: float
    area: str
    expected: float
    low: float
    high: float
    harm: float
    parts: tuple[tuple[str, float], ...]
    held_out: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What was expected of an area from a day on, and what came, None before it is known."""

    area: str
    day: date
    expected: float
    low: float
    high: float
    observed: float | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A planned visit, and what was written of it: minutes, what was done and why not, by whom."""

    id: UUID
    day: date
    shift: int
    cell: int
    longitude: float
    latitude: float
    area: str
    visits: int
    minutes: int
    written: tuple[tuple[int, str, str, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """What is published of a forecast."""

    code: str
    content: dict[str, Any]


def forecasts(*, viewer: Viewer) -> list[ForecastRow]:
    """The newest version of every forecast, by name."""
    with viewing(viewer):
        rows = list(Forecast.objects.defer("kept").order_by("code", "-version"))
    newest: dict[str, Forecast] = {}
    for row in rows:
        newest.setdefault(row.code, row)
    return sorted((_forecast(row) for row in newest.values()), key=lambda one: one.name)


def forecast_named(code: str, *, viewer: Viewer) -> ForecastRow | None:
    """The newest version, or None."""
    with viewing(viewer):
        row = Forecast.objects.defer("kept").filter(code=code).order_by("-version").first()
    return _forecast(row) if row else None


def squares_of(forecast_id: UUID, *, viewer: Viewer) -> list[SquareRow]:
    """The squares of the present map, most expected first."""
    with viewing(viewer):
        rows = list(Square.objects.filter(forecast_id=forecast_id).order_by("-expected", "cell"))
    return [
        SquareRow(
            row.cell, row.longitude, row.latitude, row.area, row.expected, row.low, row.high, row.harm,
            tuple((str(words), float(share)) for words, share in row.parts), row.held_out,
        )
        for row in rows
    ]  # fmt: skip


def scores_of(forecast_id: UUID, *, viewer: Viewer) -> list[ScoreRow]:
    """What was expected of every area, newest day first."""
    with viewing(viewer):
        rows = list(Score.objects.filter(forecast_id=forecast_id).order_by("-day", "area"))
    return [ScoreRow(row.area, row.day, row.expected, row.low, row.high, row.observed) for row in rows]


def plan_of(forecast_id: UUID, *, viewer: Viewer) -> tuple[UUID, date, dict[str, Any]] | None:
    """The newest plan by this forecast: its id, week and figures."""
    with viewing(viewer):
        row = PatrolPlan.objects.filter(forecast_id=forecast_id).order_by("-week").first()
    return (row.id, row.week, dict(row.figures)) if row else None


def cover_plan_of(forecast_id: UUID, *, viewer: Viewer) -> dict[str, Any] | None:
    """The figures of the newest plan of standing places by this forecast."""
    with viewing(viewer):
        row = CoverPlan.objects.filter(forecast_id=forecast_id).first()
    return dict(row.figures) if row else None


def planned_visits(*, day: date, shift: int, areas: Collection[str] | None = None, viewer: Viewer) -> list[PlannedRow]:
    """Visits planned in one shift, by forecasts that are switched on, with what was written of each."""
    with viewing(viewer):
        live = Forecast.objects.filter(state="on").values_list("id", flat=True)
        plans = PatrolPlan.objects.filter(forecast_id__in=list(live), week__lte=day, week__gt=day - timedelta(days=7)).values_list(
            "id", flat=True
        )
        found = PlannedVisit.objects.filter(plan_id__in=list(plans), day=day, shift=shift).order_by(
            "area", "-latitude", "longitude", "cell"
        )
        rows = list(found if areas is None else found.filter(area__in=list(areas)))
    return _with_written(rows, viewer)


def planned_visit(planned_id: UUID, *, viewer: Viewer) -> PlannedRow | None:
    """One planned visit, or None."""
    with viewing(viewer):
        rows = list(PlannedVisit.objects.filter(id=planned_id))
    return next(iter(_with_written(rows, viewer)), None)


def exposure_of(plan_id: UUID, *, viewer: Viewer) -> dict[str, tuple[int, int, int]]:
    """Of each area under a plan: minutes planned, minutes spent, and visits not made for a reason."""
    with viewing(viewer):
        rows = list(PlannedVisit.objects.filter(plan_id=plan_id))
    found: dict[str, tuple[int, int, int]] = {}
    for row in _with_written(rows, viewer):
        planned, spent, not_made = found.get(row.area, (0, 0, 0))
        spent += sum(minutes for minutes, *_ in row.written)
        found[row.area] = (planned + row.minutes, spent, not_made + sum(minutes == 0 for minutes, *_ in row.written))
    return found


def publications(*, viewer: Viewer) -> list[PublicationRow]:
    """Every forecast of which something is published."""
    with viewing(viewer):
        return [PublicationRow(row.code, dict(row.content)) for row in Publication.objects.order_by("code")]


def publication_of(code: str, *, viewer: Viewer) -> PublicationRow | None:
    """What is published of one forecast, or None."""
    return next((one for one in publications(viewer=viewer) if one.code == code), None)


def _with_written(rows: list[PlannedVisit], viewer: Viewer) -> list[PlannedRow]:
    with viewing(viewer):
        visits = list(Visit.objects.filter(planned_id__in=[row.id for row in rows]).order_by("written_at", "id"))
    written: dict[UUID, list[tuple[int, str, str, UUID]]] = {}
    for visit in visits:
        written.setdefault(visit.planned_id, []).append((visit.minutes, visit.did, visit.why_not, visit.written_by))
    return [
        PlannedRow(
            row.id, row.day, row.shift, row.cell, row.longitude, row.latitude, row.area, row.visits, row.minutes, tuple(written.get(row.id, []))
        )
        for row in rows
    ]  # fmt: skip


def _forecast(row: Forecast) -> ForecastRow:
    return ForecastRow(
        row.id, row.code, row.version, row.name, tuple(row.kinds), row.state, row.why, row.as_of, row.horizon, row.side_m,
        dict(row.card), dict(row.backtest), row.equality, row.hold_out,
    )  # fmt: skip
