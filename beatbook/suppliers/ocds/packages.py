"""Packages out: releases, or records with their compiled release. What is written reads back the same."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from beatbook.suppliers.ocds.merging import merged
from beatbook.suppliers.ocds.standard import Release

OPEN_GOVERNMENT_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True, slots=True)
class Issue:
    """Who publishes a package, under which address, and when (RFC 3339)."""

    uri: str
    publisher: str
    published: str


def release_package(releases: Sequence[Release], issue: Issue) -> str:
    """A release package of the standard, as JSON text."""
    return _text({**_head(issue), "releases": [one.plain() for one in releases]})


def record_package(releases: Iterable[Release], issue: Issue) -> str:
    """A record per ocid, with its releases, oldest first as they came, and what they compile to."""
    by_ocid: dict[str, list[Release]] = defaultdict(list)
    for one in releases:
        by_ocid[one.ocid].append(one)
    compiled = {one.ocid: one for one in merged(one for several in by_ocid.values() for one in several)}
    records = [
        {"ocid": ocid, "releases": [one.plain() for one in by_ocid[ocid]], "compiledRelease": compiled[ocid].plain()}
        for ocid in sorted(by_ocid)
    ]
    return _text({**_head(issue), "records": records})


def _head(issue: Issue) -> dict[str, Any]:
    return {
        "uri": issue.uri,
        "version": "1.1",
        "publishedDate": issue.published,
        "publisher": {"name": issue.publisher},
        "license": OPEN_GOVERNMENT_LICENCE,
    }


def _text(package: dict[str, Any]) -> str:
    return json.dumps(package, ensure_ascii=False, indent=2, default=as_json) + "\n"


def as_json(value: object) -> int | float:
    """A decimal as JSON writes it: whole where it is, else the shortest digits that read back as the same amount."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no value of JSON")
    return int(value) if value == value.to_integral_value() else float(value)
