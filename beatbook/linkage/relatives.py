"""Relatives who look like one person: how many twins, and fathers and sons of one name, were wrongly joined.

Invariant: a pair of relatives counts once, and only when both have records of their own.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


@dataclass(frozen=True, slots=True)
class WronglyJoined:
    """Of `pairs` of relatives who both have records, `joined` have at least one record each in one found person; of `merged` more than half of each."""

    joined: int
    pairs: int
    merged: int = 0

    @property
    def share(self) -> float:
        """Joined of all pairs; 0 when there are none."""
        return self.joined / self.pairs if self.pairs else 0.0


def wrongly_joined(
    persons: Iterable[Collection[Id]], truth: Mapping[Id, Person], relatives: Iterable[tuple[Person, Person]]
) -> WronglyJoined:
    """How many pairs of relatives a found person holds records of both of.

    `truth` says whose each record is; records that gave another's details should be left out of it.
    """
    known = Counter(truth.values())
    wanted = {frozenset(pair) for pair in relatives if pair[0] != pair[1] and known.keys() >= set(pair)}
    kin: dict[Person, set[Person]] = {}
    for one, other in map(tuple, wanted):
        kin.setdefault(one, set()).add(other)
        kin.setdefault(other, set()).add(one)
    found: set[frozenset[Person]] = set()
    merged: set[frozenset[Person]] = set()
    for person in persons:
        held = Counter(truth[member] for member in person if member in truth)
        if len(held) > 1:
            pairs = {frozenset((one, other)) for one in held for other in kin.get(one, ()) if other in held}
            found |= pairs
            merged.update(pair for pair in pairs if all(2 * held[one] > known[one] for one in pair))
    return WronglyJoined(len(found), len(wanted), len(merged))


def pairs_named(rows: Iterable[Mapping[str, str]], column: str) -> set[tuple[str, str]]:
    """Pairs of persons from a column of a truth file that names one or more others, such as `twin_of`."""
    return {(row["person_id"], other) for row in rows for other in row.get(column, "").split()}
