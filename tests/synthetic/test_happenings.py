import numpy as np

from beatbook.synthetic.geography import CENTRES, KM_LAT, KM_LON, build_geography
from beatbook.synthetic.happenings import Moments, draw_moments
from beatbook.synthetic.rates import DAYS, WORLD_BEGINS

LAND = build_geography(np.random.default_rng(7), wards=16, streets=480)


def close_pairs(moments: Moments) -> int:
    """Pairs within 300 m and 14 days."""
    x, y, days = moments.longitudes * KM_LON, moments.latitudes * KM_LAT, moments.days
    near = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]) < 0.3
    soon = np.abs(days[:, None] - days[None, :]) <= 14
    return int(np.triu(near & soon, 1).sum())


def test_burglaries_follow_burglaries() -> None:
    alone = draw_moments(np.random.default_rng(1), LAND, 600, rhythm="dark", setting="home")
    followed = draw_moments(np.random.default_rng(1), LAND, 600, rhythm="dark", setting="home", near_repeat=0.3)
    assert close_pairs(followed) > 2 * close_pairs(alone)


def test_the_night_is_friday_and_saturday_in_the_centre() -> None:
    moments = draw_moments(np.random.default_rng(1), LAND, 4000, rhythm="night", setting="centre")
    weekdays = (moments.days + WORLD_BEGINS.weekday()) % 7
    assert np.isin(weekdays, (4, 5)).mean() > 0.42
    assert np.isin(LAND.street_wards[moments.streets], CENTRES).mean() > 0.5
    hours = moments.minutes // 60
    assert ((hours >= 22) | (hours < 3)).mean() > 0.45


def test_shops_are_robbed_when_they_are_open() -> None:
    moments = draw_moments(np.random.default_rng(1), LAND, 2000, rhythm="day", setting="shop")
    assert moments.minutes.min() >= 7 * 60
    assert moments.days.max() < DAYS
