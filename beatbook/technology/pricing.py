"""What one user costs a year, beside what others pay for the same scope. Costs that cover different things are never compared."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beatbook.technology.facts import Application

FEWEST = 3  # prices of fewer forces are shown one by one, without a middle


@dataclass(frozen=True, slots=True)
class Price:
    """One force's price a user a year, in pence, and how far it is from the middle of those at the same scope (None: too few to say)."""

    application: Application
    pence: float
    above_median: float | None


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Prices of one scope, lowest first, with median and the range from the tenth to the ninetieth percentile, in pence."""

    scope: tuple[str, ...]
    prices: tuple[Price, ...]
    median: float | None
    p10: float | None
    p90: float | None

    @property
    def excess_pence(self) -> int:
        """What those above the median pay beyond it in a year, together."""
        return round(sum(max(0.0, p.above_median or 0.0) * (p.application.users or 0) for p in self.prices))


def price_bands(applications: Sequence[Application]) -> list[PriceBand]:
    """One band for each scope that is stated, the widest used first; an application without users, cost or scope is in none."""
    by_scope: dict[tuple[str, ...], list[Application]] = defaultdict(list)
    for one in applications:
        if one.pence_a_user is not None and one.scope:
            by_scope[one.scope].append(one)
    return sorted((_band(scope, members) for scope, members in by_scope.items()), key=lambda band: (-len(band.prices), band.scope))


def _band(scope: tuple[str, ...], members: Sequence[Application]) -> PriceBand:
    prices = {one.id: one.pence_a_user or 0.0 for one in members}
    enough = len({one.owner for one in members}) >= FEWEST
    p10, median, p90 = np.percentile(list(prices.values()), [10, 50, 90]).tolist() if enough else (None, None, None)
    ordered = sorted(members, key=lambda one: (prices[one.id], one.owner, one.name))
    found = tuple(Price(one, prices[one.id], prices[one.id] - median if median is not None else None) for one in ordered)
    return PriceBand(scope, found, median, p10, p90)
