"""The feeds of this installation, from the folder in its settings."""

import hashlib
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections

from beatbook.sources.feeds import Feed, read_feeds
from beatbook.vocabulary.errors import BeatbookError

USING = "ingest"


class UnknownFeed(BeatbookError):
    """No feed has this code: see the names of the files under feeds/."""


def known_feeds() -> dict[str, Feed]:
    """Every feed by its code; the folder is read once.

    Raises:
        FeedRefused: a feed's file cannot be used.
    """
    return _feeds(settings.BEATBOOK_FEEDS)


def feed_named(code: str) -> Feed:
    """One feed by its code.

    Raises:
        UnknownFeed: there is none.
    """
    feeds = known_feeds()
    if code not in feeds:
        raise UnknownFeed(f"There is no feed “{code}”. There are: {', '.join(feeds)}.")
    return feeds[code]


def issue_feed_token(feed: Feed) -> str:
    """A new token with which the feed's system may put messages in the inbox. It is shown once; the one before it ends."""
    token = secrets.token_urlsafe(32)
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_feedtoken (feed, token_hash) VALUES (%s, %s)"
            " ON CONFLICT (feed) DO UPDATE SET token_hash = excluded.token_hash",
            [feed.code, hashlib.sha256(token.encode()).digest()],
        )
    return token


def announce_change() -> None:
    """Wakes whoever shows what has changed; says nothing of what it was."""
    with connections[USING].cursor() as cursor:
        cursor.execute("NOTIFY beatbook_changed")


@cache
def _feeds(folder: str) -> dict[str, Feed]:
    return read_feeds(Path(folder))
