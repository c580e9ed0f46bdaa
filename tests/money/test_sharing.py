"""Sharing rules against every order in which members could join."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.money.sharing import SharingRule, by_shapley, shared

VOLUMES = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 5_000), min_size=1)


def worth_of(volumes: dict[str, int]):
    """A saving that jumps at volumes: 3 a head from 4,000, 7 from 9,000."""
    return lambda group: (total := sum(volumes[member] for member in group)) * (7 if total >= 9_000 else 3 if total >= 4_000 else 0)


def every_order(members: list[str], worth) -> dict[str, Fraction]:
    """The definition itself."""
    total = dict.fromkeys(members, Fraction(0))
    orders = list(permutations(members))
    for order in orders:
        for place, member in enumerate(order):
            total[member] += worth(frozenset(order[: place + 1])) - (worth(frozenset(order[:place])) if place else 0)
    return {member: value / len(orders) for member, value in total.items()}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5_000), min_size=1))
def test_shapley_equals_the_mean_over_every_order(volumes: dict[str, int]) -> None:
    worth = worth_of(volumes)
    found, members = by_shapley(list(volumes), worth), sorted(volumes)
    exact = every_order(members, worth)
    assert [found[one] for one in members[:-1]] == [round(exact[one]) for one in members[:-1]]
    assert abs(found[members[-1]] - exact[members[-1]]) <= len(members)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SharingRule), st.integers(-(10**10), 10**10), VOLUMES)
def test_every_rule_shares_the_whole(rule: SharingRule, pence: int, volumes: dict[str, int]) -> None:
    found = shared(rule, pence, volumes, worth_of(volumes))
    assert sum(found.values()) == pence and set(found) == set(volumes)


def test_the_values_drawn_for_many_members_are_near_the_exact_ones() -> None:
    volumes = {f"m{number:02d}": 400 + 100 * number for number in range(12)}
    drawn = by_shapley(list(volumes), worth_of(volumes), seed=3)
    assert sum(drawn.values()) == worth_of(volumes)(frozenset(volumes))
    assert drawn == by_shapley(list(reversed(volumes)), worth_of(volumes), seed=3)
    assert drawn["m11"] > drawn["m06"] > drawn["m00"] > 0


def test_alike_members_share_alike_and_one_who_adds_nothing_gets_nothing() -> None:
    volumes = {"a": 3_000, "b": 3_000, "c": 0}
    assert by_shapley(list(volumes), worth_of(volumes)) == {"a": 9_000, "b": 9_000, "c": 0}


@pytest.mark.parametrize(("rule", "shares"), [(SharingRule.VOLUME, {"a": 25, "b": 76}), (SharingRule.EQUAL, {"a": 50, "b": 51})])
def test_the_residue_goes_to_the_last_line(rule: SharingRule, shares: dict[str, int]) -> None:
    assert shared(rule, 101, {"b": 3, "a": 1}) == shares
