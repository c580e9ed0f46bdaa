"""Prices a user, only beside those of the same scope."""

import pytest

from beatbook.technology.pricing import price_bands
from tests.technology.portfolios import CRIME, app


def test_worked_by_hand() -> None:
    band = price_bands(CRIME)[0]  # £50, £100, £150 and £200 a user
    assert [price.pence for price in band.prices] == [5_000, 10_000, 15_000, 20_000]
    assert (band.median, band.p10, band.p90) == (12_500, 6_500, 18_500)
    assert band.excess_pence == 200 * 2_500 + 300 * 7_500


def test_another_scope_is_another_band_and_a_cost_without_scope_is_in_none() -> None:
    bands = price_bands([*CRIME, app("e", "Alpha", 10, 900, scope=("licence",)), app("f", "Alpha", 10, 900, scope=())])
    assert [(band.scope, len(band.prices)) for band in bands] == [(("licence", "support"), 4), (("licence",), 1)]
    assert bands[1].median is None and bands[1].prices[0].above_median is None and bands[1].excess_pence == 0


def test_no_users_or_no_cost_is_no_price() -> None:
    assert price_bands([app("a", "A", 0, 10), app("b", "A", None, 10), app("c", "A", 10, None)]) == []
    assert price_bands([app("a", "A", 10, 0)])[0].prices[0].pence == pytest.approx(0)
