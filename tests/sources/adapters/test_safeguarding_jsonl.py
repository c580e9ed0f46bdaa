import io
import json
from pathlib import Path
from typing import Any

import pytest

from beatbook.sources.adapters import safeguarding_jsonl
from beatbook.sources.feeds import read_feed
from beatbook.sources.statements import Basis, Kind, Mention, RowRefused, Statement, Tie

FEED = read_feed(Path(__file__).resolve().parents[3] / "feeds" / "millshire" / "safeguarding.toml")
EMPTY = dict.fromkeys("until due level status outcome text marking owner".split())
RISK = {"no": "RA-1", "rev": 2, "updated": "2026-09-06T14:00:00", "kind": "RISK", "at": "2026-09-06T13:00:00", "title": "Domestic abuse risk assessment",
        **EMPTY, "level": "High", "crimes": ["44/1/26"], "caveats": ["DA"], "marking": "OFFICIAL-SENSITIVE", "people": []}  # fmt: skip
HOME = {"phone": None, "address": None, "postcode": None}
KATIE = {"no": 1, "role": "VICTIM", "parent": "yes", "first": "Katie", "last": "Brennan", "sex": "F", "dob": "1990-04-08", **HOME}
DEAN = {"no": 2, "role": "SUBJECT", "parent": None, "first": "Dean", "last": "Foster", "sex": "M", "dob": "1987-08-19", **HOME}
ISLA = {"no": 3, "role": "CHILD", "parent": None, "first": "Isla", "last": "Foster", "sex": "F", "dob": "2020-05-14", **HOME}


def said(**line: Any) -> list[Statement]:
    stream = io.BytesIO((json.dumps(RISK | line) + "\n").encode())
    (row,) = safeguarding_jsonl.read_rows("entries-2026.jsonl", stream, FEED)
    return safeguarding_jsonl.statements_of(row, FEED)


def test_an_assessment_is_an_event_and_of_whom_it_speaks_is_an_opinion() -> None:
    event, *rest = said(people=[KATIE, DEAN])
    assert isinstance(event, Mention) and event.kind is Kind.EVENT and event.version == 2
    assert (event.content["event_type"], event.content["grade"], event.content["other_references"]) == (
        "risk-assessment",
        "High",
        ["44/1/26"],
    )
    assert event.marking is not None and event.marking.caveats == {"DA"}
    ties = {(tie.role, tie.basis) for tie in rest if isinstance(tie, Tie)}
    assert ties == {("victim", Basis.FACT), ("subject", Basis.OPINION)}
    assert all(each.marking == event.marking for each in rest if isinstance(each, Mention))


def test_a_child_is_tied_to_the_parent_in_the_entry() -> None:
    ties = [each for each in said(people=[KATIE, DEAN, ISLA]) if isinstance(each, Tie)]
    assert [(tie.from_key, tie.to_key) for tie in ties if tie.role == "child"] == [
        ("person:RA-1:3", "entry:RA-1"), ("person:RA-1:3", "person:RA-1:1"),
    ]  # fmt: skip


def test_an_exhibit_is_a_thing_under_the_crime_s_number() -> None:
    (thing,) = said(kind="EXHIBIT", no="AH/1", title="Disc", marking=None, caveats=[])
    assert isinstance(thing, Mention) and thing.kind is Kind.OBJECT
    assert thing.content == {"object_type": "property", "description": "Disc", "serial_number": "AH/1", "other_references": ["44/1/26"]}


@pytest.mark.parametrize(
    ("column", "line"),
    [("kind", {"kind": "DIARY"}), ("caveats", {"caveats": "DA"}), ("crimes", {"crimes": [1]}), ("title", {"title": None}), ("due", {"due": "soon"}),
     ("dob", {"people": [KATIE | {"dob": "1990-02-31"}]}), ("rev", {"rev": "two"})],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_column(column: str, line: dict[str, Any]) -> None:
    with pytest.raises(RowRefused) as refused:
        said(**line)
    assert refused.value.column.rpartition("/")[2] == column
