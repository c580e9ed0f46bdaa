"""Which feeds hold what is published row by row."""

from beatbook.sources.actions import known_feeds
from beatbook.vocabulary.markings import Classification, Marking

ADAPTER = "policeuk"


def public_feeds() -> list[str]:
    """Codes of the feeds of data.police.uk's form whose every row is public."""
    feeds = known_feeds().values()
    return sorted(feed.code for feed in feeds if feed.adapter == ADAPTER and feed.marking == Marking(Classification.PUBLIC))
