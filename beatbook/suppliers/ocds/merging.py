"""Releases of one buying merged into its present state.

Source: Open Contracting Data Standard 1.1.5, merging (https://standard.open-contracting.org/1.1/en/schema/merging/): the later value wins, a null takes
away, lists of blocks with ids are merged by id, every other list is replaced.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from beatbook.suppliers.ocds.standard import Release

Json = dict[str, Any]
WHOLE_LISTS = frozenset({"tag", "additionalClassifications", "additionalIdentifiers", "changes"})


def merged(releases: Iterable[Release]) -> tuple[Release, ...]:
    """One compiled release per ocid, in the order of their ocids; the order in which releases come does not matter, nor do doubles."""
    by_ocid: dict[str, dict[str, Release]] = defaultdict(dict)
    for one in releases:
        by_ocid[one.ocid][f"{one.id}@{one.date}"] = one
    return tuple(_compiled(ocid, list(by_ocid[ocid].values())) for ocid in sorted(by_ocid))


def _compiled(ocid: str, releases: list[Release]) -> Release:
    ordered = sorted(releases, key=lambda one: (datetime.fromisoformat(one.date), str(one.id)))
    state: Json = {}
    for one in ordered:
        _laid_over(state, {name: value for name, value in one.plain().items() if name not in {"id", "date", "tag"}})
    latest = ordered[-1].date
    return Release.model_validate({**state, "ocid": ocid, "id": f"{ocid}-{latest}", "date": latest, "tag": ["compiled"]})


def _laid_over(state: Json, newer: Json) -> None:
    for name, value in newer.items():
        if value is None:
            state.pop(name, None)
        elif isinstance(value, dict):
            below = state[name] if isinstance(state.get(name), dict) else {}
            state[name] = below
            _laid_over(below, value)
        elif _has_ids(name, value) and isinstance(state.get(name, []), list | tuple):
            state[name] = _by_id(list(state.get(name, [])), value)
        else:
            state[name] = value


def _has_ids(name: str, value: Any) -> bool:
    return name not in WHOLE_LISTS and isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value)


def _by_id(known: list[Any], newer: Iterable[Any]) -> list[Any]:
    """Blocks with an id known already are laid over it; those without are new each time, unless the very same is there."""
    places = {one["id"]: one for one in known if isinstance(one, dict) and one.get("id") is not None}
    for one in newer:
        key = one.get("id") if isinstance(one, dict) else None
        if key is not None and key in places:
            _laid_over(places[key], one)
        elif key is not None:
            fresh: Json = {}
            _laid_over(fresh, one)
            places[key] = fresh
            known.append(fresh)
        elif one not in known:
            known.append(one)
    return known
