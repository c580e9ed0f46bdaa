"""Which pages and files can be shown again, and why the others cannot, in words that stand beside them."""

from django.urls import Resolver404, resolve

from beatbook.audit.queries import Screen
from beatbook.stewardship.queries.screens import Kept
from beatbook.web import phrases

PAGES = frozenset(
    {
        *("home", "search", "person", "person-chart", "person-path", "person-where", "event", "record", "thing"),
        *("case", "shift", "victims-owed", "choose-value", "tell-source", "concerns"),
        *("review", "review-item", "review-team", "models", "model", "how-scores-work"),
    }
)
FILES = frozenset({"search-file", "person-timeline-file", "case-timeline-file", "victims-owed-file"})
COUNTED = "figures are counted anew from the records each minute, and how they stood is not kept"
PUBLISHED = "what is published is replaced when it changes, and how it stood is not kept here"
THE_LOG = "it showed the log, which stands as it was written: look there for what it said then"
ELSEWHERE = "what another system answered is not kept"
OTHERWISE = "the history of this page is not kept"
_WHY = {
    COUNTED: ("measure", "profile", "repeat-victims", "tension", "threat", "forecast", "patrol", "cover", "technology", "quality", "feed"),
    PUBLISHED: ("your-area", "force-areas", "neighbourhood", "open-data", "what-works"),
    THE_LOG: ("oversight", "person-looks", "replay"),
    ELSEWHERE: ("national-systems", "outbox"),
}


def why_not(screen: Screen, kept: Kept) -> str:
    """Why this page cannot be shown again, as the rest of a sentence; empty when it can."""
    try:
        name = resolve(screen.path).url_name or ""
    except Resolver404:
        return OTHERWISE
    if name not in PAGES | FILES:
        return next((why for why, starts in _WHY.items() if name.startswith(starts)), OTHERWISE)
    if not screen.seen:
        return "the log of that time does not say which moment it showed"
    if kept.day and int(screen.seen.partition(":")[0]) < kept.since:
        return f"the past before {phrases.date_time(kept.day)} is not kept"
    return ""
