"""A forecast that stands between days: fitted once a week, brought up to date each day, kept in one file.

Invariant: what is kept holds counts spread over cells, and no record.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from beatbook.forecasts.backtest import Question, choose_families, only, require_history, rolling
from beatbook.forecasts.event_files import Projection
from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.intervals import likely_counts
from beatbook.forecasts.kernels import Families, Kernels, Memories, Memory, maps_of, part_names, remember
from beatbook.forecasts.learning import grouped_parts, parts_of
from beatbook.forecasts.levelling import Level
from beatbook.forecasts.scoring import top_cells
from beatbook.forecasts.walk import WEEK, weeks_of
from beatbook.vocabulary.errors import BeatbookError

DAY = 1.0
FORM = 1
REFIT_WEEKS = 4  # while the warm-up is replayed; the last weights are learnt at its end


class StandingRefused(BeatbookError):
    """A kept forecast cannot be used: it is damaged, of another form, or newer than what is added to it. Fit it again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A fitted forecast as of the start of `day`; `kinds` are the file's kinds in the order that the families number them."""

    grid: Grid
    projection: Projection
    kinds: tuple[str, ...]
    families: Families
    memories: Memories
    weights: Floats
    level: Level
    dispersion: float
    horizon: int
    day: float

    @property
    def maps(self) -> Floats:
        """Mean rate a week by part and cell."""
        return maps_of(self.memories)

    @property
    def expected(self) -> Floats:
        """Offences expected in each cell in the `horizon` weeks from `day` on."""
        return self.level(self.horizon * (self.weights @ self.maps))


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a forecast, for people: where, how many, how sure, and why."""

    cell: int
    longitude: float
    latitude: float
    expected: float
    low: float
    high: float
    parts: tuple[tuple[str, float], ...]


def fit(happened: Happenings, grid: Grid, projection: Projection, question: Question) -> Standing:
    """Learns weights, level and dispersion from a whole history, and stands at its end.

    Raises:
        HistoryTooShort: there is less than a year and a half.
    """
    weeks = weeks_of(happened)
    require_history(weeks, question, first=weeks.count)
    families = choose_families(happened, grid, question, before=weeks.count)
    target = only(happened, question.targets)
    starts = range(weeks.count, weeks.count + 1, REFIT_WEEKS)
    last, _, origin = next(rolling(happened, target, grid, families, question, weeks=weeks, starts=starts))
    return Standing(
        grid,
        projection,
        happened.kinds,
        families,
        origin.memories,
        last.weights,
        last.level,
        last.dispersion,
        question.horizon,
        weeks.day(weeks.count),
    )


def brought_up_to(standing: Standing, new: Happenings, day: float) -> Standing:
    """The forecast as of the start of a later day; `new` holds what happened since, with kinds by the same numbers.

    Raises:
        StandingRefused: the day is before the forecast's own.
    """
    if day < standing.day:
        raise StandingRefused("The forecast already stands at a later day.")
    memories, at = standing.memories, standing.day
    while at + DAY <= day:
        memories = remember(memories, standing.grid, new.between(at, at + DAY), weeks=DAY / WEEK)
        at += DAY
    return replace(standing, memories=memories, day=at)


def renumbered(new: Happenings, kinds: Sequence[str]) -> Happenings:
    """The same happenings with their kinds numbered as in `kinds`; a kind that was never seen counts with none of them."""
    place = {kind: number for number, kind in enumerate(kinds)}
    numbers = np.array([place.get(kind, len(kinds)) for kind in new.kinds], dtype=np.int64)
    return Happenings(new.day, new.x, new.y, numbers[new.kind] if len(new) else new.kind, tuple(kinds))


def squares(standing: Standing, *, share: float = 0.02, most: int | None = None) -> list[Square]:
    """The cells of highest risk, each with its range and its parts."""
    expected, maps, names = standing.expected, standing.maps, part_names(standing.families)
    top = top_cells(expected, share)[:most]
    likely = likely_counts(expected[top], standing.dispersion)
    x, y = standing.grid.centres()
    longitudes, latitudes = standing.projection.round(x[top], y[top])
    return [
        Square(
            int(cell), float(longitudes[place]), float(latitudes[place]), float(expected[cell]), float(likely.low[place]), float(likely.high[place]),
            tuple(grouped_parts(parts_of(standing.weights, maps, int(cell)), names)),
        )
        for place, cell in enumerate(top)
    ]  # fmt: skip


def as_bytes(standing: Standing) -> bytes:
    """The forecast as one file (NumPy's, with nothing that runs)."""
    words = {
        "form": FORM,
        "west": standing.grid.west, "south": standing.grid.south, "side": standing.grid.side,
        "longitude": standing.projection.longitude, "latitude": standing.projection.latitude,
        "kinds": standing.kinds,
        "families": [[list(one.decays_weeks), list(one.widths_m), one.kinds, one.of] for one in standing.families],
        "factor": standing.level.factor, "power": standing.level.power,
        "dispersion": standing.dispersion, "horizon": standing.horizon, "day": standing.day,
    }  # fmt: skip
    arrays: dict[str, Any] = {f"sums_{place}": memory.sums for place, memory in enumerate(standing.memories)}
    arrays |= {f"seen_{place}": memory.seen_weeks for place, memory in enumerate(standing.memories)}
    file = io.BytesIO()
    np.savez_compressed(file, words=np.array(json.dumps(words)), inside=standing.grid.inside, weights=standing.weights, **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> Standing:
    """A forecast that was kept.

    Raises:
        StandingRefused: it is damaged or of another form.
    """
    try:
        file = np.load(io.BytesIO(data), allow_pickle=False)
        words = json.loads(str(file["words"]))
        if words["form"] != FORM:
            raise StandingRefused("The kept forecast is of another form.")
        families = tuple(
            Kernels(tuple(decays), tuple(widths), tuple(kinds) if kinds else None, of) for decays, widths, kinds, of in words["families"]
        )
        memories = tuple(Memory(one, file[f"sums_{place}"], file[f"seen_{place}"]) for place, one in enumerate(families))
        return Standing(
            Grid(words["west"], words["south"], words["side"], file["inside"]), Projection(words["longitude"], words["latitude"]),
            tuple(words["kinds"]), families, memories, file["weights"], Level(words["factor"], words["power"]),
            words["dispersion"], words["horizon"], words["day"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise StandingRefused("The kept forecast is damaged: fit it again.") from error
