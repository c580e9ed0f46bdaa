"""What is usual, and when a rise is said: by hand, and on counties in which nothing changes."""

import numpy as np

from beatbook.tension.expecting import GAP, overdispersion, season_of, shrunken_rates, usual
from beatbook.tension.rises import FALSE_ALARMS, rises


def steady(mean: float, *, areas: int, weeks: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.poisson(mean * generator.gamma(10, 1 / 10, (areas, weeks))).astype(float)


def test_what_is_usual_is_worked_out_from_weeks_before_the_gap_alone() -> None:
    counts = steady(4, areas=20, weeks=110, seed=1)
    later = counts.copy()
    later[:, -GAP:] += 50
    assert np.array_equal(usual(counts, first=109).mean[:, -1], usual(later, first=109).mean[:, -1])
    assert np.isnan(usual(counts, first=0).mean[:, 25]).all()


def test_an_area_with_little_is_drawn_towards_all_and_one_with_much_stays() -> None:
    counts = np.vstack([np.full((10, 52), 4.0), np.zeros((1, 52)), np.full((1, 52), 40.0)])
    rates, _ = shrunken_rates(counts, np.ones(52))
    assert 0 < rates[10] < 1 and abs(rates[11] - 40) < 1 and abs(rates[0] - 4) < 0.2


def test_a_season_is_found_and_noise_is_not() -> None:
    weeks = np.arange(130)
    wave = 1 + 0.3 * np.sin(2 * np.pi * weeks / 52.18)
    found = season_of(np.round(1000 * wave[:120]), n_weeks=130)
    assert np.abs(found[120:] / found.mean() - wave[120:] / wave.mean()).max() < 0.05
    flat = season_of(np.random.default_rng(3).poisson(1000, 120).astype(float), n_weeks=130)
    assert np.abs(flat - 1).max() < 0.02
    assert (season_of(np.ones(40), n_weeks=60) == 1).all()


def test_overdispersion_is_none_for_poisson_and_a_tenth_for_gamma_of_ten() -> None:
    generator = np.random.default_rng(4)
    mean = np.full((200, 52), 8.0)
    assert overdispersion(generator.poisson(mean).astype(float), mean) < 0.01
    assert abs(overdispersion(steady(8, areas=200, weeks=52, seed=4), mean) - 0.1) < 0.02


def test_counties_in_which_nothing_changes_raise_what_is_said_of_them_and_no_more() -> None:
    raised = np.mean([rises(steady(4, areas=300, weeks=156, seed=seed), weeks=52).raised[:, 104:].mean() for seed in (21, 22, 23)])
    assert 0.2 * FALSE_ALARMS < raised < 1.3 * FALSE_ALARMS


def test_a_trebling_is_found_within_four_weeks_and_a_fall_is_no_rise() -> None:
    counts = steady(4, areas=100, weeks=120, seed=6)
    counts[:20, -4:] *= 3
    counts[20:40, -4:] = 0
    raised = rises(counts, weeks=4).raised[:, -4:].any(axis=1)
    assert raised[:20].mean() > 0.8 and not raised[20:40].any()


def test_nothing_is_said_where_nothing_ever_came() -> None:
    judged = rises(np.zeros((3, 120)), weeks=8)
    assert not judged.raised.any()
