"""Which capabilities to bring together first: five criteria, and how the order depends on what one thinks matters.

Invariant: the result does not depend on the order or the names of forces; the draws of weights come from a fixed seed.
Source: rank intervals over uniformly drawn weights as in stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen & Salminen 1998).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from beatbook.technology.duplication import Spread, spread_of
from beatbook.technology.facts import Application
from beatbook.technology.pricing import price_bands

CRITERIA = ("saving", "contracts", "fit", "legacy", "switching")
LABELS = {
    "saving": "paid above the median price",
    "contracts": "spend in contracts that end within two years",
    "fit": "users who would gain a better fit",
    "legacy": "legacy risk that would go",
    "switching": "effort of switching",
}
DRAWS, SEED = 2_000, 20_080_207
SOON_DAYS = 730
MOST_SCORE = 36


@dataclass(frozen=True, slots=True)
class Ranked:
    """One capability: its raw criteria, its place at equal weights, and the places of 90 % of all weightings."""

    capability: str
    raw: Mapping[str, float]
    scaled: Mapping[str, float]
    score: float
    place: int
    best: int
    worst: int
    spread: Spread

    @property
    def is_settled(self) -> bool:
        """Is the place nearly the same whatever one thinks matters?"""
        return self.worst - self.best <= 2

    def reason(self) -> str:
        """Why it stands where it does, in one sentence."""
        strongest = sorted(CRITERIA, key=lambda one: (-self.scaled[one], CRITERIA.index(one)))
        good = [_said(one, self.raw[one]) for one in strongest if self.scaled[one] >= 0.5][:2]
        against = _said(strongest[-1], self.raw[strongest[-1]])
        products = f"{len(self.spread.products)} products in {self.spread.forces} forces"
        if not good:
            return f"{products}; nothing here stands out, and {against}."
        return f"{products}: {' and '.join(good)}; against it, {against}."


def _said(criterion: str, value: float) -> str:
    if criterion == "saving":
        return f"£{value / 100:,.0f} a year is paid above the median price"
    if criterion == "contracts":
        return f"{value:.0%} of the spend is in contracts that end within two years"
    if criterion == "fit":
        return f"users would gain {value:.1f} points of fit of five"
    if criterion == "legacy":
        return f"the legacy risk is {value:.0%} of the most there can be"
    return f"{value:,.0f} users and interfaces would have to move"


def criteria_of(applications: Sequence[Application], today: date) -> dict[str, float]:
    """The five raw criteria of one capability; `switching` is the only one of which less is better."""
    spread = spread_of(applications)
    users = sum(one.users or 0 for one in applications)
    spend = sum(one.annual_pence or 0 for one in applications)
    soon = sum(one.annual_pence or 0 for one in applications if _ends_soon(one, today))
    main = spread.products[0].key if spread.products else ""
    fits = [(one.functional_fit, one.users or 0) for one in applications if one.functional_fit is not None]
    best = max(_mean_fits(applications).values(), default=0.0)
    risk = sum((one.legacy_score or 0) * (one.users or 0) for one in applications)
    return {
        "saving": float(sum(band.excess_pence for band in price_bands(applications))),
        "contracts": soon / spend if spend else 0.0,
        "fit": sum(max(0.0, best - fit) * n for fit, n in fits) / sum(n for _, n in fits) if sum(n for _, n in fits) else 0.0,
        "legacy": risk / (users * MOST_SCORE) if users else 0.0,
        "switching": float(sum((one.users or 0) + len(one.interfaces) for one in applications if one.product_key != main)),
    }


def _ends_soon(one: Application, today: date) -> bool:
    return one.contract_ends is not None and (one.contract_ends - today).days <= SOON_DAYS


def _mean_fits(applications: Sequence[Application]) -> dict[str, float]:
    """Mean functional fit of each product, by users."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in applications:
        if one.functional_fit is not None and one.users:
            found.setdefault(one.product_key, []).append((one.functional_fit, one.users))
    return {key: sum(fit * n for fit, n in values) / sum(n for _, n in values) for key, values in found.items()}


def rank_scaled(values: Sequence[float]) -> NDArray[np.float64]:
    """Values as places from 0 (least) to 1 (most); equal values share their mean place. One alone, or all equal, is one half."""
    array = np.asarray(values, dtype=float)
    below = (array[None, :] < array[:, None]).sum(axis=1)
    equal = (array[None, :] == array[:, None]).sum(axis=1)
    return (below + (equal - 1) / 2) / (len(array) - 1) if len(array) > 1 else np.full(len(array), 0.5)


def rank_capabilities(by_capability: Mapping[str, Sequence[Application]], today: date, *, draws: int = DRAWS) -> list[Ranked]:
    """Capabilities with more than one product, the most worth converging first at equal weights."""
    spreads = {code: spread_of(members) for code, members in by_capability.items()}
    codes = sorted(code for code, spread in spreads.items() if spread.is_duplicated)
    if not codes:
        return []
    raw = {code: criteria_of(by_capability[code], today) for code in codes}
    columns = [rank_scaled([raw[code][one] * (-1 if one == "switching" else 1) for code in codes]) for one in CRITERIA]
    scaled = np.stack(columns, axis=1)
    weights = np.random.default_rng(SEED).dirichlet(np.ones(len(CRITERIA)), size=draws)
    places = _places(scaled @ weights.T)
    equal = scaled.mean(axis=1)
    best, worst = np.percentile(places, [5, 95], axis=1, method="nearest").astype(int)
    order = sorted(range(len(codes)), key=lambda row: (-round(float(equal[row]), 12), codes[row]))
    return [
        Ranked(
            codes[row],
            raw[codes[row]],
            dict(zip(CRITERIA, scaled[row].tolist(), strict=True)),
            float(equal[row]),
            place,
            int(best[row]),
            int(worst[row]),
            spreads[codes[row]],
        )
        for place, row in enumerate(order, start=1)
    ]


def _places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The place of each row in each column, 1 the highest; equal scores share the better place. Shape (n_capabilities, n_draws)."""
    rounded = np.round(scores, 12)
    ascending = np.sort(rounded, axis=0)
    above = np.stack(
        [len(rounded) - np.searchsorted(ascending[:, d], rounded[:, d], side="right") for d in range(rounded.shape[1])], axis=1
    )
    return above + 1
