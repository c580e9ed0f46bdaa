"""The watch over what is new: counts every kind, area and word of a feed, one marking at a time, and tells the feed's owner what broke out.

Invariant: an alert is worked out from records of one marking alone and bears it; so it tells nobody of anything that they may not open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connections, transaction

from beatbook.access.actions import intern_marking, user_with_tool
from beatbook.access.permissions import Tool
from beatbook.sources.actions import feed_named
from beatbook.tension.actions.taking import USING, reported
from beatbook.tension.breaks import breaks
from beatbook.tension.grid import begun, counted, last_whole_week, weeks_to
from beatbook.tension.models import Alert, Watch
from beatbook.tension.named_sql import sql
from beatbook.tension.words import words_of
from beatbook.vocabulary.errors import BeatbookError

NAMESPACE = UUID("7d2f7f0e-5c0b-4b39-9b0a-6d8f1c2f9a41")
QUIET_WEEKS = 8  # in which the same series is not told again
SHOWN_WEEKS = 26
FEWEST_TOLD = 20  # reports in all that bear a word, before it is a series


class NoOwner(BeatbookError):
    """An alert needs somebody to tell: name an account that is in use, or a feed that says what the public reports."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a series counts; what it does not ask for is empty."""

    sort: str
    kind: str = ""
    area: str = ""
    word: str = ""


def set_watch(feed_code: str, *, owner: str) -> str:
    """Watches a feed from now on and tells this account what breaks out; returns the name of its holder.

    Raises:
        NoOwner: there is no such account, or the feed says of nothing that the public reports it.
    """
    feed = feed_named(feed_code)
    if feed_code not in reported():
        raise NoOwner(f"{feed_code} does not say what victims or the public report: it has no [reported] by_public.")
    found = user_with_tool(owner, Tool.TENSION)
    if found is None:
        raise NoOwner(f"No account called {owner} is in use by somebody who may see tension and threats.")
    vis = intern_marking(feed.marking, using=USING)
    Watch.objects.using(USING).update_or_create(feed=feed_code, defaults={"vis": vis, "owner": found[0], "owner_name": found[1]})
    return found[1]


def look_out(*, today: date) -> int:
    """Judges the last whole week of every watched feed and raises what broke out; returns how many alerts are new."""
    return sum(_look_at(watch, today) for watch in Watch.objects.using(USING).order_by("feed"))


def _look_at(watch: Watch, today: date) -> int:
    told = 0
    for vis, newest in _markings_held(watch.feed):
        last = last_whole_week(newest, today=today)
        weeks = weeks_to(last)
        rows = [*_counted_series(watch.feed, vis, weeks), *_counted_words(watch.feed, vis, weeks)]
        names = sorted({name for name, _, _ in rows}, key=lambda one: (one.sort, one.kind, one.area, one.word))
        table = counted([(str(one), week, count) for one, week, count in rows], [str(name) for name in names], weeks)
        known = begun(table)
        for found in breaks(known) if known.shape[1] else []:
            facts = {
                "weeks": found.weeks, "came": found.came, "usual": found.usual, "chance": found.chance, "series": len(names),
                "counts": [[week.isoformat(), int(count)] for week, count in zip(weeks[-SHOWN_WEEKS:], table[found.series, -SHOWN_WEEKS:], strict=True)],
            }  # fmt: skip
            told += _raise(watch, names[found.series], vis, last, facts)
    return told


def _raise(watch: Watch, series: Series, vis: int, week: date, facts: dict[str, Any]) -> int:
    """Keeps an alert unless the same series was told of lately; an alert of the same week is kept once, however often this runs."""
    named = {"feed": watch.feed, "vis": vis, "sort": series.sort, "kind": series.kind, "area": series.area, "word": series.word}
    with transaction.atomic(using=USING):
        if Alert.objects.using(USING).filter(**named, week__gt=week - timedelta(weeks=QUIET_WEEKS)).exists():
            return 0
        key = uuid5(NAMESPACE, "\n".join([*map(str, named.values()), week.isoformat()]))
        Alert.objects.using(USING).create(id=key, **named, week=week, owner=watch.owner, owner_name=watch.owner_name, **facts)
    return 1


def _markings_held(feed: str) -> list[tuple[int, date]]:
    """Every marking of a feed's reports, and the newest week of each."""
    with connections[USING].cursor() as cursor:
        cursor.execute("SELECT vis, max(week) FROM tension_happening WHERE feed = %s GROUP BY 1 ORDER BY 1", [feed])
        return list(cursor.fetchall())


def _counted_series(feed: str, vis: int, weeks: list[date]) -> Iterable[tuple[Series, date, int]]:
    """Of every kind in every area, of every area in all, and of every kind in all areas."""
    with connections[USING].cursor() as cursor:
        cursor.execute(sql("count_series"), {"feed": feed, "vis": vis, "first": weeks[0], "last": weeks[-1]})
        for kind, area, week, count in cursor.fetchall():
            yield Series("kind", kind=kind), week, count
            if area:
                yield Series("kind", kind=kind, area=area), week, count
                yield Series("area", area=area), week, count


def _counted_words(feed: str, vis: int, weeks: list[date]) -> list[tuple[Series, date, int]]:
    """Of every word that enough texts of this marking bear: how many a week. Names of people of the same marking are no words."""
    counts: dict[tuple[str, date], int] = {}
    total: dict[str, int] = {}
    with connections[USING].cursor() as cursor:
        cursor.execute(sql("read_names"), {"feed": feed, "vis": vis})
        names = frozenset(name for (name,) in cursor.fetchall())
        cursor.execute(sql("read_words"), {"feed": feed, "vis": vis, "first": weeks[0], "last": weeks[-1]})
        for week, text in cursor:
            for word in words_of(text, names):
                counts[word, week] = counts.get((word, week), 0) + 1
                total[word] = total.get(word, 0) + 1
    return [(Series("word", word=word), week, count) for (word, week), count in counts.items() if total[word] >= FEWEST_TOLD]
