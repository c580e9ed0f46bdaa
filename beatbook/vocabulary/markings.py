"""Markings: how sensitive a record is, and who may hold it. The ceiling is OFFICIAL.

Invariant: a marking is a value; two equal markings are interned as one integer, `vis`, in the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from beatbook.vocabulary.errors import MarkingRefused


class Classification(IntEnum):
    """Levels this service may hold, least first. Source: Government Security Classifications, 2023."""

    PUBLIC = 0
    OFFICIAL = 1
    OFFICIAL_SENSITIVE = 2

    @property
    def label(self) -> str:
        """The words printed on a page: `OFFICIAL-SENSITIVE`."""
        return self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Marking:
    """Classification, the agreements of which a viewer needs any one, and the caveats of which a viewer needs all.

    An empty `agreements` asks for none. Caveats, compartments and handling codes are codes such as `COVERT`, `DA`, `C:12`.
    """

    classification: Classification = Classification.OFFICIAL
    agreements: frozenset[str] = frozenset()
    caveats: frozenset[str] = frozenset()

    def text(self) -> str:
        """The marking in one line, always in the same order, for pages, exports and feed files."""
        parts = [self.classification.label]
        if self.agreements:
            parts.append("shared under " + " or ".join(sorted(self.agreements)))
        parts += sorted(self.caveats)
        return ", ".join(parts)


_LEVELS = {level.label: level for level in Classification}
_ABOVE = ("SECRET", "TOP SECRET", "TOP-SECRET")


def parse_marking(classification: str, agreements: Iterable[str] = (), caveats: Iterable[str] = ()) -> Marking:
    """Marking from a system's own words.

    Raises:
        MarkingRefused: the level is above OFFICIAL or is not known.
    """
    words = " ".join(classification.upper().replace("_", "-").split())
    words = words.replace("OFFICIAL - SENSITIVE", "OFFICIAL-SENSITIVE").replace("OFFICIAL SENSITIVE", "OFFICIAL-SENSITIVE")
    if words in _ABOVE:
        raise MarkingRefused(f"{words} is above this service's ceiling, OFFICIAL. Hold it on an instance of its own.")
    if words not in _LEVELS:
        raise MarkingRefused(f"“{classification}” is not a marking this service knows. Use one of: {', '.join(_LEVELS)}.")
    return Marking(_LEVELS[words], frozenset(agreements), frozenset(caveats))


NOBODY = "beatbook"
"""The code of an organisation in which nobody but the service's own jobs stands: a marking shared with it alone is shown on no page."""

SEALED = Marking(Classification.OFFICIAL_SENSITIVE, frozenset({NOBODY}))
"""What may not be shown to anybody, at least not yet."""


def joined(markings: Iterable[Marking]) -> Marking:
    """The marking of what is derived from all of these: whoever may see it may see each of them. Without a common agreement, nobody may."""
    level, caveats, agreements = Classification.PUBLIC, frozenset[str](), frozenset[str]()
    for each in markings:
        level, caveats = max(level, each.classification), caveats | each.caveats
        if each.agreements:
            agreements = (agreements & each.agreements or frozenset({NOBODY})) if agreements else each.agreements
    return Marking(level, agreements, caveats)


def held_by(marking: Marking, holder: str) -> Marking:
    """The marking of a record that `holder` (an organisation's code) holds: above PUBLIC and shared under no agreement, it is the holder's own."""
    if marking.classification == Classification.PUBLIC or marking.agreements:
        return marking
    return Marking(marking.classification, frozenset({holder}), marking.caveats)
