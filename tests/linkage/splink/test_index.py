"""The index of an adopted model: bulk and one by one give the same links, bit for bit, guards and all."""

import random
from dataclasses import replace
from uuid import UUID

import pytest
import splink.comparison_library as comparisons
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from splink import block_on
from splink.blocking_rule_library import CustomRule

from beatbook.linkage.evidence import Guard
from beatbook.linkage.index import FoundLinks
from beatbook.linkage.splink.adopt import AdoptedModel, adopt
from beatbook.linkage.splink.index import SplinkIndex, said_in
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from beatbook.linkage.vectors import guard_of
from tests.linkage.splink.oracle import model_of
from tests.linkage.worlds import mentions

SETTINGS = model_of(
    [
        comparisons.NameComparison("first_name"),
        comparisons.JaroWinklerAtThresholds("surname", [0.92, 0.88]),
        comparisons.LevenshteinAtThresholds("dob", [1, 2]),
        comparisons.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ],
    [
        block_on("surname"),
        block_on("dob"),
        block_on("postcode", "substr(first_name, 1, 1)"),
        CustomRule("l.first_name = r.surname", sql_dialect="duckdb"),
    ],
)
SHARES = TermFrequencies({"first_name": {"Ava": 0.2, "Leo": 0.05}, "postcode": {}})
RECORDS, _ = mentions(80)


@pytest.fixture(scope="module")
def model() -> AdoptedModel:
    return replace(adopt(SETTINGS, SHARES), floor=-30.0)


def _as_dict(*found: FoundLinks) -> dict[tuple[UUID, UUID], tuple[float, bytes]]:
    return {
        (a, b): (weight, levels.tobytes())
        for part in found
        for a, b, weight, levels in zip(part.a, part.b, part.weights.tolist(), part.levels, strict=True)
    }


def test_bulk_equals_one_by_one_and_the_table(model: AdoptedModel) -> None:
    records = [(record_id, said_in(content)) for record_id, content in RECORDS]
    expected = _as_dict(SplinkIndex(model).add(records))
    assert {(a, b): weight for (a, b), (weight, _) in expected.items()} == {(a, b): weight for a, b, weight in model.links(RECORDS)}
    assert all(a < b for a, b in expected)
    for seed in range(3):
        random.Random(seed).shuffle(records)
        index = SplinkIndex(model)
        index.add(records[:40])
        index.add([(record_id, said_in({"surname": "Other"})) for record_id, _ in records[:9]], find=False)
        parts = [SplinkIndex(model).add(records[:40])]
        one_by_one = SplinkIndex(model)
        one_by_one.add(records[:40], find=False)
        parts += [one_by_one.add([record]) for record in records[40:]]
        assert _as_dict(*parts) == expected
        index.add(records[9:], find=False)
        again = index.add(records[:9])
        changed = {record_id for record_id, _ in records[:9]}
        assert _as_dict(again) == {pair: link for pair, link in expected.items() if changed & set(pair)}


def test_removed_record_is_found_no_more(model: AdoptedModel) -> None:
    index = SplinkIndex(model)
    index.add([(UUID(int=1), said_in({"surname": "Marsh", "forenames": "Ann"}))])
    index.remove(UUID(int=1))
    assert index.add([(UUID(int=2), said_in({"surname": "Marsh", "forenames": "Ann"}))]).a == [] and len(index) == 1


def test_links_carry_guards(model: AdoptedModel) -> None:
    common = {"surname": "Marsh", "date_of_birth": "1980-02-03", "postcode": "ZZ1 1AA", "forenames": "Ann"}
    found = SplinkIndex(model).add(
        [(UUID(int=1), said_in(common | {"pnc_id": "98/0000001K"})), (UUID(int=2), said_in(common | {"pnc_id": "05/7654321L"})),
         (UUID(int=3), said_in(common | {"forenames": "Zebedee"}))]
    )  # fmt: skip
    guards = {(a.int, b.int): guard_of(levels.tobytes()) for a, b, levels in zip(found.a, found.b, found.levels, strict=True)}
    assert guards[1, 3] == Guard.RELATIVES and guards[1, 2] == Guard.PNC_IDS


TEXTS = st.one_of(st.none(), st.sampled_from(["", "Ann", "Anne", "Nan", "Ζωή", "安娜", "x" * 70]), st.text(max_size=9))
CONTENT = st.fixed_dictionaries({"forenames": TEXTS, "surname": TEXTS, "date_of_birth": TEXTS, "postcode": TEXTS})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONTENT, CONTENT)
def test_weight_is_the_same_whichever_comes_first(model: AdoptedModel, a: dict[str, str | None], b: dict[str, str | None]) -> None:
    assert model.explain(a, b).weight == model.explain(b, a).weight


def test_hostile_values(model: AdoptedModel) -> None:
    long = {"surname": "a" * 1_000_000, "forenames": "", "date_of_birth": ""}
    found = SplinkIndex(model).add([(UUID(int=n), said_in(long)) for n in (1, 2)])
    assert (found.a, found.b) == ([UUID(int=1)], [UUID(int=2)])
    same = model.explain(long, long)
    assert same.weight == found.weights[0]
    index = SplinkIndex(model)
    record = (UUID(int=5), said_in(RECORDS[0][1]))
    assert index.add([record, record]).a == [] and index.add([record]).a == []
