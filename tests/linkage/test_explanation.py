"""Explanations: plain words, and numbers that are the link's own."""

from uuid import UUID

import pytest

from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.explanation import explain, in_hundred
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.model import Model
from beatbook.linkage.training import train
from tests.linkage.worlds import mentions, people


@pytest.fixture(scope="module")
def model() -> Model:
    records, _ = mentions(60)
    return train([(record_id, evidence_of(content)) for record_id, content in records], random_pairs=50_000)


def test_numbers_are_those_of_the_link(model: Model) -> None:
    person = people(1)[0]
    other = person | {"forenames": person["forenames"] + " Lee"}
    found = LinkIndex(model).add([(UUID(int=1), evidence_of(person)), (UUID(int=2), evidence_of(other))])
    told = explain(person, other, model, found.levels[0].tobytes())
    assert told.total_bits == found.weights[0] and told.joins
    assert told.total_bits == pytest.approx(told.prior_bits + sum(step.weight_bits for step in told.fields) + told.guard_bits)
    assert {"Name", "Date of birth", "Address", "Phone", "Sex"} == {step.field for step in told.fields}


def test_pair_that_is_not_joined_is_explained_too(model: Model) -> None:
    a, b = people(2)
    told = explain(a, b, model)
    assert not told.joins and "unlikely" in told.sentence("Crime record 1", "custody record 2")


def test_guard_says_why(model: Model) -> None:
    person = people(1)[0]
    told = explain(person, person | {"forenames": "Zebedee"}, model)
    assert told.guard_bits < 0 and "relatives" in told.guard


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.99, "99 in 100"), (0.996, "996 in 1,000"), (0.99999, "over 999 in 1,000"), (0.001, "under 1 in 100"), (0.5, "50 in 100")],
)
def test_probability_in_plain_words(probability: float, words: str) -> None:
    assert in_hundred(probability) == words


@pytest.mark.parametrize(
    ("theirs", "words"),
    [("01632 960777", "share a landline"), ("07700 900777", "cannot be compared"), ("01632 960123", "Different landlines")],
)
def test_a_landline_speaks_of_a_home(model: Model, theirs: str, words: str) -> None:
    person = people(1)[0] | {"phones": ["01632 960777"]}
    told = explain(person, person | {"phones": [theirs]}, model)
    assert next(words in step.words for step in told.fields if step.field == "Phone")
