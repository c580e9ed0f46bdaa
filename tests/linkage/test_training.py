"""Training without labels: a threshold from the model's own posteriors, and models from poor data."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.training import MOST_EXPECTED_WRONG, MOST_THRESHOLD_BITS, threshold_bits, train
from tests.linkage.worlds import mentions

WEIGHTS = st.lists(st.floats(-20, 40), max_size=60).map(np.array)


@given(WEIGHTS)
def test_few_of_those_that_join_are_expected_to_be_wrong(weights: np.ndarray) -> None:
    threshold = threshold_bits(weights)
    joined = weights[weights >= threshold]
    assert 0 <= threshold <= MOST_THRESHOLD_BITS
    if len(joined):
        assert (1 / (1 + np.exp2(joined))).mean() <= MOST_EXPECTED_WRONG + 1e-9


@given(WEIGHTS, st.integers(0, 20))
def test_more_sure_pairs_never_raise_the_threshold(weights: np.ndarray, more: int) -> None:
    assert threshold_bits(np.append(weights, [30.0] * more)) <= threshold_bits(weights)


def test_doubtful_candidates_raise_the_threshold() -> None:
    sure = np.full(100, 20.0)
    assert threshold_bits(sure) == 0.0
    assert threshold_bits(np.append(sure, np.full(100, 1.0))) > 1.0


def _blanked(**blank: object) -> list[tuple[UUID, Evidence]]:
    return [(record_id, replace(evidence_of(content), **blank)) for record_id, content in mentions(80)[0]]


@pytest.mark.parametrize(
    "records",
    [
        _blanked(born=None),
        _blanked(names=()),
        _blanked(born=None, postcode=None, place=None, phones=(), sex=None),
        _blanked(names=(), postcode=None, place=None, phones=(), sex=None),
        _blanked(names=(), born=None, postcode=None, place=None, phones=(), sex=None),
        [(UUID(int=row), Evidence()) for row in range(1, 51)],
        [(UUID(int=row), _blanked()[0][1]) for row in range(1, 61)],
    ],
    ids=["no dates", "no names", "names only", "dates only", "nothing but rows", "empty", "one person"],
)
def test_poor_data_give_a_model_that_can_be_used(records: list[tuple[UUID, Evidence]]) -> None:
    model = train(records, random_pairs=5_000)
    assert np.isfinite(model.prior) and 0 <= model.threshold <= MOST_THRESHOLD_BITS
    assert all(np.isfinite(row).all() for row in model.table)
    assert np.isfinite(LinkIndex(model).add(records).weights).all()
