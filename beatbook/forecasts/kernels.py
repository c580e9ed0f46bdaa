"""The 25 kernels: how an old offence fades with time (5 decays) and with distance (5 Gaussians); and the same, fewer, for each kind apart.

Invariant: a map is a mean rate, in offences a cell a week, so that its size does not depend on how long the history is.
Source: a non-negative sum of space and time kernels, after Mohler et al. 2011 (self-exciting point process) with fixed kernels.
"""

from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.spread import spread

DECAYS_WEEKS = (3.0, 12.0, 40.0, 104.0, float("inf"))  # age at which an offence has faded to 1/e; infinite: every one counts alike
WIDTHS_M = (0.0, 120.0, 250.0, 500.0, 1200.0)
KIND_DECAYS_WEEKS = (26.0, float("inf"))
KIND_WIDTHS_M = (0.0, 250.0)
MOST_KINDS = 3  # kinds with kernels of their own: the commonest two, and all others together
EVERYWHERE = "everywhere alike"


@dataclass(frozen=True, slots=True)
class Kernels:
    """One family: every pair of a decay and a width, over the offences whose kind is among `kinds` (None: all), called `of` in words."""

    decays_weeks: tuple[float, ...] = DECAYS_WEEKS
    widths_m: tuple[float, ...] = WIDTHS_M
    kinds: tuple[int, ...] | None = None
    of: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Each part in plain words, in the order of the maps' rows."""
        what = f"{self.of} " if self.of else ""
        return tuple(f"{what}{_where(width)}, {_when(decay)}" for decay in self.decays_weeks for width in self.widths_m)


Families = tuple[Kernels, ...]


def part_names(families: Families) -> tuple[str, ...]:
    """Every part of a rate, in words; the last is the same everywhere."""
    return (*(name for kernels in families for name in kernels.names), EVERYWHERE)


def families_for(happened: Happenings, *, targets: tuple[int, ...] | None, by_kind: bool) -> Families:
    """The 25 kernels over the kinds that are forecast, and with `by_kind` four more for each of the commonest kinds in the data."""
    own = (Kernels(kinds=targets),)
    if not by_kind or len(happened.kinds) < 2:
        return own
    counts = np.bincount(happened.kind, minlength=len(happened.kinds))
    ranked = [int(kind) for kind in np.argsort(-counts, kind="stable") if counts[kind]]
    groups = [(kind,) for kind in ranked[: MOST_KINDS - 1]] + [tuple(ranked[MOST_KINDS - 1 :])]
    names = [happened.kinds[kind] for kind in ranked[: MOST_KINDS - 1]] + ["other kinds"]
    apart = [Kernels(KIND_DECAYS_WEEKS, KIND_WIDTHS_M, group, name) for group, name in zip(groups, names, strict=True) if group]
    return (*own, *apart)


@dataclass(frozen=True, slots=True)
class Memory:
    """What one family remembers up to a moment: faded sums (decays, widths, cells), and the time that each decay has seen, in weeks."""

    kernels: Kernels
    sums: Floats
    seen_weeks: Floats

    @property
    def maps(self) -> Floats:
        """Mean rate a week by part and cell."""
        rates = self.sums / np.maximum(self.seen_weeks, 1e-9)[:, None, None]
        return rates.reshape(-1, rates.shape[2])


Memories = tuple[Memory, ...]


def no_memories(families: Families, grid: Grid) -> Memories:
    """Nothing seen yet."""
    return tuple(
        Memory(one, np.zeros((len(one.decays_weeks), len(one.widths_m), grid.n_cells)), np.zeros(len(one.decays_weeks))) for one in families
    )


def maps_of(memories: Memories) -> Floats:
    """All maps of all families, shape (n_parts, n_cells); the last row is one everywhere."""
    n_cells = memories[0].sums.shape[2]
    return np.vstack([*(memory.maps for memory in memories), np.ones((1, n_cells))])


def remember(memories: Memories, grid: Grid, new: Happenings, *, weeks: float) -> Memories:
    """The memories after `weeks` more (one, or a seventh for a day) in which `new` happened evenly.

    What is new fades by its mean within the step, so seven daily steps equal one weekly step but for when in the week things happened.
    """
    return tuple(_remember(memory, grid, new, weeks) for memory in memories)


def _remember(memory: Memory, grid: Grid, new: Happenings, weeks: float) -> Memory:
    kernels = memory.kernels
    told = new if kernels.kinds is None else new.taken(np.isin(new.kind, kernels.kinds))
    spreads = np.stack([spread(grid, told.x, told.y, width_m=width) for width in kernels.widths_m])
    decays = np.array(kernels.decays_weeks)
    kept = np.exp(-weeks / decays)
    finite = np.where(np.isinf(decays), 1.0, decays)
    fresh = np.where(np.isinf(decays), 1.0, -np.expm1(-weeks / finite) * finite / weeks)
    sums = memory.sums * kept[:, None, None]
    sums += fresh[:, None, None] * spreads[None, :, :]
    return Memory(kernels, sums, memory.seen_weeks * kept + fresh * weeks)


def _where(width_m: float) -> str:
    return "in this square" if width_m == 0 else f"within about {width_m:.0f} m"


def _when(decay_weeks: float) -> str:
    if np.isinf(decay_weeks):
        return "over all years"
    return f"over the last {decay_weeks:.0f} weeks" if decay_weeks < 52 else f"over the last {decay_weeks / 52:.0f} years"
