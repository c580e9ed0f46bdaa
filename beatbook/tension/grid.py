"""Weeks and their counts as one table of numbers. A week is named by its Monday. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from beatbook.tension.expecting import Floats

HELD_WEEKS = 130  # so that the last half year is judged by the two years before it


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def last_whole_week(newest_held: date | None, *, today: date) -> date:
    """The Monday of the last week that is over and of which all can be known: the week before the newest that is held, for that one may still grow."""
    over = monday(today) - timedelta(weeks=1)
    return over if newest_held is None else min(over, newest_held - timedelta(weeks=1))


def weeks_to(last: date, *, count: int = HELD_WEEKS) -> list[date]:
    """So many Mondays up to the last."""
    return [last - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def counted(rows: Iterable[tuple[str, date, int]], names: Sequence[str], weeks: Sequence[date]) -> Floats:
    """Counts by name and week, shape (names, weeks); what is not among the names or weeks is left out."""
    places, columns = {name: place for place, name in enumerate(names)}, {week: place for place, week in enumerate(weeks)}
    table = np.zeros((len(names), len(weeks)))
    for name, week, count in rows:
        if name in places and week in columns:
            table[places[name], columns[week]] += count
    return table


def begun(counts: Floats) -> Floats:
    """The same without the weeks before the first count of all: before a system was read, nothing is not nought."""
    some = np.flatnonzero(counts.sum(axis=0))
    return counts[:, some[0] :] if len(some) else counts[:, :0]
