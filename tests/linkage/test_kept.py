"""Which pairs are kept: those that weigh enough, and those that would but for what speaks hard against them."""

import numpy as np
import pytest

from beatbook.linkage.evidence import GUARD, N_FIELDS, VECTOR, Guard, evidence_of
from beatbook.linkage.kept import is_kept
from beatbook.linkage.model import Model
from beatbook.linkage.training import train
from tests.linkage.worlds import mentions


@pytest.fixture(scope="module")
def model() -> Model:
    return train([(record_id, evidence_of(content)) for record_id, content in mentions(80)[0]], random_pairs=50_000)


@pytest.mark.parametrize(
    ("guard", "over", "kept"),
    [
        (Guard.GENERATIONS, "floor", True),
        (Guard.PNC_IDS, "floor", True),
        (Guard.RELATIVES, "floor", False),
        (Guard.RELATIVES, "threshold", True),
        (Guard.NONE, "floor", False),
    ],
)
def test_a_hard_conflict_is_kept_where_the_rest_would_be_a_link(model: Model, guard: Guard, over: str, kept: bool) -> None:
    levels = np.zeros((1, VECTOR), np.uint8)
    levels[0, GUARD] = guard
    weights = np.array([getattr(model, over) + 0.5 + (model.guard_bits[guard] or -30.0)])
    assert is_kept(model, levels, np.zeros((1, N_FIELDS)), weights).tolist() == [kept]
