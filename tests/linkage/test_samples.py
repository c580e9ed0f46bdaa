"""Samples to learn from: the same in however many parts pairs are compared, and without the pairs that a guard holds apart."""

import numpy as np
import pytest

from beatbook.linkage import candidates, samples
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import GUARD, Guard, evidence_of
from beatbook.linkage.frequencies import count_frequencies
from tests.linkage.worlds import mentions


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    records = [(one, evidence_of(content)) for one, content in mentions(80)[0]]
    found = Encoder(count_frequencies([evidence for _, evidence in records]))
    found.append([one for one, _ in records], [evidence for _, evidence in records])
    return found


def _drawn(encoder: Encoder) -> samples.Sample:
    pairs = candidates.pairs_within(candidates.sorted_keys(encoder, 0, encoder.n, np.empty(0, np.uint64)))
    return samples.draw_sample(encoder, pairs, seed=1, random_pairs=500)


def test_parts_make_no_difference(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _drawn(encoder)
    monkeypatch.setattr(samples, "PAIRS_AT_ONCE", 7)
    parts = _drawn(encoder)
    assert np.array_equal(whole.found.levels, parts.found.levels) and np.array_equal(whole.random.levels, parts.random.levels)
    assert whole.guards == parts.guards and whole.n_pairs == parts.n_pairs


def test_pairs_that_a_guard_holds_apart_teach_nothing(encoder: Encoder) -> None:
    found = _drawn(encoder)
    assert len(found.found.levels) > 100 and set(found.found.levels[:, GUARD].tolist()) == {Guard.NONE}


def test_of_many_candidates_a_share_stands_for_all(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _drawn(encoder)
    monkeypatch.setattr(samples, "MOST_CANDIDATES", 100)
    part = _drawn(encoder)
    assert len(part.found.levels) <= 100 and part.n_pairs < whole.n_pairs
