"""Reads offences from any city's CSV: when, where and of which kind. No other column is read, so nothing about a person can enter.

Invariant: every row is either taken or refused with its number, its column and a reason.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pyproj import Transformer

from beatbook.forecasts.happenings import Floats, Happenings, in_order
from beatbook.vocabulary.errors import BeatbookError

NAMES: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "datetime", "date", "occurred", "occurred_at", "occurrence date", "timestamp", "month"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "x": ("x", "easting", "x_metres", "x coordinate"),
    "y": ("y", "northing", "y_metres", "y coordinate"),
    "type": ("type", "crime type", "offence", "offence type", "category", "kind", "loc_cat"),
}
DAY_SECONDS = 86_400.0
MID_MONTH = 14.0
FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M", "%Y/%m/%d")


class EventsRefused(BeatbookError):
    """A file of offences cannot be used: the message names the file and the column that is missing or wrong."""


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """One row that was not taken. `row` counts from 1 with the header; the value is not kept."""

    file: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Projection:
    """Metres around the middle of the data (None: the file already spoke in metres)."""

    longitude: float | None = None
    latitude: float | None = None

    def flat(self, longitudes: Sequence[float] | Floats, latitudes: Sequence[float] | Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the middle."""
        if self.longitude is None:
            return np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
        x, y = self._transformer.transform(np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float))
        return np.asarray(x), np.asarray(y)

    def round(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude of metres."""
        if self.longitude is None:
            return x, y
        longitude, latitude = self._transformer.transform(x, y, direction="INVERSE")
        return np.asarray(longitude), np.asarray(latitude)

    @property
    def _transformer(self) -> Transformer:
        return Transformer.from_crs(
            4326, f"+proj=tmerc +lat_0={self.latitude} +lon_0={self.longitude} +ellps=WGS84 +units=m", always_xy=True
        )


@dataclass(frozen=True, slots=True)
class EventFile:
    """What was read. `by_month` says that times are months, so that no week can be told."""

    happened: Happenings
    projection: Projection
    by_month: bool
    refused: tuple[RefusedEvent, ...]


def read_events(paths: Iterable[Path], *, columns: Mapping[str, str] | None = None, projection: Projection | None = None) -> EventFile:
    """The offences of these CSV files (gzip too), in order of time. `columns` names columns that are called something else.

    Raises:
        EventsRefused: a file cannot be read, lacks a column, mixes months with days, or has no row that can be used.
    """
    rows: list[tuple[float, float, float, str]] = []
    refused: list[RefusedEvent] = []
    months: set[bool] = set()
    degrees = True
    for path in paths:
        reader = csv.DictReader(io.StringIO(_text(path), newline=""))
        found = _columns(path.name, reader.fieldnames or (), columns or {})
        degrees = "longitude" in found
        for number, row in enumerate(reader, start=2):
            taken = _row(row, found, degrees)
            if isinstance(taken, tuple):
                rows.append(taken[0])
                months.add(taken[1])
            else:
                refused.append(RefusedEvent(path.name, number, *taken.split("|", 1)))
    if not rows:
        raise EventsRefused("No row could be used." + (f" The first: row {refused[0].row}, {refused[0].reason}." if refused else ""))
    if len(months) > 1:
        raise EventsRefused("Some times are months and some are days: give files of one sort.")
    return _gathered(rows, refused, by_month=months.pop(), degrees=degrees, projection=projection)


def _gathered(
    rows: list[tuple[float, float, float, str]],
    refused: list[RefusedEvent],
    *,
    by_month: bool,
    degrees: bool,
    projection: Projection | None,
) -> EventFile:
    day, first, second = (np.array(values, dtype=float) for values in list(zip(*rows, strict=True))[:3])
    if projection is None:
        projection = Projection(round(float(np.median(first)), 2), round(float(np.median(second)), 2)) if degrees else Projection()
    x, y = projection.flat(first, second)
    kinds = tuple(sorted({row[3] for row in rows}))
    number = {kind: place for place, kind in enumerate(kinds)}
    happened = in_order(day, x, y, np.array([number[row[3]] for row in rows], dtype=np.int64), kinds)
    return EventFile(happened, projection, by_month, tuple(refused))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EventsRefused(f"{path.name} cannot be read as UTF-8 text or gzip.") from error


def _columns(file: str, header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    lower = {name.strip().lower(): name for name in header}
    found: dict[str, str] = {}
    for meaning, names in NAMES.items():
        if meaning in given:
            if given[meaning] not in header:
                raise EventsRefused(f"{file} has no column {given[meaning]}.")
            found[meaning] = given[meaning]
        elif hit := next((lower[name] for name in names if name in lower), None):
            found[meaning] = hit
    if "time" not in found:
        raise EventsRefused(f"{file} has no column for the time; it has {', '.join(header)}. Name it with --column time=NAME.")
    if not ({"longitude", "latitude"} <= found.keys() or {"x", "y"} <= found.keys()):
        raise EventsRefused(f"{file} has no columns longitude and latitude, nor x and y in metres.")
    if not {"longitude", "latitude"} <= found.keys():
        found.pop("longitude", None)
    return found


def _row(row: Mapping[str, str | None], found: Mapping[str, str], degrees: bool) -> tuple[tuple[float, float, float, str], bool] | str:
    """The row's values and whether its time is a month, or `column|reason`."""
    when = _when((row.get(found["time"]) or "").strip())
    if when is None:
        return f"{found['time']}|not a time or a month"
    pair = (found["longitude"], found["latitude"]) if degrees else (found["x"], found["y"])
    place = [_number(row.get(name)) for name in pair]
    for name, value, most in zip(pair, place, (180.0, 90.0) if degrees else (1e7, 1e7), strict=True):
        if value is None or abs(value) > most:
            return f"{name}|not a place"
    kind = (row.get(found["type"]) or "").strip() if "type" in found else ""
    return (when[0], float(place[0] or 0.0), float(place[1] or 0.0), kind or "not stated"), when[1]


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _when(text: str) -> tuple[float, bool] | None:
    """Days since 1970 and whether only the month is known."""
    if len(text) == 7 and text[4:5] == "-" and text[:4].isdigit() and text[5:].isdigit() and 1 <= int(text[5:]) <= 12:
        return _days(datetime(int(text[:4]), int(text[5:]), 1, tzinfo=UTC)) + MID_MONTH, True
    try:
        return _days(datetime.fromisoformat(text)), False
    except ValueError:
        pass
    for form in FORMS:
        try:
            return _days(datetime.strptime(text, form).replace(tzinfo=UTC)), False
        except ValueError:
            continue
    return None


def _days(moment: datetime) -> float:
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.timestamp() / DAY_SECONDS
