"""Counts of a measure whose records are not public one by one, made safe to publish: what is kept of a release, and how it is read back. Pure.

Invariant: nothing is kept of a release but what everybody may read.
"""

from collections.abc import Mapping
from typing import Any

from beatbook.measures.disclosure import Published, Table, made_safe_in_levels
from beatbook.measures.where import NOT_KNOWN


def release_of(levels: Mapping[str, Mapping[str, int]], *, min_count: int, round_to: int) -> dict[str, Any]:
    """The release of counts by area and, in each, by neighbourhood; ready for JSON, the true counts left behind."""
    areas, beneath = made_safe_in_levels(levels, min_count=min_count, round_to=round_to)
    return {
        "min_count": min_count,
        "round": round_to,
        "whole": areas.whole.value,
        "areas": {
            area: {"count": part.value, "parts": {name: one.value for name, one in beneath[area].parts.items()}}
            for area, part in areas.parts.items()
        },
    }


def tables_of(content: Mapping[str, Any]) -> tuple[Table, dict[str, Table]]:
    """A kept release as tables: the areas, and the neighbourhoods of each."""
    rule = {"min_count": int(content["min_count"]), "round_to": int(content["round"])}
    parts = {area: Published(one["count"]) for area, one in content["areas"].items()}
    beneath = {
        area: Table(Published(one["count"]), {name: Published(value) for name, value in one["parts"].items()}, **rule)
        for area, one in content["areas"].items()
    }
    return Table(Published(content["whole"]), parts, **rule), beneath


def release_rows(content: Mapping[str, Any], names: Mapping[str, str]) -> list[list[str]]:
    """Area, neighbourhood and published words, by name, each area's own line after its neighbourhoods and the whole last."""
    areas, beneath = tables_of(content)
    named = {**names, NOT_KNOWN: "Not known"}
    rows = []
    for area in sorted(areas.parts, key=lambda code: (code == NOT_KNOWN, named.get(code, code))):
        parts = beneath[area].parts
        rows += [
            [named.get(area, area), named.get(one, one), parts[one].words()]
            for one in sorted(parts, key=lambda code: (code == NOT_KNOWN, named.get(code, code)))
        ]
        rows.append([named.get(area, area), "All together", areas.parts[area].words()])
    return [*rows, ["All together", "All together", areas.whole.words()]]
