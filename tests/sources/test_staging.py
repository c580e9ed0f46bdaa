"""Lines for COPY: exact, checked, all of a row or none."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.sources.quality import Tally
from beatbook.sources.staging import COLUMNS, Stager, escaped
from beatbook.sources.statements import Kind, Mention, Row, RowRefused, Tie
from tests.sources.worlds import line_feed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROW = Row("a.jsonl", 7)


def nowhere(longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str | None]:
    return ["W1" if longitude < 0 else None for longitude in longitudes]


def stager() -> Stager:
    return Stager(line_feed(), "00000000-0000-0000-0000-000000000001", b"key", lambda marking: 3, 0, Tally())


def mention(key: str = "1", **more: Any) -> Mention:
    return Mention(Kind.EVENT, key, more.pop("version", 1), more.pop("said_at", NOW), more.pop("content", {"title": "x"}), **more)


def test_every_line_has_a_cell_for_each_column() -> None:
    one = stager()
    one.take(ROW, [mention(longitude=-1.0, latitude=52.0), mention("2", longitude=1.0, latitude=52.0), Tie("1", "2", "log of", NOW)], None)
    lines = one.drain().text(nowhere).splitlines()
    assert [len(line.split("\t")) for line in lines] == [len(COLUMNS)] * 3
    assert [line.split("\t")[-1] for line in lines] == ["W1", "\\N", "\\N"]


@given(st.text())
def test_escaped_text_is_one_cell_of_one_line(text: str) -> None:
    cell = escaped(text)
    assert not set("\t\n\r") & set(cell)
    back = cell.replace("\\\\", "\0\0").replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace("\0\0", "\\")
    assert back == text or "\0" in text


@pytest.mark.parametrize(
    "bad",
    [
        mention(content={"title": "a\0b"}),
        mention(content={"title": "x" * 1_000_001}),
        mention(content={"title": "\udc80"}),
        mention(content={"value": float("nan")}),
        mention(""),
        mention("k" * 501),
        mention("a\0"),
        mention(longitude=181.0, latitude=0.0),
        mention(longitude=float("nan"), latitude=0.0),
        mention(version=-2),
        mention(version=2**63),
        mention(said_at=datetime(2026, 1, 1)),
    ],
)
def test_what_the_database_would_refuse_is_refused_here_and_takes_its_row_along(bad: Mention) -> None:
    one = stager()
    with pytest.raises(RowRefused):
        one.take(ROW, [mention("good"), bad], None)
    assert one.drain().lines == []
    assert one.tally.mentions.total() == 0


def test_backslash_u0000_as_plain_text_is_no_nul_byte() -> None:
    one = stager()
    one.take(ROW, [mention(content={"title": "\\u0000"})], None)
    assert len(one.drain().lines) == 1


def test_nul_byte_names_its_column() -> None:
    with pytest.raises(RowRefused) as raised:
        stager().take(ROW, [mention(content={"title": "x", "summary": "\0"})], None)
    assert raised.value.column == "summary"
