"""Freshness, loads, quality and refused rows, by viewer."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from beatbook.access.actions import add_people, sign_in
from beatbook.access.people import Person
from beatbook.sources.actions import load_paths
from beatbook.sources.actions.rows import take_rows
from beatbook.sources.queries import feed_quality, feed_systems, freshness, recent_loads, refused_rows
from beatbook.sources.statements import Row
from beatbook.vocabulary.viewer import Role, Viewer
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


def staff(*, caveats: tuple[str, ...] = ()) -> Viewer:
    """Somebody of the force that holds the feed."""
    add_people([Person("staff", "Staff", Role.RESPONSE, "test", "Test force", caveats=caveats)])
    return sign_in("staff")


def covert(key: str, *, day: int) -> dict[str, Any]:
    return {**said(key, day=day), "marking": "OFFICIAL", "caveats": ["COVERT"]}


def message(content: dict[str, Any]) -> None:
    """One live message, as the inbox takes it."""
    take_rows(line_feed(), [Row("live.jsonl", 1, {"line": json.dumps(content)})], road="inbox")


def test_a_hidden_message_moves_nothing_that_its_outsiders_see(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("a"))])
    viewer = staff()
    before = freshness(viewer=viewer), recent_loads(viewer=viewer, roads=("file", "inbox"))
    message(covert("b", day=9))
    after = freshness(viewer=viewer), recent_loads(viewer=viewer, roads=("file", "inbox"))
    assert before == after and before[0][0].last_said_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert freshness(viewer=everything())[0].last_said_at == datetime(2026, 1, 9, 12, tzinfo=UTC)
    message(said("c", day=5))
    assert freshness(viewer=viewer)[0].last_said_at == datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_totals_are_for_those_who_may_see_every_record_of_the_feed(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("a"))])
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("b"), covert("c", day=2))])
    load_paths(line_feed(), [write_lines(tmp_path / "d.jsonl", said("d"))])  # its counts compare with what is held
    assert [row.summary["mentions"] for row in recent_loads("lines", viewer=staff())] == [1]
    assert [row.summary["mentions"] for row in recent_loads("lines", viewer=staff(caveats=("COVERT",)))] == [1, 2, 1]
    assert freshness(viewer=staff())[0].quality["rows"] == 1


def test_refused_rows_are_marked_as_high_as_anything_in_their_feed(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("a"), "bad")])
    assert len(refused_rows("lines", viewer=staff())) == 1
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", covert("c", day=2), "worse")])
    assert refused_rows("lines", viewer=staff()) == [] and freshness(viewer=staff())[0].open_refused_rows == 0
    assert len(refused_rows("lines", viewer=staff(caveats=("COVERT",)))) == 2


def test_a_row_refused_for_its_marking_is_shown_to_nobody(tmp_path: Path) -> None:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("a"), {**said("b"), "marking": "SECRET"})])
    assert refused_rows("lines", viewer=staff(caveats=("COVERT",))) == []
    assert [row.column for row in refused_rows("lines", viewer=everything())] == ["marking"]
