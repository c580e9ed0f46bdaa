"""Files of notices to releases: packages of releases or records, lone releases, lists and lines of them. A bad release loses nothing else."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from beatbook.suppliers.ocds.repair import mended
from beatbook.suppliers.ocds.standard import Release

Json = dict[str, Any]
MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """Something mended, or worth knowing, in one release."""

    file: str
    release: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A release that could not be taken: where it stands, what it is called, the path of the fault, why, and what it said."""

    file: str
    release: str
    path: str
    reason: str
    said: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What was read: releases in the order of the file, what was mended, what was refused."""

    releases: tuple[Release, ...]
    told: tuple[Told, ...]
    refused: tuple[Refused, ...]


class Unlisted(ValueError):
    """The file holds no releases: give a release package, a record package, a release, or a list of them."""


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    raw: Any
    published: str | None


def read(path: Path) -> Notices:
    """Every release of a file, mended where faulty."""
    return read_bytes(path.name, path.read_bytes())


def read_bytes(file: str, content: bytes) -> Notices:
    """As `read`, from bytes already in hand; `file` is what refusals call it."""
    try:
        found = list(_found(_parsed(content), "", None))
    except RecursionError:
        return Notices((), (), (Refused(file, "", "", "it is nested too deeply to be a package of notices", ""),))
    except ValueError as fault:
        return Notices((), (), (Refused(file, "", "", str(fault), ""),))
    releases, told, refused = [], [], []
    for one in found:
        release, words, faults = _release(file, one)
        releases += [release] if release else []
        told += words
        refused += faults
    return Notices(tuple(releases), tuple(told), tuple(refused))


def _parsed(content: bytes) -> Any:
    """JSON, or JSON lines, with amounts as decimals; not-a-number is no number here."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    try:
        return _loaded(text)
    except json.JSONDecodeError as fault:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines):
            raise Unlisted(f"line {fault.lineno}, column {fault.colno}: this is no JSON ({fault.msg})") from None
        return [_loaded(line) for line in lines]


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=_decimal, parse_constant=_no_number)


def _decimal(word: str) -> Decimal:
    """A number to the digits that JSON carries from one program to another, so that it reads back the same."""
    number = float(word)
    if not math.isfinite(number):
        raise Unlisted(f"{word} is too large a number")
    return Decimal(repr(number))


def _no_number(word: str) -> Any:
    raise Unlisted(f"{word} is no number of JSON")


def _found(value: Any, path: str, published: str | None) -> Iterator[_Found]:
    """Releases wherever a publisher puts them, with their paths."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _found(one, f"{path}/{place}", published)
    elif not isinstance(value, dict):
        raise Unlisted(f"{path or 'the file'} holds no release")
    elif any(isinstance(value.get(name), list) for name in ("releases", "records", "results")) and "tender" not in value:
        yield from _of_package(value, path, value.get("publishedDate") or published)
    else:
        yield _Found(path, value, published)


def _of_package(package: Json, path: str, published: str | None) -> Iterator[_Found]:
    for place, one in enumerate(package.get("releases") or ()):
        yield _Found(f"{path}/releases/{place}", one, published)
    for place, one in enumerate(package.get("results") or ()):
        yield from _found(one, f"{path}/results/{place}", published)
    for place, record in enumerate(package.get("records") or ()):
        yield from _of_record(record, f"{path}/records/{place}", published)


def _of_record(record: Any, path: str, published: str | None) -> Iterator[_Found]:
    """A record's releases where it carries them, and else what it compiled: linked releases are never fetched."""
    said = record if isinstance(record, dict) else {}
    releases = said.get("releases")
    carried = [
        (place, one)
        for place, one in enumerate(releases if isinstance(releases, list) else [])
        if isinstance(one, dict) and not _is_link(one)
    ]
    if carried:
        for place, one in carried:
            yield _Found(f"{path}/releases/{place}", {"ocid": said.get("ocid"), **one}, published)
    else:
        yield _Found(f"{path}/compiledRelease", said.get("compiledRelease"), published)


def _is_link(release: Json) -> bool:
    return "url" in release and "id" not in release and "ocid" not in release


def _release(file: str, found: _Found) -> tuple[Release | None, list[Told], list[Refused]]:
    where = found.path.lstrip("/") or "the release"
    if not isinstance(found.raw, dict):
        return None, [], [Refused(file, where, "", "it carries no release of its own; linked releases are not fetched", _said(found.raw))]
    name = str(found.raw.get("id") or found.raw.get("ocid") or where)
    if not isinstance(found.raw.get("ocid"), str) or not found.raw["ocid"].strip():
        return (
            None,
            [],
            [Refused(file, name, f"{where}/ocid", "it has no ocid, so that nobody can tell which buying it belongs to", _said(found.raw))],
        )
    try:
        better = mended(found.raw, published=found.published)
        release = Release.model_validate(better.release)
    except RecursionError:
        return None, [], [Refused(file, name, where, "it is nested too deeply to be a notice", "")]
    except ValidationError as fault:
        reasons = fault.errors(include_url=False, include_context=False)[:MOST_FAULTS]
        return None, [], [Refused(file, name, "/".join([where, *map(str, one["loc"])]), one["msg"], _said(found.raw)) for one in reasons]
    return release, [Told(file, str(release.id), path, words) for path, words in better.told], []


def _said(raw: Any) -> str:
    return json.dumps(raw, ensure_ascii=False, default=str)
