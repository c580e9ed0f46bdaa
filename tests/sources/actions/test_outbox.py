"""The road back: nothing lost, nothing sent twice."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from beatbook.sources.actions import RecordNotFound, deliver_outbox, load_paths, outbox, tell_source
from beatbook.sources.feeds import Feed, Outbox
from beatbook.sources.queries import outbox_rows, undelivered
from tests.sources.worlds import do, everything, file_outbox, line_feed, nobody_in_particular, one, said, write_lines

pytestmark = pytest.mark.usefixtures("database")


def told(tmp_path: Path) -> UUID:
    load_paths(line_feed(), [write_lines(tmp_path / "in" / "a.jsonl", said("1"))])
    return tell_source(everything(), one("SELECT id FROM sources_record"), "correction", {"field": "title", "to": "x"})


def by_file(folder: Path) -> dict[str, Feed]:
    return {"lines": replace(line_feed(), outbox=file_outbox(folder))}


def by_http() -> dict[str, Feed]:
    return {"lines": replace(line_feed(), outbox=Outbox("http", "https://system.example/corrections"))}


def due_now() -> None:
    do("UPDATE sources_outbox SET next_attempt_at = now() - interval '1 second'")


def test_file_is_delivered_once_with_a_receipt(tmp_path: Path) -> None:
    letter = told(tmp_path)
    out = tmp_path / "out"
    assert deliver_outbox(by_file(out)).delivered == 1
    assert deliver_outbox(by_file(out)).delivered == 0
    body = json.loads((out / f"{letter}.json").read_text())
    assert (body["record"], body["kind"], body["to"], body["id"]) == ("1", "correction", "x", str(letter))
    assert [path.name for path in out.glob("*.json")] == [f"{letter}.json"]
    assert undelivered(viewer=everything()) == []
    assert outbox_rows(viewer=everything())[0].receipt == f"file {letter}.json"


@pytest.mark.parametrize("crash_at", ["_sync", "_set_state", "_record"])
def test_crash_at_any_step_neither_loses_nor_doubles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash_at: str) -> None:
    letter = told(tmp_path)
    out = tmp_path / "out"

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(outbox, crash_at, crash)
        deliver_outbox(by_file(out))
    taken_away = [path.unlink() for path in out.glob("*.json")]  # the system takes what it was given
    due_now()
    assert deliver_outbox(by_file(out)).delivered == 1
    assert len(taken_away) + len(list(out.glob(f"{letter}.json"))) == 1
    assert one("SELECT state FROM sources_outbox") == "delivered"


def test_http_failure_is_tried_again_under_the_same_key_after_a_wait(tmp_path: Path) -> None:
    letter = told(tmp_path)
    keys: list[str] = []

    def post(target: str, body: bytes, key: str) -> tuple[int, str]:
        keys.append(key)
        return (503, "") if len(keys) == 1 else (201, "thanks")

    assert deliver_outbox(by_http(), post=post).put_off == 1
    assert deliver_outbox(by_http(), post=post).delivered == 0
    assert undelivered(viewer=everything())[0].last_error == "The system answered 503."
    due_now()
    assert deliver_outbox(by_http(), post=post).delivered == 1
    assert keys == [str(letter)] * 2
    assert one("SELECT receipt FROM sources_outbox") == "201 thanks"


def test_refusal_by_the_system_is_final_and_shown(tmp_path: Path) -> None:
    told(tmp_path)
    assert deliver_outbox(by_http(), post=lambda *_: (422, "")).failed == 1
    assert [(row.state, row.last_error) for row in undelivered(viewer=everything())] == [("failed", "The system answered 422.")]


def test_system_that_cannot_be_reached_is_given_up_after_many_attempts(tmp_path: Path) -> None:
    told(tmp_path)

    def post(*_: object) -> tuple[int, str]:
        raise ConnectionRefusedError(111, "Connection refused")

    for _ in range(outbox.MOST_ATTEMPTS):
        due_now()
        deliver_outbox(by_http(), post=post)
    assert one("SELECT state FROM sources_outbox") == "failed"


def test_feed_without_a_road_back_says_so(tmp_path: Path) -> None:
    told(tmp_path)
    assert deliver_outbox({"lines": line_feed()}).failed == 1
    assert "[outbox]" in undelivered(viewer=everything())[0].last_error


def test_hidden_and_missing_records_answer_alike(tmp_path: Path) -> None:
    told(tmp_path)
    viewer = nobody_in_particular()
    hidden = one("SELECT id FROM sources_record")
    messages = []
    for record_id in (hidden, uuid4()):
        with pytest.raises(RecordNotFound) as raised:
            tell_source(viewer, record_id, "correction", {})
        messages.append(str(raised.value))
    assert messages[0] == messages[1]
    assert undelivered(viewer=viewer) == []
