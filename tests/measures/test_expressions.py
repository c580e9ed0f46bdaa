"""Conditions: read, refused with their place, and the same in SQL, Python and English."""

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.measures.errors import ExpressionRefused
from beatbook.measures.expressions import Compared, Condition, Joined, as_sql, fields_of, holds, in_words, read_condition
from beatbook.measures.grains import GRAINS

CRIME = GRAINS["crime"]
TESTS = (
    'crime_type = "Drugs"', 'crime_type != "Drugs"', 'crime_type in ["Drugs", "Robbery"]', "has_id", "positive_months <= 3",
    "positive_months is known", "final_months is unknown", "final_months > 1",
)  # fmt: skip


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    both, either = st.builds("({}) and ({})".format, inner, inner), st.builds("({}) or ({})".format, inner, inner)
    return st.one_of(inner.map("not ({})".format), both, either)


def texts() -> st.SearchStrategy[str]:
    return st.recursive(st.sampled_from(TESTS), joined, max_leaves=6)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ('crime_typ = "x"', 1, "is no field of crime"),
        ('crime_type = "Drugs" and', 25, "a field is expected"),
        ("crime_type", 11, "must be compared"),
        ('crime_type < "A"', 12, "cannot be compared"),
        ("crime_type = 3", 14, "a text is expected"),
        ('positive_months = "3"', 19, "a number is expected"),
        ("has_id = true", 8, "cannot be compared"),
        ('crime_type in "Drugs"', 15, "“\\[” is expected"),
        ("(has_id", 8, "“\\)” is expected"),
        ("has_id has_id", 8, "is not expected here"),
        ("has_id; drop table x", 7, "cannot be read"),
        ("(" * 60 + "true" + ")" * 60, 51, "too deep"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, column: int, words: str) -> None:
    with pytest.raises(ExpressionRefused, match=words) as refused:
        read_condition(text, CRIME)
    assert refused.value.column == column


def test_and_binds_more_closely_than_or() -> None:
    assert read_condition('has_id or final_months > 1 and crime_type = "Drugs"', CRIME) == Joined(
        "or", (read_condition("has_id", CRIME), Joined("and", (Compared("final_months", ">", 1), Compared("crime_type", "=", "Drugs"))))
    )


def test_words() -> None:
    condition = read_condition('crime_type in ["Burglary", "Robbery"] and not has_id', CRIME)
    assert in_words(condition, CRIME) == (
        "the type is “Burglary” or “Robbery” and it is not so that it has a reference by which outcomes are found"
    )
    assert fields_of(condition) == {"crime_type", "has_id"}


def test_a_constant_never_becomes_sql() -> None:
    parameters: list[object] = []
    text = as_sql(read_condition('crime_type = "\'; drop table x; --"', CRIME), parameters)
    assert text == "coalesce(f.crime_type = %s, false)"
    assert parameters == ["'; drop table x; --"]


@pytest.fixture(scope="module")
def _database(module_database: str) -> None:
    """A database to ask."""


@pytest.mark.usefixtures("_database")
@settings(max_examples=60, deadline=None)
@given(
    texts(),
    st.fixed_dictionaries(
        {
            "crime_type": st.sampled_from(["Drugs", "Robbery", "Burglary", None]),
            "has_id": st.booleans(),
            "positive_months": st.sampled_from([None, 0, 3, 4]),
            "final_months": st.sampled_from([None, 1, 2]),
        }
    ),
)
def test_sql_and_python_agree_on_every_row(text: str, row: dict[str, object]) -> None:
    condition: Condition = read_condition(text, CRIME)
    parameters: list[object] = []
    asked = as_sql(condition, parameters)
    columns = "%s::text AS crime_type, %s::boolean AS has_id, %s::integer AS positive_months, %s::integer AS final_months"
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"SELECT {asked} FROM (SELECT {columns}) AS f",
            [*parameters, *(row[name] for name in ("crime_type", "has_id", "positive_months", "final_months"))],
        )
        assert cursor.fetchone()[0] is holds(condition, row)
