"""The ranking: against plain Python, and its laws."""

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.technology.convergence import CRITERIA, SEED, criteria_of, rank_capabilities, rank_scaled
from beatbook.technology.facts import Application
from tests.technology.portfolios import CRIME, CUSTODY, FLEET, PORTFOLIOS, TODAY


def slow_scaled(values: Sequence[float]) -> list[float]:
    """Mean places by sorting, 0 to 1."""
    if len(values) < 2:
        return [0.5] * len(values)
    return [(sum(other < one for other in values) + (sum(other == one for other in values) - 1) / 2) / (len(values) - 1) for one in values]


@given(st.lists(st.integers(-5, 5).map(float), max_size=12))
def test_rank_scaling_is_that_of_plain_python(values: list[float]) -> None:
    assert rank_scaled(values).tolist() == slow_scaled(values)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from("pqrstu"), PORTFOLIOS, max_size=5))
def test_places_are_those_of_a_slow_count_over_the_same_weights(portfolio: dict[str, list[Application]]) -> None:
    ranked = rank_capabilities(portfolio, TODAY, draws=60)
    weights = np.random.default_rng(SEED).dirichlet(np.ones(5), size=60)
    scores = {
        one.capability: [round(sum(w * one.scaled[c] for w, c in zip(draw, CRITERIA, strict=True)), 10) for draw in weights]
        for one in ranked
    }
    for one in ranked:
        places = sorted(1 + sum(scores[other.capability][draw] > scores[one.capability][draw] for other in ranked) for draw in range(60))
        assert places[0] <= one.best <= one.worst <= places[-1]
        assert sum(one.best <= place <= one.worst for place in places) >= 0.89 * 60
    assert [one.place for one in ranked] == list(range(1, len(ranked) + 1))


@settings(max_examples=20, deadline=None)
@given(PORTFOLIOS, PORTFOLIOS, st.randoms())
def test_the_order_of_forces_changes_nothing(one: list[Application], other: list[Application], shuffler: random.Random) -> None:
    before = rank_capabilities({"x": one, "y": other}, TODAY, draws=50)
    shuffler.shuffle(one)
    assert rank_capabilities({"y": other, "x": one}, TODAY, draws=50) == before


def test_worked_by_hand() -> None:
    found = criteria_of(
        [CRIME[0].changed(functional_fit=4, legacy_likelihood=6, legacy_impact=6), *CRIME[1:3], CRIME[3].changed(functional_fit=2)], TODAY
    )
    assert found["switching"] == 400  # users of Beta and Gamma
    assert found["fit"] == (4 - 2) * 100 / 500
    assert found["legacy"] == 36 * 400 / (1000 * 36)
    assert found["contracts"] == 0


def test_what_one_product_serves_is_not_ranked_and_a_reason_names_its_figures() -> None:
    ranked = rank_capabilities({"crime": CRIME, "custody": CUSTODY, "fleet": FLEET}, TODAY)
    assert {one.capability for one in ranked} == {"crime", "fleet"}
    crime = next(one for one in ranked if one.capability == "crime")
    assert crime.reason().startswith("3 products in 4 forces: £27,500 a year is paid above the median price")
    assert crime.best <= crime.place <= crime.worst


def test_what_is_best_in_everything_is_first_in_every_weighting() -> None:
    better = [
        one.changed(functional_fit=1 + 4 * (one.product == "Alpha"), legacy_likelihood=6, legacy_impact=6, contract_ends=TODAY)
        for one in CRIME
    ]
    worse = [
        one.changed(functional_fit=3, legacy_likelihood=1, legacy_impact=1, annual_pence=one.users * 100, users=one.users) for one in CRIME
    ]
    first, second = rank_capabilities(
        {"p": better, "q": [*worse, worse[3].changed(name="more", product="More", users=5_000, annual_pence=500_000)]}, TODAY
    )
    assert (first.capability, first.best, first.worst) == ("p", 1, 1)
    assert (second.best, second.worst, second.is_settled) == (2, 2, True)
