"""What the sources room does: takes what systems say, publishes it, and tells them what was found here."""

from beatbook.sources.actions.feeds import UnknownFeed, announce_change, feed_named, issue_feed_token, known_feeds
from beatbook.sources.actions.inbox import InboxRefused, Taken, put_in_inbox, take_inbox
from beatbook.sources.actions.loads import LoadBusy, Progress, load_paths
from beatbook.sources.actions.mending import CannotMend, mend_refused_row, replay_refused_rows
from beatbook.sources.actions.outbox import Delivered, RecordNotFound, deliver_outbox, tell_source, tell_system

__all__ = [
    "CannotMend",
    "Delivered",
    "InboxRefused",
    "LoadBusy",
    "Progress",
    "RecordNotFound",
    "Taken",
    "UnknownFeed",
    "announce_change",
    "deliver_outbox",
    "feed_named",
    "issue_feed_token",
    "known_feeds",
    "load_paths",
    "mend_refused_row",
    "put_in_inbox",
    "replay_refused_rows",
    "take_inbox",
    "tell_source",
    "tell_system",
]
