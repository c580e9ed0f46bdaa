"""Answers of the sources room. Every query takes a viewer; the database decides what is in the answer."""

from beatbook.sources.queries.feeds import (
    FeedFreshness,
    LoadRow,
    RefusedRowView,
    feed_quality,
    feed_systems,
    freshness,
    recent_loads,
    refused_rows,
)
from beatbook.sources.queries.letters import LetterRow, outbox_rows, undelivered
from beatbook.sources.queries.records import (
    Changes,
    Record,
    TieRow,
    VersionRow,
    changes_since,
    current_watermark,
    events_in_area,
    record_history,
    records_by_ids,
    ties_of,
)

__all__ = [
    "Changes",
    "FeedFreshness",
    "LetterRow",
    "LoadRow",
    "Record",
    "RefusedRowView",
    "TieRow",
    "VersionRow",
    "changes_since",
    "current_watermark",
    "events_in_area",
    "feed_quality",
    "feed_systems",
    "freshness",
    "outbox_rows",
    "recent_loads",
    "record_history",
    "records_by_ids",
    "refused_rows",
    "ties_of",
    "undelivered",
]
