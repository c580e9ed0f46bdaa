"""Standing places of units, against every choice there is."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.forecasts.cover import Sites, cover_sites, expected_cover


def world(seed: int, points: int = 25, sites: int = 5, units: int = 3) -> Sites:
    generator = np.random.default_rng(seed)
    at, stand = generator.uniform(0, 10, (points, 2)), generator.uniform(0, 10, (sites, 2))
    away = np.hypot(*(at[:, None] - stand[None]).transpose(2, 0, 1))
    return Sites(generator.gamma(1, 1, points), away < 4, units, 0.35)


@given(seed=st.integers(0, 300))
@settings(max_examples=20)
def test_no_choice_of_places_covers_more(seed: int) -> None:
    sites = world(seed)
    every = (np.array(units) for units in itertools.product(range(3), repeat=5) if sum(units) <= sites.units)

    found = cover_sites(sites)

    assert found.covered == pytest.approx(max(expected_cover(sites, units) for units in every), rel=1e-3, abs=1e-6)
    assert found.units.sum() <= sites.units and found.units.max() <= sites.most_a_site


def test_a_large_case_is_answered_with_its_gap() -> None:
    found = cover_sites(world(2, points=600, sites=180, units=8))

    assert not found.exact
    assert 0 <= found.gap < 0.05
    assert found.covered <= found.bound


def test_a_busier_unit_covers_less() -> None:
    sites = world(1)
    busier = Sites(sites.demand, sites.reaches, sites.units, 0.6)

    assert cover_sites(busier).covered < cover_sites(sites).covered
