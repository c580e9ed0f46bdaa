"""Small worlds for tests of the sources room: a feed of JSON lines with versions, and files as data.police.uk publishes them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connections

from beatbook.access.actions import public_viewer, system_viewer
from beatbook.sources.adapters.registry import Adapter
from beatbook.sources.feeds import Feed, Outbox, feed_from, read_feed
from beatbook.sources.statements import Basis, FileRefused, Kind, Mention, Row, RowRefused, Statement, Tie
from beatbook.vocabulary.markings import parse_marking
from beatbook.vocabulary.viewer import Viewer

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
OUTCOMES = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
STOPS = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    "Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,"
    "Removal of more than just outer clothing"
)
FORCE = "Northamptonshire Police,Northamptonshire Police"


def policeuk_feed() -> Feed:
    return read_feed(ROOT / "feeds" / "national" / "policeuk.toml")


def street_row(crime_id: str = "a1", *, outcome: str = "Under investigation", place: str = "-0.9,52.2", kind: str = "Burglary") -> str:
    return f"{crime_id},2025-01,{FORCE},{place},On or near High Street,E01,Place 1A,{kind},{outcome},"


def outcome_row(crime_id: str, outcome: str = "Offender sent to prison") -> str:
    return f"{crime_id},2025-01,{FORCE},-0.9,52.2,On or near High Street,E01,Place 1A,{outcome}"


def write_csv(path: Path, header: str, rows: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def line_feed(
    code: str = "lines", *, min_rows: int = 0, max_refused_share: float = 1.0, republish: str = "incremental", **more: Any
) -> Feed:
    feed = feed_from(
        {
            "code": code, "name": "Lines", "system": "Line system", "force": "test", "adapter": "lines", "files": {"*.jsonl": "line"},
            "marking": {"classification": "OFFICIAL"}, "retention_group": 1, "data_regime": "part-3", "dpia": "d", "ropa": "r",
            "normal": {"min_rows": min_rows, "max_refused_share": max_refused_share}, "owner": {"name": "n", "email": "e@example.org"},
            "republish": republish, "refresh_minutes": 60,
        },
        "test",
    )  # fmt: skip
    return replace(feed, **more) if more else feed


def file_outbox(folder: Path) -> Outbox:
    return Outbox("file", str(folder))


def said(key: str, version: int = 1, *, day: int = 1, **content: Any) -> dict[str, Any]:
    return {"key": key, "version": version, "day": day, "content": {"event_type": "crime", **content}}


def person(key: str, version: int = 1, **content: Any) -> dict[str, Any]:
    return {**said(key, version, **content), "kind": "person", "content": content}


def tied(start: str, end: str, role: str = "suspect", **more: Any) -> dict[str, Any]:
    return {"from": start, "to": end, "role": role, "day": 1, **more}


def write_lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def _read(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    for number, line in enumerate(stream, start=1):
        if line.startswith(b"!"):
            raise FileRefused(name, f"line {number} cannot be read")
        yield Row(name, number, {"line": line.decode("utf-8", "replace").rstrip("\n")})


def _statements(row: Row, feed: Feed) -> list[Statement]:
    try:
        facts = json.loads(row.fields["line"])
    except ValueError:
        raise RowRefused("line", "is not JSON") from None
    said_at = datetime(2026, 1, facts["day"], 12, tzinfo=UTC)
    if "from" in facts:
        return [Tie(facts["from"], facts["to"], facts["role"], said_at, Basis(facts.get("basis", "fact")), facts.get("group", False))]
    marking = parse_marking(facts["marking"], (), facts.get("caveats", ())) if "marking" in facts else None
    happened_at = datetime(2026, 1, facts["happened"], tzinfo=UTC) if "happened" in facts else None
    place = facts.get("place", (None, None))
    kind = Kind(facts.get("kind", "event"))
    return [Mention(kind, facts["key"], facts["version"], said_at, facts["content"], happened_at, marking, *place)]


LINES = Adapter(_read, _statements, lambda name: "line")


def rows_of(query: str, *given: Any) -> list[tuple[Any, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()


def one(query: str, *given: Any) -> Any:
    return rows_of(query, *given)[0][0]


def do(command: str, *given: Any) -> None:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(command, given)


def everything() -> Viewer:
    """A job that sees all."""
    return system_viewer("tests")


def nobody_in_particular() -> Viewer:
    return public_viewer()
