"""A map that learns from what patrols find feeds itself; ours does not. A permanent test."""

import pytest

from beatbook.forecasts.feedback import everything, reported_only, share_of_half_a


def test_an_early_bias_dies_when_only_reports_are_learnt() -> None:
    assert share_of_half_a(reported_only) == pytest.approx(0.50, abs=0.02)


def test_it_stays_when_what_patrols_found_is_learnt_too() -> None:
    assert share_of_half_a(everything) > 0.53
