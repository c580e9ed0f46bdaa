"""What standing places are worth: reach by travel, the simple plan, and shares by area that add up to the whole."""

import numpy as np
import pytest

from beatbook.forecasts.cover import Sites, cover_sites, expected_cover
from beatbook.forecasts.cover_report import DETOUR, Travel, by_demand_alone, cover_figures, reached
from tests.forecasts.test_cover import world


def test_reach_is_what_the_minutes_allow_over_roads() -> None:
    travel = Travel(minutes=12, speed_kmh=50)
    assert travel.reach_m == pytest.approx(10_000 / DETOUR)
    at = reached(np.array([0.0, travel.reach_m + 1]), np.zeros(2), np.array([0.0]), np.zeros(1), travel)
    assert at.tolist() == [[True], [False]]


def test_the_simple_plan_goes_round_the_busiest_sites_and_is_never_better() -> None:
    for seed in range(8):
        sites = world(seed)
        simple = by_demand_alone(sites)
        assert simple.sum() == sites.units and simple.max() <= sites.most_a_site
        assert expected_cover(sites, simple) <= cover_sites(sites).covered * 1.001 + 1e-9
    two = Sites(np.array([5.0, 1.0]), np.eye(2, dtype=bool), 9, 0.3)
    assert by_demand_alone(two).tolist() == [2, 2]


def test_shares_by_area_add_up_to_the_whole() -> None:
    sites = world(3)
    area_of_point = np.arange(len(sites.demand)) % 3
    figures = cover_figures(sites, cover_sites(sites), area_of_point=area_of_point, areas=("a", "b", "c"))
    assert sum(one["demand"] for one in figures["by_area"].values()) == pytest.approx(1)
    assert sum(one["demand"] * one["covered"] for one in figures["by_area"].values()) == pytest.approx(figures["covered"])
    assert figures["one_less"] <= figures["covered"] <= figures["one_more"] <= figures["in_reach"] + 1e-9
