"""Happenings: what happened where and when, and nothing about whom. There is no field here for a person, and none may be added."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Happenings:
    """Reported offences in order of time. All arrays have shape (n,).

    `day` is days since 1970-01-01, with a fraction where the hour is known; `x` and `y` are metres on one flat projection; `kind` indexes `kinds`.
    """

    day: Floats
    x: Floats
    y: Floats
    kind: Ints
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        if len({len(self.day), len(self.x), len(self.y), len(self.kind)}) != 1:
            raise ValueError("day, x, y and kind must be equally long")

    def __len__(self) -> int:
        return len(self.day)

    def taken(self, which: NDArray[np.bool_] | Ints | slice) -> "Happenings":
        """Those that `which` picks."""
        return Happenings(self.day[which], self.x[which], self.y[which], self.kind[which], self.kinds)

    def between(self, first: float, last: float) -> "Happenings":
        """Those with first <= day < last."""
        low, high = np.searchsorted(self.day, [first, last], side="left")
        return self.taken(slice(int(low), int(high)))


def in_order(day: Floats, x: Floats, y: Floats, kind: Ints, kinds: tuple[str, ...]) -> Happenings:
    """Happenings sorted by time; equal times keep the order given."""
    order = np.argsort(day, kind="stable")
    return Happenings(day[order], x[order], y[order], kind[order], kinds)
