"""Tolerate, invest, migrate, eliminate, and the framework's red rating."""

import pytest

from beatbook.technology.quadrants import Quadrant, is_red_rated, quadrant_of
from tests.technology.portfolios import CRIME


@pytest.mark.parametrize(
    ("functional", "technical", "quadrant"),
    [(5, 3, Quadrant.INVEST), (3, 2, Quadrant.MIGRATE), (2, 3, Quadrant.TOLERATE), (1, 1, Quadrant.ELIMINATE), (None, 5, Quadrant.UNKNOWN)],
)
def test_three_of_five_is_fit(functional: int | None, technical: int | None, quadrant: Quadrant) -> None:
    assert quadrant_of(CRIME[0].changed(functional_fit=functional, technical_fit=technical)) is quadrant


@pytest.mark.parametrize(("likelihood", "impact", "red"), [(4, 4, True), (3, 5, False), (6, 3, True), (None, 6, False)])
def test_sixteen_is_red_rated(likelihood: int | None, impact: int | None, red: bool) -> None:
    assert is_red_rated(CRIME[0].changed(legacy_likelihood=likelihood, legacy_impact=impact)) is red
