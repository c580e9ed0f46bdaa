"""Whose areas a map points at: areas grouped by their make-up, each group's share of flagged squares beside its share of offences and people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

GROUPS = 3
WORDS = ("lowest third", "middle third", "highest third")


@dataclass(frozen=True, slots=True)
class Burden:
    """A third of the areas by one feature of their make-up. Shares are of the whole; `amplified` is flagged over offences;
    `hit_rate` is the share of these areas' own offences that lay in flagged squares."""

    feature: str
    third: str
    areas: int
    share_of_people: float
    share_of_offences: float
    share_of_flagged: float
    observed_over_expected: float | None
    amplified: float | None
    hit_rate: float | None


def burdens(by_area: Sequence[Mapping[str, Any]], *, feature: str, value: Mapping[str, float], people: Mapping[str, float]) -> list[Burden]:
    """Areas in thirds by `value` (a share or a rank, by code), lowest first; areas without a value are left out."""
    known = sorted((one for one in by_area if one["area"] in value), key=lambda one: (value[one["area"]], one["area"]))
    found = []
    for place in range(GROUPS):
        part = known[len(known) * place // GROUPS : len(known) * (place + 1) // GROUPS]
        expected, observed = sum(one["expected"] for one in part), sum(one["observed"] for one in part)
        offences, flagged = sum(one["share_of_offences"] for one in part), sum(one["share_of_flagged"] for one in part)
        everybody = sum(people.get(one["area"], 0.0) for one in known)
        found.append(
            Burden(
                feature,
                WORDS[place],
                len(part),
                sum(people.get(one["area"], 0.0) for one in part) / everybody if everybody else 0.0,
                offences,
                flagged,
                observed / expected if expected else None,
                flagged / offences if offences else None,
                sum((one["hit_rate"] or 0.0) * one["observed"] for one in part) / observed if observed else None,
            )
        )
    return found


def as_rows(found: Sequence[Burden]) -> list[dict[str, Any]]:
    """Ready for JSON."""
    return [asdict(one) for one in found]
