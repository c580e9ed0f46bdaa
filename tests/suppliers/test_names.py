"""Names joined against a hand-made sample, and pairs that must stay apart."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.suppliers.names import Named, alike, joined, key_of, measured

SAMPLE = Path(__file__).resolve().parents[2] / "benchmarks" / "technology" / "supplier_names.csv"
with SAMPLE.open(newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def test_the_sample_is_joined_as_by_hand() -> None:
    found = measured(joined([Named(row["name"]) for row in ROWS]), [row["organisation"] for row in ROWS])
    assert found.f1 >= 0.95 and found.precision >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harrow Vale & Sons plc", "HARROW VALE AND SONS"),
        ("West Yorkshire Poice", "Police and Crime Commissioner for West Yorkshire"),
        ("The Police, Fire and Crime Commissioner for Essex", "Essex Police"),
        ("Devon & Cornwall Police", "The Police and Crime Commissioners for Devon and Cornwall"),
        ("Quillmark Software (UK) Ltd.", "Quill Mark Software Limited"),
    ],
)
def test_one_organisation(one: str, other: str) -> None:
    assert alike(key_of(one), key_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Wales Police", "South Wales Police"),
        ("West Yorkshire Police", "North Yorkshire Police"),
        ("Marl 4 Limited", "Marl 5 Limited"),
        ("Police Bodycams Ltd", "Bodycams Constabulary"),
        ("Limited", "Services Ltd"),
        ("Policy Kent", "Kent Police"),
        ("Kent Police", "Kent County Council"),
        ("Kent Police", "Kent Limited"),
        ("Marl 2024 Limited", "Marl 2042 Limited"),
    ],
)
def test_two_organisations(one: str, other: str) -> None:
    assert not alike(key_of(one), key_of(other))


def test_company_numbers_decide_where_both_have_one() -> None:
    names = [Named("Marl Limited", "00123456"), Named("Quite Another Ltd", "123456"), Named("Marl Ltd", "7654321")]
    assert joined(names) == [[0, 1], [2]]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(20)))
def test_the_order_of_names_does_not_matter(order: list[int]) -> None:
    names = [Named(row["name"]) for row in ROWS[:20]]
    straight = {frozenset(names[place].name for place in group) for group in joined(names)}
    assert {frozenset(names[order[place]].name for place in group) for group in joined([names[place] for place in order])} == straight


@given(st.text(max_size=30))
def test_any_text_has_a_key(name: str) -> None:
    assert alike(key_of(name), key_of(name)) or not key_of(name).words
