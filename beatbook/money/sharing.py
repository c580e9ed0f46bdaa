"""Rules by which members share a gain or a loss. Invariant (efficiency): the shares of every rule add up to the whole, to the penny."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import comb
from random import Random

from beatbook.money.pence import rounded_to, shared_out

Worth = Callable[[frozenset[str]], int]
MOST_EXACT = 10  # members; every one more doubles the groups to be valued
ORDERS = 2_000  # orders of joining that are drawn when there are more members


class SharingRule(StrEnum):
    """How a gain or loss is shared."""

    VOLUME = "volume"
    EQUAL = "equal"
    SHAPLEY = "shapley"


RULE_WORDS = {
    SharingRule.VOLUME: "in proportion to the users that each member buys for",
    SharingRule.EQUAL: "in equal parts",
    SharingRule.SHAPLEY: "by what each member adds, averaged over every order in which members could have joined (Shapley value)",
}


def by_volume(pence: int, volumes: Mapping[str, int]) -> dict[str, int]:
    """In proportion to volume; members in the order of their names, the residue on the last that has any."""
    members = sorted(volumes)
    return dict(zip(members, shared_out(pence, [volumes[member] for member in members]), strict=True))


def equally(pence: int, members: Sequence[str]) -> dict[str, int]:
    """In equal parts; the residue on the last name."""
    ordered = sorted(members)
    return dict(zip(ordered, shared_out(pence, [1] * len(ordered)), strict=True))


def by_shapley(members: Sequence[str], worth: Worth, *, seed: int = 0) -> dict[str, int]:
    """Shapley value of each member in pence: exact to ten members, beyond them the mean over orders drawn with `seed`.

    `worth` values a group of members in pence, and the empty group at nought. Source: Shapley 1953, A value for n-person games.
    """
    ordered = sorted(members)
    exact = _exact_values(ordered, worth) if len(ordered) <= MOST_EXACT else _drawn_values(ordered, worth, seed)
    return dict(zip(ordered, rounded_to(worth(frozenset(ordered)), exact), strict=True))


def _exact_values(ordered: Sequence[str], worth: Worth) -> list[Fraction]:
    groups = {frozenset(group): 0 for size in range(len(ordered) + 1) for group in combinations(ordered, size)}
    for group in groups:
        groups[group] = worth(group) if group else 0
    n = len(ordered)
    chance = [Fraction(1, n * comb(n - 1, size)) for size in range(n)]
    return [
        sum(
            (chance[len(group)] * (groups[group | {member}] - value) for group, value in groups.items() if member not in group), Fraction(0)
        )
        for member in ordered
    ]


def _drawn_values(ordered: Sequence[str], worth: Worth, seed: int) -> list[Fraction]:
    draw, total = Random(seed), dict.fromkeys(ordered, 0)
    for _ in range(ORDERS // 2):
        order = draw.sample(ordered, len(ordered))
        for joining in (order, order[::-1]):  # an order and its reverse: together they vary less
            _add_up(joining, worth, total)
    return [Fraction(total[member], ORDERS // 2 * 2) for member in ordered]


def _add_up(order: Sequence[str], worth: Worth, total: dict[str, int]) -> None:
    group: frozenset[str] = frozenset()
    before = 0
    for member in order:
        group |= {member}
        now = worth(group)
        total[member] += now - before
        before = now


def shared(rule: SharingRule, pence: int, volumes: Mapping[str, int], worth: Worth | None = None, *, seed: int = 0) -> dict[str, int]:
    """`pence` shared among the members of `volumes` by a rule.

    By Shapley value, what `worth` does not explain (a credit received, say) goes by volume, so that the whole is always shared.
    """
    if not any(volumes.values()) or rule is SharingRule.EQUAL:
        return equally(pence, list(volumes))
    if rule is SharingRule.VOLUME or worth is None:
        return by_volume(pence, volumes)
    values = by_shapley(list(volumes), worth, seed=seed)
    rest = by_volume(pence - sum(values.values()), volumes)
    return {member: values[member] + rest[member] for member in values}
