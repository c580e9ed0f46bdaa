"""Links and verdicts between records that are told by their places in the order of their ids."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a person decided about two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class PlaceLink(NamedTuple):
    """A link between records that are told by their places in the order of ids, `a` before `b`; otherwise as `Link`."""

    a: int
    b: int
    weight_bits: float
    conflict: bool
    facts: int
    crowd: bool
