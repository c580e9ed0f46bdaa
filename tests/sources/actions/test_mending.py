"""Refused rows: mended by a person, or read again when the feed was put right."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from beatbook.sources.actions import CannotMend, load_paths, mend_refused_row, replay_refused_rows
from beatbook.sources.adapters import registry
from beatbook.sources.statements import RowRefused
from tests.sources.worlds import LINES, line_feed, one, said, write_lines

pytestmark = pytest.mark.usefixtures("database")


def refused(tmp_path: Path) -> UUID:
    load_paths(line_feed(), [write_lines(tmp_path / "a.jsonl", said("1"), "bad")])
    found: UUID = one("SELECT id FROM sources_refusedrow")
    return found


def test_mended_row_is_published_and_closed(tmp_path: Path) -> None:
    row = refused(tmp_path)
    summary = mend_refused_row(row, {"line": json.dumps(said("2"))}, feed=line_feed())
    assert summary.new == 1
    assert one("SELECT state FROM sources_refusedrow") == "mended"
    with pytest.raises(CannotMend):
        mend_refused_row(row, {}, feed=line_feed())


def test_row_that_still_cannot_be_taken_stays_open(tmp_path: Path) -> None:
    row = refused(tmp_path)
    with pytest.raises(RowRefused):
        mend_refused_row(row, {"line": "still bad"}, feed=line_feed())
    assert one("SELECT count(*) FROM sources_refusedrow WHERE state = 'open'") == 1
    assert one("SELECT count(*) FROM sources_record") == 1


def test_unknown_row_cannot_be_mended() -> None:
    with pytest.raises(CannotMend):
        mend_refused_row(uuid4(), {}, feed=line_feed())


def test_replay_takes_what_can_be_taken_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(tmp_path)
    again = replay_refused_rows(line_feed())
    assert again is not None and again.refused_rows == 1
    lenient = LINES._replace(statements_of=lambda row, feed: [])
    monkeypatch.setitem(registry.ADAPTERS, "lines", lenient)
    assert replay_refused_rows(line_feed()) is not None
    assert replay_refused_rows(line_feed()) is None
