"""Buyers tied to the register of organisations: by company number, then by name. What could be two organisations is tied to neither, and shown."""

from collections import defaultdict
from dataclasses import dataclass

from beatbook.organisations.dated import OrganisationFacts, Register
from beatbook.suppliers.names import Key, Named, alike, key_of, plain_number

FIRST = (
    "force",
    "national",
    "commissioner",
    "company",
    "partner",
)  # a commissioner, the force and its chief buy as one: the force stands for them


@dataclass(frozen=True, slots=True)
class Tie:
    """The organisation and how it was found; without one, `could_be` says who was considered."""

    organisation: str = ""
    by: str = ""
    could_be: tuple[str, ...] = ()


class Ties:
    """Finds the organisation behind a buyer's name."""

    def __init__(self, register: Register) -> None:
        buyers = [one for one in register.organisations.values() if one.kind in FIRST]
        self._kinds = {one.code: one.kind for one in buyers}
        self._numbers = {plain_number(one.company_number): one.code for one in buyers if one.company_number}
        self._keys: list[tuple[Key, str]] = [(key_of(name), one.code) for one in buyers for name in _names(one)]

    def of(self, named: Named) -> Tie:
        """The tie of one buyer."""
        if named.number and (code := self._numbers.get(plain_number(named.number))):
            return Tie(code, "company number")
        key = key_of(named.name)
        same = {code for known, code in self._keys if known == key} or {code for known, code in self._keys if alike(known, key)}
        by_kind: dict[str, list[str]] = defaultdict(list)
        for code in sorted(same):
            by_kind[self._kinds[code]].append(code)
        best = next((by_kind[kind] for kind in FIRST if by_kind[kind]), [])
        return Tie(best[0], "name") if len(best) == 1 else Tie(could_be=tuple(best))


def _names(one: OrganisationFacts) -> list[str]:
    return [one.name, *(name for name, _ in one.former_names)]
