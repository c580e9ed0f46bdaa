"""Tables of the sources room."""

from beatbook.sources.models.loads import Feed, FeedToken, Load, RefusedRow, Spoken, Staged
from beatbook.sources.models.messages import Inbox, Outbox
from beatbook.sources.models.records import Record, RecordVersion, Removed, Tie, WaitingTie
from beatbook.sources.models.seals import Seal, Sealed, SealKey, SealRequest

__all__ = [
    "Feed",
    "FeedToken",
    "Inbox",
    "Load",
    "Outbox",
    "Record",
    "RecordVersion",
    "RefusedRow",
    "Removed",
    "Seal",
    "SealKey",
    "SealRequest",
    "Sealed",
    "Spoken",
    "Staged",
    "Tie",
    "WaitingTie",
]
