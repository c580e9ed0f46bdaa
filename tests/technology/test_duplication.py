"""The effective number of products, against figures worked out by hand and its laws."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beatbook.technology.duplication import effective_number, spread_of
from beatbook.technology.facts import Application
from tests.technology.portfolios import APPLICATIONS, CRIME, CUSTODY, FLEET, PORTFOLIOS


def test_worked_by_hand() -> None:
    spread = spread_of(CRIME)
    assert spread.effective == pytest.approx(1 / 0.46)
    first = spread.products[0]
    assert (first.name, first.users, first.pence, first.forces) == ("Alpha", 600, 7_000_000, ("a", "b"))
    assert (spread_of(CUSTODY).effective, spread_of(FLEET).effective) == (1, pytest.approx(4))


@given(st.integers(1, 12), st.integers(1, 1000))
def test_k_equal_products_are_k(k: int, users: int) -> None:
    assert effective_number([users] * k) == pytest.approx(k)


@given(PORTFOLIOS, st.randoms())
def test_the_order_of_forces_changes_nothing(portfolio: list[Application], shuffler: random.Random) -> None:
    other = portfolio[:]
    shuffler.shuffle(other)
    assert spread_of(other) == spread_of(portfolio)


@given(st.lists(APPLICATIONS, min_size=1, max_size=12, unique_by=lambda one: one.id), st.data())
def test_splitting_a_product_never_lowers_the_number(portfolio: list[Application], data: st.DataObject) -> None:
    assume(any(one.users for one in portfolio))
    chosen = data.draw(st.sampled_from(portfolio))
    split = [one.changed(product="Split") if one is chosen else one for one in portfolio]
    assert (spread_of(split).effective or 0) >= (spread_of(portfolio).effective or 0) - 1e-9


def test_two_spellings_of_a_product_are_one_and_unknown_users_are_counted_apart() -> None:
    found = spread_of(
        [
            CRIME[0].changed(product="NicheRMS 5.0"),
            CRIME[1].changed(product="Niche RMS"),
            CRIME[2].changed(product="NICHERMS Ltd", users=None),
        ]
    )
    assert (len(found.products), found.without_users, found.effective) == (1, 1, 1)
    assert spread_of([]).effective is None
