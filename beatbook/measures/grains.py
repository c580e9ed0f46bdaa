"""What may be counted: the grains, each one record a row, and the fields that a measure's conditions may name.

A field is a column of the grain's table; what each column holds is filled in by `sql/take_<grain>s.sql`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What values a field has."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its sort, and its name in the middle of a sentence."""

    sort: Sort
    words: str


@dataclass(frozen=True, slots=True)
class Grain:
    """One thing to count: the table that holds it, what one is called, and its fields."""

    name: str
    table: str
    singular: str
    plural: str
    fields: Mapping[str, Field]


_PLACED = Field(Sort.TRUTH, "its neighbourhood is known")
GRAINS = {
    "crime": Grain(
        "crime",
        "measures_crime",
        "crime record",
        "crime records",
        {
            "crime_type": Field(Sort.TEXT, "the type"),
            "has_id": Field(Sort.TRUTH, "it has a reference by which outcomes are found"),
            "positive_months": Field(Sort.NUMBER, "months until its first positive outcome"),
            "no_suspect_months": Field(Sort.NUMBER, "months until it was closed with no suspect identified"),
            "final_months": Field(Sort.NUMBER, "months until its first final outcome"),
            "earlier_same_place": Field(Sort.NUMBER, "crimes of the same type at the same map point in the twelve months before"),
            "placed": _PLACED,
        },
    ),
    "stop": Grain(
        "stop",
        "measures_stop",
        "stop and search",
        "stops and searches",
        {
            "search_type": Field(Sort.TEXT, "the sort of search"),
            "object_of_search": Field(Sort.TEXT, "what was looked for"),
            "object_linked": Field(Sort.TEXT, "whether the outcome was linked to what was looked for"),
            "outcome": Field(Sort.TEXT, "the outcome"),
            "ethnicity": Field(Sort.TEXT, "the ethnic group that the person gave"),
            "age_range": Field(Sort.TEXT, "the age range"),
            "gender": Field(Sort.TEXT, "the gender"),
            "placed": _PLACED,
        },
    ),
}
