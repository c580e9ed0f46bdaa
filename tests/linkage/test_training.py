"""Training without labels: a threshold from the model's own posteriors, and models from poor data."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.scoring import compare
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


WORLD, TRUE_PERSON = mentions(150, seed=5)
POOR = [(one, replace(evidence_of(content), phones=(), place=None, postcode=None)) for one, content in WORLD]
SAME = [(a, b, True) for a, _ in POOR for b, _ in POOR if a < b and TRUE_PERSON[a] == TRUE_PERSON[b]]


def _misjudged(labels: list[tuple[UUID, UUID, bool]]) -> float:
    # How far the shares of birth dates among true pairs are from those that the truth shows.
    index = LinkIndex(train(POOR, random_pairs=20_000, labels=labels))
    shares = np.array(index.model.m[1])
    known = np.bincount([_born_level(index, a, b) for a, b, _ in SAME], minlength=len(shares)).astype(float)
    known[0] = 0.0
    return float(np.abs(shares - known / known.sum()).sum())


def _born_level(index: LinkIndex, a: UUID, b: UUID) -> int:
    evidence = dict(POOR)
    index.encoder.forget_rows()
    index.encoder.append([a, b], [evidence[a], evidence[b]])
    return int(compare(index.encoder, np.array([0]), np.array([1])).levels[0, 1])


def test_labels_bring_a_poor_model_nearer_to_the_truth() -> None:
    assert _misjudged(SAME) < 0.7 * _misjudged([])


def test_pairs_said_to_be_different_people_teach_nothing_about_one_person() -> None:
    apart = [(a, b, False) for a, b, _ in SAME]
    assert train(POOR, random_pairs=20_000, labels=apart).version == train(POOR, random_pairs=20_000).version


def test_contradictory_labels_and_unknown_records_teach_nothing() -> None:
    torn = [*SAME, *((b, a, False) for a, b, _ in SAME), (UUID(int=1), UUID(int=2), True), (POOR[0][0], POOR[0][0], True)]
    assert train(POOR, random_pairs=20_000, labels=torn).version == train(POOR, random_pairs=20_000).version
