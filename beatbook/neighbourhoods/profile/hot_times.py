"""At which hours of which days things happen. What happened at some time between two moments is shared over the hours between. Pure.

Source: aoristic analysis, Ratcliffe 2000, International Journal of Geographical Information Science 14(7), 669-679.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24
LONGEST = timedelta(hours=72)  # a longer span says next to nothing of the hour
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HotTimes:
    """`weights[day][hour]`, Monday first: how many happened then; those left out had no time, or a span too long to tell."""

    weights: tuple[tuple[float, ...], ...]
    counted: int
    left_out: int

    def peak(self) -> tuple[int, int] | None:
        """Day and first hour of the busiest four hours of the week, or None when nothing is counted."""
        flat = [one for day in self.weights for one in day]
        if not self.counted:
            return None
        sums = [sum(flat[(start + step) % len(flat)] for step in range(PEAK_HOURS)) for start in range(len(flat))]
        best = max(range(len(flat)), key=lambda start: (round(sums[start], 6), -start))
        return best // HOURS, best % HOURS


PEAK_HOURS = 4


def hot_times(spans: Iterable[tuple[datetime | None, datetime | None]]) -> HotTimes:
    """The week of these spans of London clock time; without an end, or with one before the beginning, a span is the moment of its beginning."""
    weights = [[0.0] * HOURS for _ in DAYS]
    counted = left_out = 0
    for first, last in spans:
        if first is None or (last is not None and last - first > LONGEST):
            left_out += 1
            continue
        counted += 1
        for day, hour, share in shares(first, last):
            weights[day][hour] += share
    return HotTimes(tuple(map(tuple, weights)), counted, left_out)


def shares(first: datetime, last: datetime | None) -> Sequence[tuple[int, int, float]]:
    """(day, hour, share) of each hour that a span touches; the shares are one in all."""
    if last is None or last <= first:
        return [(first.weekday(), first.hour, 1.0)]
    found, hour, length = [], first.replace(minute=0, second=0, microsecond=0), (last - first).total_seconds()
    while hour < last:
        inside = (min(last, hour + HOUR) - max(first, hour)).total_seconds()
        found.append((hour.weekday(), hour.hour, inside / length))
        hour += HOUR
    return found
