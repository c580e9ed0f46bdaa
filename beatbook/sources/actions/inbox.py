"""The inbox: live messages come in by the web role, which can only put them in, and are taken at once by the ingest worker.

Invariant: a message is taken and published in one transaction, so that it has its effect once, whenever the worker dies.
"""

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connections, transaction

from beatbook.db.viewing import viewing
from beatbook.sources.actions.feeds import feed_named, known_feeds
from beatbook.sources.actions.rows import changed_records, take_rows
from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import Feed
from beatbook.sources.refusals import RAW_LIMIT, Refusal
from beatbook.sources.statements import FileRefused, Row
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

log = logging.getLogger("beatbook.sources")
USING = "ingest"
CHANNEL = "beatbook_inbox"
MOST_BYTES = 2_000_000


class InboxRefused(BeatbookError):
    """The message was not put in the inbox: the token is not this feed's, or the message is empty or too long."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one round took: how many messages, what each feed's load did, and the records that changed."""

    messages: int
    summaries: tuple[LoadSummary, ...]
    record_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Message:
    id: UUID
    feed: str
    body: bytes


def put_in_inbox(
    feed: str, body: bytes, *, token: str | None = None, viewer: Viewer | None = None, content_type: str = "application/json"
) -> UUID:
    """Keeps one message for the ingest worker, from a system that shows its feed's token or from a viewer who may see the feed.

    Raises:
        InboxRefused: neither holds, or the message is empty or too long. UnknownFeed: there is no such feed.
    """
    feed_named(feed)
    if not body or len(body) > MOST_BYTES:
        raise InboxRefused(f"A message holds between 1 and {MOST_BYTES:,} bytes; this one holds {len(body):,}.")
    message = uuid4()
    if viewer is not None:
        with viewing(viewer) as cursor:
            _insert(cursor, "SELECT EXISTS (SELECT FROM sources_feed WHERE code = %s)", [feed], (message, feed, body, content_type))
        return message
    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        _insert(cursor, "SELECT sec.feed_accepts(%s, %s)", [feed, token or ""], (message, feed, body, content_type))
    return message


def take_inbox(feeds: Mapping[str, Feed] | None = None, *, limit: int = 500) -> Taken:
    """Takes what waits in the inbox, oldest first, and publishes it. Several workers may call it at once: none waits for another.

    Whatever a message breaks, it is set aside and the next is taken: one that nobody foresaw must not stop all systems from speaking.
    """
    feeds = known_feeds() if feeds is None else feeds
    try:
        return _take(feeds, limit)
    except OperationalError:
        raise
    except Exception:
        if limit == 1:
            log.exception("a message could not be taken and is kept as a refused row")
            return _set_aside(feeds)
        return _take_singly(feeds, limit)


def _insert(cursor: Any, question: str, given: list[str], message: tuple[UUID, str, bytes, str]) -> None:
    cursor.execute(question, given)
    if not cursor.fetchone()[0]:
        raise InboxRefused("The token is not that feed's.")
    cursor.execute("INSERT INTO sources_inbox (id, feed, body, content_type, received_at) VALUES (%s, %s, %s, %s, now())", message)
    cursor.execute(f"NOTIFY {CHANNEL}")


def _take(feeds: Mapping[str, Feed], limit: int) -> Taken:
    with transaction.atomic(using=USING):
        messages = _waiting(limit)
        summaries = []
        for code in sorted({message.feed for message in messages}):
            mine = [message for message in messages if message.feed == code]
            if code in feeds:
                summaries.append(_publish(feeds[code], mine))
            else:
                _done(mine, {"refused": f"There is no feed {code}."})
        ids = changed_records([summary.load_id for summary in summaries])
    return Taken(len(messages), tuple(summaries), tuple(ids))


def _waiting(limit: int) -> list[_Message]:
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT id, feed, body FROM sources_inbox WHERE taken_at IS NULL ORDER BY received_at, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [limit],
        )
        return [_Message(row[0], row[1], bytes(row[2])) for row in cursor.fetchall()]


def _publish(feed: Feed, messages: list[_Message]) -> LoadSummary:
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for message in messages:
        name = _file_name(feed, message.id)
        try:
            rows += ADAPTERS[feed.adapter].read_rows(name, io.BytesIO(message.body), feed)
        except FileRefused as refusal:
            raw = message.body.decode("utf-8", "replace").replace("\0", "\N{SYMBOL FOR NULL}")[:RAW_LIMIT]
            refusals.append(Refusal(name, 0, "", refusal.reason, raw, False))
    summary, refused = take_rows(feed, rows, road="inbox", refused=refusals)
    bad = {one.file for one in refused}
    _done([one for one in messages if _file_name(feed, one.id) not in bad], {"load": str(summary.load_id)})
    _done([one for one in messages if _file_name(feed, one.id) in bad], {"load": str(summary.load_id), "refused": True})
    return summary


def _file_name(feed: Feed, message: UUID) -> str:
    """A name by which the feed knows the sort of its messages: its first pattern that the message's own adapter reads."""
    return feed.files[0].glob.replace("*", f"message-{message}")


def _done(messages: list[_Message], result: dict[str, Any]) -> None:
    """Notes what became of messages, and lets their text go: what they said is in the records now, or in refused rows, where removals find it."""
    if not messages:
        return
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "UPDATE sources_inbox SET taken_at = now(), body = '', result = %s WHERE id = ANY (%s::uuid[])",
            [json.dumps(result), [message.id for message in messages]],
        )


def _take_singly(feeds: Mapping[str, Feed], limit: int) -> Taken:
    """One message a transaction, so that one which the database refuses spoils no other."""
    parts: list[Taken] = []
    while len(parts) < limit and (part := take_inbox(feeds, limit=1)).messages:
        parts.append(part)
    return Taken(
        len(parts), tuple(one for part in parts for one in part.summaries), tuple(one for part in parts for one in part.record_ids)
    )


def _set_aside(feeds: Mapping[str, Feed]) -> Taken:
    """Keeps the oldest message, which could not be read or stored, as a refused row."""
    with transaction.atomic(using=USING):
        for message in _waiting(1):
            feed = feeds[message.feed]
            raw = message.body.decode("utf-8", "replace").replace("\0", "\N{SYMBOL FOR NULL}")[:RAW_LIMIT]
            refusal = Refusal(_file_name(feed, message.id), 0, "", "It could not be read or stored.", raw, False)
            summary, _ = take_rows(feed, [], road="inbox", refused=[refusal])
            _done([message], {"load": str(summary.load_id), "refused": True})
            return Taken(1, (summary,), ())
    return Taken(0, (), ())
