"""How many records answer, by kind, system, area and year: each facet counted under the choices made in the others, so that one can change one's mind.

Invariant: the count beside a value is the total that choosing it gives.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatbook.search.asking import Asked

FACETS = ("kind", "system", "area", "year")
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of one kind, system, area ("" for none) and year (0 for none) answer."""

    kind: str
    system: str
    area: str
    year: int
    records: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many records have it, and whether it is chosen."""

    value: str
    label: str
    records: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; `more` values are left out, the rarest."""

    name: str
    values: tuple[Value, ...]
    more: int = 0


def total_of(tallies: Sequence[Tally], asked: Asked) -> int:
    """How many records answer under every choice."""
    return sum(one.records for one in tallies if _fits(one, asked, ""))


def facets_of(tallies: Sequence[Tally], asked: Asked, area_names: Mapping[str, str]) -> list[Facet]:
    """Every facet of more than one value, commonest first, years newest first; a chosen value is always among them."""
    return [facet for name in FACETS if (facet := _facet(name, tallies, asked, area_names)) is not None]


def _facet(name: str, tallies: Sequence[Tally], asked: Asked, area_names: Mapping[str, str]) -> Facet | None:
    counts = Counter[str]()
    for one in tallies:
        if _fits(one, asked, name) and (value := getattr(one, name)):
            counts[str(value)] += one.records
    chosen = str(asked.kind_meant if name == "kind" else getattr(asked, name) or "")
    if len(counts) < 2 and not chosen:
        return None
    kept = sorted(counts, key=lambda value: (value != chosen, -counts[value], value))[:MOST_VALUES]
    ordered = sorted(kept, reverse=True) if name == "year" else sorted(kept, key=lambda value: (-counts[value], value))
    values = (Value(value, _label(name, value, area_names), counts[value], value == chosen) for value in ordered)
    return Facet(name, tuple(values), len(counts) - len(kept))


def _fits(one: Tally, asked: Asked, but: str) -> bool:
    choices = {"kind": asked.kind_meant, "system": asked.system, "area": asked.area, "year": asked.year}
    return all(not choice or name == but or getattr(one, name) == choice for name, choice in choices.items())


KIND_WORDS = {"person": "People", "event": "Events", "object": "Vehicles and things", "location": "Places"}


def _label(name: str, value: str, area_names: Mapping[str, str]) -> str:
    return {"kind": KIND_WORDS.get(value, value), "area": area_names.get(value, value)}.get(name, value)
