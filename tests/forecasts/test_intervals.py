"""The range of a count."""

import numpy as np
import pytest

from beatbook.forecasts.intervals import EVEN, dispersion_from, likely_counts


@pytest.mark.parametrize("shape", [1.5, 5.0])
def test_nine_in_ten_counts_fall_inside(shape: float) -> None:
    generator = np.random.default_rng(4)
    mean = generator.uniform(2, 30, 20_000)
    counts = generator.poisson(mean * generator.gamma(shape, 1 / shape, len(mean))).astype(float)
    dispersion = dispersion_from([mean], [counts])

    likely = likely_counts(mean, dispersion)

    assert dispersion == pytest.approx(shape, rel=0.1)
    assert 0.89 <= np.mean((counts >= likely.low) & (counts <= likely.high)) <= 0.95


def test_plain_chance_is_poisson() -> None:
    generator = np.random.default_rng(4)
    mean = np.full(50_000, 3.0)

    assert dispersion_from([mean], [generator.poisson(mean).astype(float)]) > 50
    assert likely_counts(np.array([3.0]), EVEN).high[0] == 6
