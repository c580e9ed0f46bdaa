"""Freshness, loads, quality and refused rows, by viewer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beatbook.sources.actions import load_paths
from beatbook.sources.queries import feed_quality, feed_systems, freshness, recent_loads, refused_rows
from tests.sources.worlds import everything, line_feed, nobody_in_particular, said, write_lines

pytestmark = pytest.mark.usefixtures("database")


def loaded(tmp_path: Path) -> None:
    for name in ("a", "b"):
        load_paths(line_feed(), [write_lines(tmp_path / f"{name}.jsonl", said(name), "bad")])


def test_feed_is_late_when_it_was_not_taken_in_its_time(tmp_path: Path) -> None:
    loaded(tmp_path)
    viewer, now = everything(), datetime.now(UTC)
    assert [(row.system, row.is_late(now)) for row in freshness(viewer=viewer)] == [("Line system", False)]
    assert [row.is_late(now + timedelta(hours=2)) for row in freshness(viewer=viewer)] == [True]


def test_who_may_not_see_the_feed_learns_nothing_of_it(tmp_path: Path) -> None:
    loaded(tmp_path)
    viewer = nobody_in_particular()
    assert freshness(viewer=viewer) == recent_loads(viewer=viewer) == refused_rows(viewer=viewer) == []
    assert feed_systems(viewer=viewer) == {} and feed_quality("lines", viewer=viewer) == []


def test_loads_and_their_quality_newest_first(tmp_path: Path) -> None:
    loaded(tmp_path)
    viewer = everything()
    assert [row.summary["new"] for row in recent_loads("lines", viewer=viewer)] == [1, 1]
    assert [row.quality["validity"] for row in feed_quality("lines", viewer=viewer)] == [0.5, 0.5]
    assert freshness(viewer=viewer)[0].open_refused_rows == 2
    assert freshness(viewer=viewer)[0].quality["rows"] == 2
    assert feed_systems(viewer=viewer) == {"lines": "Line system"}


def test_refused_rows_show_their_raw_text(tmp_path: Path) -> None:
    loaded(tmp_path)
    rows = refused_rows("lines", viewer=everything())
    assert sorted((row.file, row.row_number, row.column, row.raw) for row in rows) == [
        ("a.jsonl", 2, "line", '{"line": "bad"}'), ("b.jsonl", 2, "line", '{"line": "bad"}'),
    ]  # fmt: skip
