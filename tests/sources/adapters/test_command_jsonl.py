import json
from typing import Any

import pytest

from beatbook.sources.statements import FileRefused
from tests.sources.adapters.exports import feed, mentions, read, rows, ties


def message(**more: Any) -> dict[str, Any]:
    return {
        "log": "20260827-0015", "revision": 2, "updated": "2026-08-27T22:00:00", "created": "2026-08-27T21:15:00", "type": "ASB", "grade": "4",
        "status": "CLOSED", "closing_code": "ASB",
        "location": {"line": "12 Foundry Row", "town": "Millford", "postcode": "ZZ1 4FR", "lon": 2.25, "lat": 54.75, "beat": "MS01"},
        "text": "Loud music.", "crime_no": "44/0000001/26", "duplicate_of": None, "marking": None, "caveats": [], "operator": "Operator 77",
        "parties": [{"no": 1, "role": "CALLER", "name": {"first": "Jordan", "last": "Marsh"}, "sex": None, "dob": "1994-03-14",
                     "phone": "07700900614", "address": "12 Foundry Row", "postcode": None}],
        "vehicles": [{"vrm": "ZZ19ABC", "make": "FORD", "model": "KA", "colour": "RED"}], **more,
    }  # fmt: skip


def lines(*messages: Any) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in messages).encode()


def test_an_incident_its_caller_and_its_vehicle() -> None:
    statements, refused = read("command", "incidents-2026-08.jsonl", lines(message()))
    found = mentions(statements)
    assert not refused
    assert found["incident:20260827-0015"].content == {
        "event_type": "incident", "reference": "20260827-0015", "title": "Anti-social behaviour", "grade": "Routine", "status": "Closed",
        "summary": "Loud music.", "address": "12 Foundry Row, Millford", "postcode": "ZZ1 4FR", "other_references": ["44/0000001/26"],
        "recorded_by": "Operator 77",
    }  # fmt: skip
    assert found["party:20260827-0015:1"].content == {
        "forenames": "Jordan", "surname": "Marsh", "date_of_birth": "1994-03-14", "phones": ["07700900614"], "address": "12 Foundry Row",
    }  # fmt: skip
    assert found["vehicle:20260827-0015:1"].content["registration"] == "ZZ19ABC"
    assert ties(statements) == {
        ("party:20260827-0015:1", "incident:20260827-0015", "caller", "fact"),
        ("vehicle:20260827-0015:1", "incident:20260827-0015", "involved", "fact"),
    }


def test_a_duplicate_is_the_log_of_the_first() -> None:
    statements, _ = read("command", "x.jsonl", lines(message(duplicate_of="20260827-0014")))
    assert ("incident:20260827-0015", "incident:20260827-0014", "log of", "fact") in ties(statements)


def test_caveats_mark_everything_the_message_says() -> None:
    statements, _ = read("command", "x.jsonl", lines(message(marking="OFFICIAL-SENSITIVE", caveats=["DA"])))
    assert {each.marking.text() if each.marking else "" for each in mentions(statements).values()} == {
        "OFFICIAL-SENSITIVE, "
        + (f"shared under {' or '.join(feed('command').marking.agreements)}, " if feed("command").marking.agreements else "")
        + "DA"
    }


@pytest.mark.parametrize(
    ("bad", "message_part"),
    [
        (lines(message(created="2026-02-31T10:00:00")), "created: “2026-02-31T10:00:00” is not a date"),
        (lines(message(type="PARTY")), "type: “PARTY” is not in the feed's list codes.incident_type"),
        (lines(message(mood="sad")), "mood: feed millshire-command neither takes it nor says why not"),
        (lines(message(parties="none")), "parties: should be a list of records"),
        (lines(message(caveats="DA")), "caveats: should be a list"),
        (lines(message(log="")), "log: is empty"),
        (lines(message(text="x" * 10_000_000)), "text: is 10,000,000 characters long"),
        (lines(message(text="a\0b")), "text: holds a NUL byte"),
        (b'{"log": "1\0"}\n', "holds a NUL byte"),
        (b'{"log": "20\n', "is not JSON"),
        (b"[" * 100_000 + b"\n", "is not JSON"),
        (b'"text"\n', "is not a JSON object"),
        (b'{"log": "\xe9"}\n', "holds bytes that are not utf-8"),
    ],
)
def test_one_bad_line_costs_only_itself(bad: bytes, message_part: str) -> None:
    statements, refused = read("command", "x.jsonl", lines(message(log="1")) + bad + lines(message(log="2")))
    assert {key for key in mentions(statements) if key.startswith("incident:")} == {"incident:1", "incident:2"}
    assert [number for number, _ in refused] == [2]
    assert message_part in refused[0][1]


def test_the_file_of_a_wrong_shape_is_refused() -> None:
    with pytest.raises(FileRefused, match="is empty"):
        rows("command", "x.jsonl", b"")
    with pytest.raises(FileRefused, match="is one JSON list"):
        rows("command", "x.jsonl", b'[{"log": 1}]')


def test_a_truncated_file_keeps_the_lines_before() -> None:
    statements, refused = read("command", "x.jsonl", lines(message(log="1"), message(log="2"))[:-40])
    assert "incident:1" in mentions(statements)
    assert len(refused) == 1
