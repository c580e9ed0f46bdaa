"""Records as a viewer may see them."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from beatbook.sources.actions import load_paths
from beatbook.sources.queries import Changes, changes_since, current_watermark, events_in_area, record_history, records_by_ids, ties_of
from tests.sources.worlds import do, everything, line_feed, nobody_in_particular, person, rows_of, said, tied, write_lines

pytestmark = pytest.mark.usefixtures("database")


def loaded(tmp_path: Path) -> dict[str, UUID]:
    public = {"marking": "PUBLIC", "happened": 3}
    load_paths(line_feed(), [write_lines(
        tmp_path / "a.jsonl", {**said("open"), **public}, {**said("closed"), "happened": 4}, person("p"), tied("p", "closed"),
        {**person("q"), "marking": "PUBLIC"}, tied("q", "closed", "witness"), tied("q", "open", "witness"),
    )])  # fmt: skip
    do("UPDATE sources_record SET area = 'W1' WHERE kind = 'event'")
    return dict(rows_of("SELECT source_key, id FROM sources_record"))


def test_each_viewer_gets_exactly_what_they_may_see(tmp_path: Path) -> None:
    ids = loaded(tmp_path)
    assert [row.source_key for row in records_by_ids([ids["closed"], ids["open"]], viewer=everything())] == ["closed", "open"]
    assert {row.source_key for row in records_by_ids(list(ids.values()), viewer=nobody_in_particular())} == {"open", "q"}


def test_tie_needs_both_ends(tmp_path: Path) -> None:
    ids = loaded(tmp_path)
    assert len(ties_of([ids["closed"]], viewer=everything())) == 2
    assert [row.to_id for row in ties_of(list(ids.values()), viewer=nobody_in_particular())] == [ids["open"]]


def test_events_of_an_area_newest_first(tmp_path: Path) -> None:
    loaded(tmp_path)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert [row.source_key for row in events_in_area("W1", since, viewer=everything())] == ["closed", "open"]
    assert [row.source_key for row in events_in_area("W1", since, viewer=nobody_in_particular())] == ["open"]
    assert events_in_area("W1", since, viewer=everything(), event_types=["custody"]) == []
    assert [row.source_key for row in events_in_area("W1", since, until=datetime(2026, 1, 4, tzinfo=UTC), viewer=everything())] == ["open"]


def test_history_hides_what_has_since_been_closed(tmp_path: Path) -> None:
    ids = loaded(tmp_path)
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", {**said("open", 2), "marking": "OFFICIAL"})])
    assert [row.version for row in record_history(ids["open"], viewer=everything())] == [2, 1]
    assert record_history(ids["open"], viewer=nobody_in_particular()) == []


def settled(watermark: int, count: int, **more: Any) -> Changes:
    """What changed since, once transactions elsewhere on the server, which hold every watermark back, are over."""
    deadline = time.monotonic() + 30
    while len((found := changes_since(watermark, viewer=everything(), **more)).records) < count and time.monotonic() < deadline:
        continue
    return found


def test_changes_are_found_by_watermark(tmp_path: Path) -> None:
    loaded(tmp_path)
    first = settled(0, 4)
    assert len(first.records) == 4
    assert changes_since(first.watermark, viewer=everything()).records == ()
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("open", 2))])
    assert [row.source_key for row in settled(first.watermark, 1).records] == ["open"]
    assert changes_since(first.watermark, viewer=everything(), kinds=["person"]).records == ()
    assert current_watermark(viewer=everything()) >= first.watermark


def test_cut_answer_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    loaded(tmp_path)
    load_paths(line_feed(), [write_lines(tmp_path / "b.jsonl", said("later"))])
    cut = settled(0, 4, limit=4)
    assert len(cut.records) == 4
    assert [row.source_key for row in settled(cut.watermark, 1).records] == ["later"]


def test_withdrawn_records_are_no_longer_shown(tmp_path: Path) -> None:
    ids = loaded(tmp_path)
    do("UPDATE sources_record SET withdrawn = true WHERE source_key = 'open'")
    assert records_by_ids([ids["open"]], viewer=everything()) == []
