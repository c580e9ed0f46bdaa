"""The land on one set of boundaries: which areas make up a place, what it is called, and how many people live there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatbook.geography.eras import Era
from beatbook.geography.levels import AREA, FORCE, LEVELS, NEIGHBOURHOOD
from beatbook.measures.where import NOT_KNOWN, Where

_SMALL_WORDS = {"of", "and", "the"}
_NOT_KNOWN_WORDS = {FORCE: "Force not known", AREA: "Area not known", NEIGHBOURHOOD: "Neighbourhood not known"}


@dataclass(frozen=True, slots=True)
class Land:
    """Areas of one era. `parents` gives each neighbourhood's area and each area's force; `people` and `groups` are by neighbourhood."""

    era: Era
    names: Mapping[str, Mapping[str, str]]
    parents: Mapping[str, Mapping[str, str]]
    people: Mapping[str, float]
    groups: Mapping[str, Mapping[str, float]]

    def within(self, where: Where, level: str) -> list[str]:
        """Codes of the areas of a level that make up a place."""
        if level == FORCE or NOT_KNOWN in (where.force, where.area):
            return []
        found = self.parents.get(level, {})
        if where.area is not None and level == NEIGHBOURHOOD:
            return [code for code, parent in found.items() if parent == where.area]
        if where.force is None:
            return []
        force_of = self.parents.get(AREA, {})
        return [code for code, parent in found.items() if where.force in (parent, force_of.get(parent))]

    def neighbourhoods(self, where: Where) -> list[str]:
        """Codes of the neighbourhoods that make up a place, which may itself be one."""
        return self.within(where, NEIGHBOURHOOD) if where.neighbourhood is None else [where.neighbourhood]

    def people_in(self, where: Where) -> float | None:
        """How many people live in a place; None when that of one of its neighbourhoods is not known."""
        parts = [] if where.code == NOT_KNOWN else self.neighbourhoods(where)
        return sum(self.people[part] for part in parts) if parts and all(part in self.people for part in parts) else None

    def people_by_group(self, where: Where, groups: Sequence[str]) -> dict[str, float] | None:
        """How many people of each group live in a place; None when those of one of its neighbourhoods are not known."""
        parts = [] if where.code == NOT_KNOWN else self.neighbourhoods(where)
        if not parts or not all(part in self.groups for part in parts):
            return None
        return {group: sum(self.groups[part].get(group, 0.0) for part in parts) for group in groups}

    def name_of(self, where: Where) -> str:
        """The name of a place."""
        if where.level not in LEVELS:
            return "All forces"
        if where.code == NOT_KNOWN:
            return _NOT_KNOWN_WORDS[where.level]
        known = self.names.get(where.level, {}).get(where.code)
        return known or (force_words(where.code) if where.level == FORCE else where.code)

    def lower_levels(self, where: Where, levels: Sequence[str]) -> list[str]:
        """Those of `levels` below a place into which it is divided here."""
        reached = LEVELS.index(where.level) + 1 if where.level in LEVELS else 0
        return [level for level in LEVELS[reached:] if level in levels and (level == FORCE or self._divides(where, level))]

    def _divides(self, where: Where, level: str) -> bool:
        """Whether areas of a level are known to make up a place, or there are some of which nobody said what they are part of."""
        return bool(self.within(where, level)) or "" in self.parents.get(level, {}).values()


def force_words(code: str) -> str:
    """A force's published short name as words: `city-of-london` as `City of London`."""
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in code.split("-")) or "Force not known"
