"""A table at once gives what its records give one by one, bit for bit."""

from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest

from beatbook.linkage.bulk import BulkResult, IdsNotDistinct, ids_of, link_table
from beatbook.linkage.columns import Encoder
from beatbook.linkage.encoding import encode_table
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


ODD_ROWS = [
    {},
    {"full_name": "Marsh, L"},
    {"forenames": "Ann Marie Louise Jane Mary Rose Beth Eve", "surname": "Van der Berg Smith"},
    {"forenames": "Ann", "surname": "Marsh", "other_names": ["Annie", "Ann Carter", ""], "phones": ["07700 900614", "+447700900614"]},
    {"surname": "Marsh", "date_of_birth": "1994-03", "sex": "X", "emails": ["a@example.org", "b@example.org", "c@example.org"]},
    {"forenames": "محمد", "surname": "علي", "address": "Flat 2, 14 High St., Milltown", "place": "Milltown", "postcode": "zz1 4fr"},
    {"address": "??", "place": "Milltown", "pnc_id": "98/45678K", "custody_number": "MC/26/000001", "occupation": " Chef"},
    {"forenames": "", "surname": " ", "date_of_birth": "0000-99-99", "occupation": "", "sex": "female"},
]


def test_table_is_encoded_as_its_records_are(records: Records, result: BulkResult) -> None:
    rows = [*ODD_ROWS, *(content for _, content in records)]
    table = pa.Table.from_pylist([dict.fromkeys({name for row in rows for name in row}) | row for row in rows])
    expected, found = Encoder(result.model.frequencies), Encoder(result.model.frequencies)
    expected.append([UUID(int=number + 1) for number in range(len(rows))], [evidence_of(row) for row in rows])
    encode_table(found, table, np.zeros(len(rows), np.uint64), np.arange(1, len(rows) + 1, dtype=np.uint64))
    for name in found.records._fields:
        ours, theirs = getattr(found.records, name)[: found.n], getattr(expected.records, name)[: found.n]
        if name in ("tokens", "postcode", "place"):
            own = (found.tokens.own, expected.tokens.own) if name == "tokens" else (found.places.own, expected.places.own)
            ours, theirs = np.where(ours >= 0, own[0][ours], 0), np.where(theirs >= 0, own[1][theirs], 0)
        assert np.array_equal(ours, theirs), name
