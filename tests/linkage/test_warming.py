"""Compiling ahead of linking."""

from beatbook.linkage.warming import warm_up


def test_warming_up_twice_costs_once() -> None:
    warm_up()
    warm_up()
    assert (warm_up.cache_info().misses, warm_up.cache_info().hits >= 1) == (1, True)
