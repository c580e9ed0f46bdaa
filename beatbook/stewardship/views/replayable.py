"""Which pages and files can be shown again: every page of staff, but for those that say here why not."""

from django.urls import Resolver404, ResolverMatch, resolve

from beatbook.audit.queries import Screen
from beatbook.stewardship.queries.screens import Kept
from beatbook.web import phrases

OPEN_PAGES = frozenset({"home", "how-scores-work"})  # for everybody, and yet not the same for each
PUBLISHED = "what is published is replaced when it changes, and how it stood is not kept here"
ELSEWHERE = "what another system answered is not kept"
STREAM = "it was the stream of an open page: the page itself can be shown"
TAKES = "it takes what is sent, and shows nothing"
LEADS_ON = "it leads on to another page, which has its own line in the log"
BEGUN = "opening it began a form, and nothing was on it yet"
TOKENS = "a token is kept only while it works"
AGAIN = "it showed another screen again: that one has its own line in the log"
EXAMPLE = "it is a made-up example, the same for everybody"
OTHERWISE = "the history of this page is not kept"
WHY_NOT = {
    **dict.fromkeys(("national-systems",), ELSEWHERE),
    **dict.fromkeys(("person-live", "search-live"), STREAM),
    **dict.fromkeys(("tokens",), TOKENS),
    **dict.fromkeys(("minor",), BEGUN),
    **dict.fromkeys(("door",), LEADS_ON),
    **dict.fromkeys(("replay",), AGAIN),
    **dict.fromkeys(("technology-import-example",), EXAMPLE),
    **dict.fromkeys(
        (
            *("end-saved-search", "decide-watching", "profile-read", "hand-over", "judge", "undo-judgement", "undo-concern"),
            *("decide-seal", "begin-review", "undo-review", "end-token", "technology-wish", "technology-vote", "technology-run-export"),
            *("own-submission", "ask-plan"),
        ),
        TAKES,
    ),
}
_PUBLISHED = (
    "your-area",
    "force-areas",
    "neighbourhood",
    "open-data",
    "archive",
    "open-technology",
    "forecasts-published",
    "forecast-published",
)


def why_not(screen: Screen, kept: Kept) -> str:
    """Why this page cannot be shown again, as the rest of a sentence; empty when it can."""
    try:
        match = resolve(screen.path)
    except Resolver404:
        return OTHERWISE
    if why := _why_not_this(match):
        return why
    if not screen.seen:
        return "the log of that time does not say which moment it showed"
    if kept.day and int(screen.seen.partition(":")[0]) < kept.since:
        return f"the past before {phrases.date_time(kept.day)} is not kept"
    return ""


def _why_not_this(match: ResolverMatch) -> str:
    name = match.url_name or ""
    if hasattr(match.func, "tool") or name in OPEN_PAGES:
        return WHY_NOT.get(name, "")
    return PUBLISHED if name.startswith(_PUBLISHED) else OTHERWISE
