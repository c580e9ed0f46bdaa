"""Suppliers made of the names that a viewer may see: filter first, join second. Invariant: the order of contracts does not matter."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from beatbook.suppliers.facts import ContractFacts, NameSeen, SupplierFacts
from beatbook.suppliers.names import Named, joined, plain_number, why

THROUGH = "joined through another of these names"


def name_id(name: Named) -> UUID:
    """The address of a supplier by one of its names."""
    number = plain_number(name.number) if name.number else ""
    return uuid5(NAMESPACE_URL, f"beatbook:supplier-name:{number}:{name.name}")


def suppliers_of(contracts: Sequence[ContractFacts]) -> list[SupplierFacts]:
    """Every supplier of these contracts, by name."""
    by_name: dict[Named, list[ContractFacts]] = defaultdict(list)
    for one in contracts:
        for party in dict.fromkeys(party.named for party in one.suppliers):
            by_name[party].append(one)
    names = sorted(by_name, key=lambda one: (one.name, one.number or ""))
    found = [_supplier([names[place] for place in group], by_name) for group in joined(names)]
    return sorted(found, key=lambda one: (one.name.casefold(), str(one.id)))


def _supplier(names: list[Named], by_name: dict[Named, list[ContractFacts]]) -> SupplierFacts:
    ordered = sorted(names, key=lambda one: (-len(by_name[one]), one.name, one.number or ""))
    first = ordered[0]
    seen = tuple(
        NameSeen(one.name, one.number or "", len(by_name[one]), "" if one == first else _why(one, first, names)) for one in ordered
    )
    contracts = {contract.id: contract for one in names for contract in by_name[one]}
    by_end = sorted(contracts.values(), key=lambda one: (one.last_day is None, str(one.last_day), one.title, str(one.id)))
    return SupplierFacts(name_id(first), frozenset(name_id(one) for one in names), seen, tuple(by_end))


def _why(one: Named, first: Named, names: list[Named]) -> str:
    direct = why(one, first)
    if direct:
        return direct
    through = next(((other, said) for other in names if other not in (one, first) and (said := why(one, other))), None)
    return f"{through[1]}, as {through[0].name}" if through else THROUGH
