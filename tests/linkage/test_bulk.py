"""A table at once gives what its records give one by one, bit for bit."""

from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest

from beatbook.linkage.bulk import BulkResult, IdsNotDistinct, ids_of, link_table
from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.training import train
from tests.linkage.worlds import mentions

Records = list[tuple[UUID, dict[str, Any]]]


@pytest.fixture(scope="module")
def records() -> Records:
    return mentions(80)[0]


@pytest.fixture(scope="module")
def result(records: Records) -> BulkResult:
    return link_table(_table(records))


def _table(records: Records) -> pa.Table:
    return pa.Table.from_pylist([{"id": str(record_id), "phones": None} | content for record_id, content in records])


def test_table_gives_the_model_and_links_of_its_records(records: Records, result: BulkResult) -> None:
    evidence = [(record_id, evidence_of(content)) for record_id, content in records]
    model = train(evidence)
    index = LinkIndex(model)
    found = [index.add([record]) for record in evidence]
    expected = {(a, b, w, v.tobytes()) for one in found for a, b, w, v in zip(one.a, one.b, one.weights, one.levels, strict=True)}
    ids = [record_id for record_id, _ in records]
    bulk = {(ids[a], ids[b], w, v.tobytes()) for a, b, w, v in zip(result.a, result.b, result.weights, result.levels, strict=True)}
    assert result.model.version == model.version
    assert bulk == expected
    assert len(result.a) == len(bulk)


def test_person_is_named_by_its_first_row(result: BulkResult) -> None:
    assert np.array_equal(result.persons[result.persons], result.persons)
    assert (result.persons <= np.arange(len(result.persons))).all()
    assert len(np.unique(result.persons)) < len(result.persons)


def test_given_model_is_used(records: Records, result: BulkResult) -> None:
    again = link_table(_table(records), model=result.model)
    assert again.model is result.model
    assert np.array_equal(again.weights, result.weights)


@pytest.mark.parametrize("ids", [["a", "a"], [1, 1]])
def test_same_id_twice_is_refused(ids: list[Any]) -> None:
    with pytest.raises(IdsNotDistinct):
        ids_of(pa.table({"id": ids}), "id")


def test_ids_keep_their_order_and_long_ones_differ() -> None:
    assert ids_of(pa.table({"id": ["Q1-1", "Q1-2"]}), "id") == sorted(ids_of(pa.table({"id": ["Q1-1", "Q1-2"]}), "id"))
    assert len(set(ids_of(pa.table({"id": ["x" * 40, "x" * 41, str(UUID(int=5))]}), "id"))) == 3
    assert ids_of(pa.table({"surname": ["Marsh"]}), "id") == [UUID(int=1)]
