"""Level vectors as they are stored with a link: one byte per field, then the guard."""

from beatbook.linkage.evidence import GUARD, Guard


def guard_of(levels: bytes) -> Guard:
    """The hard conflict that a stored level vector states."""
    return Guard(levels[GUARD]) if len(levels) > GUARD else Guard.NONE
