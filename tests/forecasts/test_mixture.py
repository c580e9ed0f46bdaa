"""Learning the weights of the maps."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from beatbook.forecasts.mixture import Evidence, fit_weights, log_likelihood


def made_up(seed: int, n_parts: int = 4) -> Evidence:
    generator = np.random.default_rng(seed)
    maps = generator.gamma(0.5, 1, (n_parts, 400))
    truth = generator.gamma(1, 0.5, n_parts)
    counts = generator.poisson(truth @ maps).astype(float)
    cells = np.flatnonzero(counts)
    return Evidence(maps[:, cells].T, counts[cells], maps.sum(axis=1))


@given(seed=st.integers(0, 1000))
@settings(max_examples=25)
def test_expected_equals_observed_and_no_weight_is_negative(seed: int) -> None:
    evidence = made_up(seed)

    weights = fit_weights(evidence)

    assert weights.min() >= 0
    assert weights @ evidence.exposure == pytest.approx(evidence.times.sum(), rel=1e-6)


@given(seed=st.integers(0, 1000))
@settings(max_examples=10)
def test_more_rounds_never_make_the_evidence_less_likely(seed: int) -> None:
    evidence = made_up(seed)

    likelihoods = [log_likelihood(evidence, fit_weights(evidence, rounds=rounds)) for rounds in (1, 2, 5, 20, 100)]

    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(likelihoods))


def test_the_weights_are_those_a_general_optimiser_finds() -> None:
    evidence = made_up(7)
    best = optimize.minimize(
        lambda weights: -log_likelihood(evidence, weights), np.full(4, 0.5), bounds=[(1e-9, None)] * 4, method="L-BFGS-B"
    )

    ours = log_likelihood(evidence, fit_weights(evidence, rounds=5000))

    assert ours == pytest.approx(-best.fun, abs=1e-2)


def test_no_offence_gives_no_weight() -> None:
    assert fit_weights(Evidence(np.zeros((0, 3)), np.zeros(0), np.ones(3))).tolist() == [0, 0, 0]
