"""Frequencies from columns are those that are counted record by record."""

from random import Random
from uuid import UUID

import numpy as np
import pytest

from beatbook.linkage.columns import Encoder
from beatbook.linkage.counting import NOTHING_KNOWN, count_columns, first_mentions
from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.frequencies import count_frequencies
from tests.linkage.worlds import mentions

ODD = [
    {},
    {},
    {"full_name": "Marsh, L"},
    {"forenames": "Ann", "surname": "Ann", "date_of_birth": "1994-03"},
    {"forenames": "Ann", "surname": "Marsh", "other_names": ["Annie Marsh", "Ann Carter"], "phones": ["07700 900614", "07700 900615"]},
    {"forenames": "Eve", "surname": "Marsh", "phones": ["07700 900614", "07700 900616"], "occupation": "Chef"},
    {"forenames": "Eve", "surname": "Marsh", "phones": ["07700 900614"], "occupation": "Chef"},
    {"forenames": "Eve", "surname": "Carter", "phones": ["01632 960614"]},
    {"forenames": "Amy", "surname": "Carter", "phones": ["01632 960614"]},
    {"surname": "Marsh", "date_of_birth": "1994", "occupation": "Chef"},
    {"forenames": "محمد", "surname": "علي", "address": "2 High St", "postcode": "zz1 4fr"},
    {"surname": "Marsh", "address": "2 High St", "postcode": "zz1 4fr"},
]


@pytest.fixture(scope="module")
def records() -> list[tuple[UUID, Evidence]]:
    contents = [*ODD, *(content for _, content in mentions(80)[0])]
    return [(UUID(int=number + 1), evidence_of(content)) for number, content in enumerate(contents)]


def _encoded(records: list[tuple[UUID, Evidence]]) -> Encoder:
    encoder = Encoder(NOTHING_KNOWN)
    encoder.append(*map(list, zip(*records, strict=True)))
    return encoder


def test_columns_count_what_records_count(records: list[tuple[UUID, Evidence]]) -> None:
    encoder = _encoded(records)
    assert count_columns(encoder, first_mentions(encoder)) == count_frequencies(evidence for _, evidence in records)


def test_order_of_rows_changes_nothing(records: list[tuple[UUID, Evidence]]) -> None:
    mixed = Random(3).sample(records, len(records))
    one, other = _encoded(records), _encoded(mixed)
    assert count_columns(one, first_mentions(one)) == count_columns(other, first_mentions(other))
    firsts = [{int(low) for low in one.records.low[: one.n][first_mentions(one)]} for one in (one, other)]
    assert firsts[0] == firsts[1]
    assert np.count_nonzero(first_mentions(one)) == len(firsts[0]) < len(records)
