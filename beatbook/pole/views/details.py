"""Rows of a person's details: the value, its newest source with the others one step away, and every other value that a system states."""

from collections.abc import Callable
from typing import Any

from beatbook.pole.facts import Fact, Value
from beatbook.web import clock, phrases

SORTS = {"Phone": "phone", "E-mail": "email", "Address": "address"}
FIRST_VALUES = 4  # of one detail; the others are one step away


def fact_row(fact: Fact, url_of: Callable[[str, str], str]) -> dict[str, Any]:
    """One row of the list; where systems disagree, all values stand in it, each with who says so and when."""
    first, *rest = [_shown(fact, value, url_of) for value in fact.values]
    return {
        "key": fact.label,
        **first,
        "tag": {"text": "Systems disagree", "colour": "yellow"} if fact.disagree else None,
        "others": rest[: FIRST_VALUES - 1],
        "folded": rest[FIRST_VALUES - 1 :],
        "folded_words": phrases.counted(len(rest[FIRST_VALUES - 1 :]), "older value"),
    }


def _shown(fact: Fact, value: Value, url_of: Callable[[str, str], str]) -> dict[str, Any]:
    newest, *others = [f"{source.system}, {phrases.long_date(source.said_at)}" for source in value.sources]
    return {
        "value": _words(fact, value.text),
        "href": url_of(SORTS[fact.label], value.text) if fact.label in SORTS else "",
        "source": newest,
        "more_sources": others,
        "more_words": f"{newest}, and {phrases.counted(len(others), 'other')}" if others else "",
    }


def _words(fact: Fact, text: str) -> str:
    return phrases.born_and_age(text, clock.today()) if fact.label == "Date of birth" else text
