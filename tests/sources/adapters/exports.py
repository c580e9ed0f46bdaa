"""Tiny exports for the tests of adapters, and the reading of them."""

from io import BytesIO
from pathlib import Path

from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import Feed, read_feed
from beatbook.sources.statements import Mention, Row, RowRefused, Statement, Tie

FEEDS = Path(__file__).resolve().parents[3] / "feeds" / "millshire"


def feed(name: str) -> Feed:
    """One of Millshire's feeds."""
    return read_feed(FEEDS / f"{name}.toml")


def rows(feed_name: str, file: str, body: bytes) -> list[Row]:
    """Every row of a file."""
    found = feed(feed_name)
    return list(ADAPTERS[found.adapter].read_rows(file, BytesIO(body), found))


def read(feed_name: str, file: str, body: bytes) -> tuple[list[Statement], list[tuple[int, str]]]:
    """(statements, (row number, refusal) of each refused row) of a file."""
    found, statements, refused = feed(feed_name), [], []
    adapter = ADAPTERS[found.adapter]
    for row in adapter.read_rows(file, BytesIO(body), found):
        try:
            statements += adapter.statements_of(row, found)
        except RowRefused as refusal:
            refused.append((row.number, str(refusal)))
    return statements, refused


def mentions(statements: list[Statement]) -> dict[str, Mention]:
    """The mentions by key."""
    return {each.key: each for each in statements if isinstance(each, Mention)}


def ties(statements: list[Statement]) -> set[tuple[str, str, str, str]]:
    """The ties as (from, to, role, basis)."""
    return {(each.from_key, each.to_key, each.role, each.basis.value) for each in statements if isinstance(each, Tie)}
