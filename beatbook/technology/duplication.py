"""The same job done by different systems: how many products serve a capability, really.

Invariant: nothing depends on the order of applications or on the names of forces.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.technology.facts import Application


@dataclass(frozen=True, slots=True)
class ProductUse:
    """One product in one capability: how it is mostly written, the forces that run it, their users and what they pay a year."""

    key: str
    name: str
    forces: tuple[str, ...]
    variants: tuple[str, ...]
    users: int
    pence: int
    share: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How a capability is served. `effective` is 1 / sum of squared shares of users: 1 when all use one product, k when k share equally.

    None where nobody says how many users there are. Source: the inverse of Herfindahl and Hirschman's index (Laakso & Taagepera 1979).
    """

    products: tuple[ProductUse, ...]
    variants: int
    forces: int
    users: int
    pence: int
    effective: float | None
    without_users: int

    @property
    def is_duplicated(self) -> bool:
        """Do different systems do the same job?"""
        return len(self.products) > 1


def effective_number(counts: Sequence[float]) -> float | None:
    """1 / sum of squared shares; None of nothing."""
    total = sum(counts)
    return 1 / sum((count / total) ** 2 for count in counts) if total else None


def spread_of(applications: Sequence[Application]) -> Spread:
    """How these applications, all of one capability, spread over products; the most used product first."""
    by_product: dict[str, list[Application]] = defaultdict(list)
    for one in applications:
        by_product[one.product_key].append(one)
    users = sum(one.users or 0 for one in applications)
    found = [_use(key, members, users) for key, members in by_product.items()]
    found.sort(key=lambda one: (-one.users, -len(one.forces), one.key))
    return Spread(
        tuple(found),
        len({(one.product_key, one.variant.casefold()) for one in applications}),
        len({one.owner for one in applications}),
        users,
        sum(one.annual_pence or 0 for one in applications),
        effective_number([one.users for one in found]),
        sum(one.users is None for one in applications),
    )


def _use(key: str, members: Sequence[Application], all_users: int) -> ProductUse:
    names = [one.product for one in members]
    users = sum(one.users or 0 for one in members)
    return ProductUse(
        key,
        min(set(names), key=lambda name: (-names.count(name), name)),
        tuple(sorted({one.owner for one in members})),
        tuple(sorted({one.variant for one in members if one.variant})),
        users,
        sum(one.annual_pence or 0 for one in members),
        users / all_users if all_users else 0.0,
    )
