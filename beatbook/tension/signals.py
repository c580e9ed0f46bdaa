"""The signals of tension that are counted: sorts of reports that victims or the public make. Never what officers find, and never who. Pure.

Invariant: a signal is one sort of report. Signals are shown beside one another and are never added up to one figure.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from beatbook.forecasts.safeguards import ALLOWED, FOUND_BY_OFFICERS


@dataclass(frozen=True, slots=True)
class Signal:
    """One sort of report, and the words by which its kinds are known."""

    code: str
    words: str
    kinds: re.Pattern[str]


SIGNALS = (
    Signal("asb", "anti-social behaviour", re.compile(r"anti.social|nuisance", re.IGNORECASE)),
    Signal("damage", "criminal damage and arson", re.compile(r"criminal damage|arson", re.IGNORECASE)),
    Signal("harassment", "harassment and stalking", re.compile(r"harassment|stalking", re.IGNORECASE)),
    Signal("hate", "hate crime", re.compile(r"hate", re.IGNORECASE)),
    Signal("violence", "violence", re.compile(r"assault|violen|wounding|injury", re.IGNORECASE)),
)
NAMES: Mapping[str, str] = {one.code: one.words for one in SIGNALS}


def reported_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """Those of a feed's reported kinds that may be counted: the same list of what the public reports as holds for forecasts."""
    return tuple(kind for kind in kinds if ALLOWED.search(kind) and not FOUND_BY_OFFICERS.search(kind))


def signal_of(kind: str) -> str | None:
    """The code of the signal to which a kind of report belongs, or None."""
    return next((one.code for one in SIGNALS if one.kinds.search(kind)), None)
