"""The 21 shifts of a week: early, late and night, Monday first; and how a square's offences fall over them."""

import numpy as np

from beatbook.forecasts.happenings import Floats, Happenings, Ints

NAMES = ("early", "late", "night")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STARTS = (7 / 24, 15 / 24, 23 / 24)  # of a day, on the local clock; the night belongs to the day on which it begins
SHIFTS = len(NAMES) * len(DAYS)
PRIOR = 5.0  # offences that every shift is given, so that none is ever nought
THURSDAY = 3  # the weekday of 1 January 1970


def shift_words(shift: int) -> str:
    """`Monday, early`."""
    return f"{DAYS[shift // 3]}, {NAMES[shift % 3]}"


def shift_of(day: Floats) -> Ints:
    """Number of the shift, 0 to 20, of each time in days."""
    moved = day - STARTS[0]
    part = np.minimum(((moved % 1) * 3).astype(np.int64), 2)
    weekday = (np.floor(moved).astype(np.int64) + THURSDAY) % 7
    return np.asarray(weekday * 3 + part, dtype=np.int64)


def profile(happened: Happenings) -> Floats:
    """Share of a week's offences in each shift, shape (21,), summing to one."""
    counts = np.bincount(shift_of(happened.day), minlength=SHIFTS) + PRIOR
    return np.asarray(counts / counts.sum())
