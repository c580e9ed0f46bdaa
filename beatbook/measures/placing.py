"""Where a place lies on each set of boundaries: force, policing area and neighbourhood, all three from one rule.

Invariant: every place has exactly one answer on every basis, so parts and `not known` always add up to the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatbook.geography.eras import Era
from beatbook.geography.lineage import Lineage
from beatbook.measures.where import THEN


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What was drawn in one era: the policing area of each neighbourhood, and the forces."""

    era: Era
    area_of: Mapping[str, str]
    forces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lying:
    """One place as stored: the force that recorded, the era of the event, and the neighbourhood in each era (empty: none)."""

    force: str
    era: int
    codes: Sequence[str]


def bases(eras: Sequence[Era]) -> list[str]:
    """The sets of boundaries on which history can be told: `then`, and each era where there are several."""
    return [THEN, *(era.key for era in eras)] if len(eras) > 1 else [THEN]


def placings(lying: Lying, drawn: Sequence[Boundaries], forces: Lineage) -> dict[str, tuple[str, str, str]]:
    """Force, area and neighbourhood of one place on every basis."""
    found = {}
    for basis, era in zip(bases([one.era for one in drawn]), [lying.era, *range(len(drawn))], strict=False):
        neighbourhood = lying.codes[era]
        force = forces.among(lying.force, drawn[era].forces) or lying.force if drawn[era].forces else lying.force
        found[basis] = (force, drawn[era].area_of.get(neighbourhood, ""), neighbourhood)
    return found
