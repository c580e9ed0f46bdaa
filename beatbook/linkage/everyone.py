"""Every person among all links at once, from arrays: what `persons.group_all` finds, in a tenth of the time.

Invariant: the same persons as `group_all`. Records that all hang together by links that join, without a clash, are one person without a closer
look, since every two groups of them would merge; only the rest goes through `group`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.concerns import attached
from beatbook.linkage.evidence import FORENAMES, GUARD, Forenames, Guard
from beatbook.linkage.following import STRONG_BITS
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.persons import MOST_MEMBERS, Decision, Verdict, group, link_of
from beatbook.linkage.vectors import HARD, clashes, own_differs

ID = np.dtype("S16")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class AllLinks:
    """Links as arrays, each pair once: ids as sixteen bytes, weights in bits, level vectors."""

    a: NDArray[np.bytes_]
    b: NDArray[np.bytes_]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]


def group_everyone(links: AllLinks, judgements: Collection[Decision] = (), *, threshold_bits: float = JOIN_BITS) -> list[frozenset[UUID]]:
    """Persons of two records or more, sorted by their smallest id."""
    judged = np.array([end.bytes for decision in judgements for end in (decision.a, decision.b)], ID)
    ids, places = np.unique(np.concatenate([links.a, links.b, judged]), return_inverse=True)
    n_links = len(links.a)
    left, right, ends = places[:n_links], places[n_links : 2 * n_links], places[2 * n_links :].reshape(-1, 2)
    joining = _followed(left, right, links, threshold_bits, ends.ravel())
    same = [pair for pair, decision in zip(ends.tolist(), judgements, strict=True) if decision.verdict == Verdict.SAME]
    root = _roots(len(ids), [*zip(left[joining].tolist(), right[joining].tolist(), strict=True), *same])
    inside = np.flatnonzero(root[left] == root[right])
    plain = _plain(root, root[left[inside]], links.weights[inside] >= max(threshold_bits, STRONG_BITS), links.levels[inside])
    plain[root[ends.ravel()]] = False
    known = [UUID(bytes=value.ljust(16, b"\0")) for value in ids.tolist()]
    members = _gathered(root, known)
    odd = inside[~plain[root[left[inside]]]]
    rows_of = _gathered(root[left[odd]], odd.tolist())
    decided = _gathered(root[ends[:, 0]], list(judgements))
    found: list[frozenset[UUID]] = []
    for at, records in members.items():
        if plain[at]:
            found.append(frozenset(records))
            continue
        rows = rows_of.get(at, [])
        own = [link_of(known[left[row]], known[right[row]], float(links.weights[row]), links.levels[row].tobytes()) for row in rows]
        found += group(records, own, decided.get(at, []), threshold_bits=threshold_bits)
    return sorted((person for person in found if len(person) > 1), key=min)


def group_everyone_with_concerns(
    links: AllLinks, judgements: Collection[Decision], moved: Mapping[UUID, UUID], *, threshold_bits: float = JOIN_BITS
) -> list[frozenset[UUID]]:
    """The same with records that concern another's person, as `concerns.group_with_concerns` finds them."""
    if not moved:
        return group_everyone(links, judgements, threshold_bits=threshold_bits)
    gone = np.array([one.bytes for one in moved], ID)
    kept = ~(np.isin(links.a, gone) | np.isin(links.b, gone))
    rest = AllLinks(links.a[kept], links.b[kept], links.weights[kept], links.levels[kept])
    decided = [decision for decision in judgements if decision.a not in moved and decision.b not in moved]
    return [person for person in attached(group_everyone(rest, decided, threshold_bits=threshold_bits), moved) if len(person) > 1]


def _followed(
    left: NDArray[np.intp], right: NDArray[np.intp], links: AllLinks, threshold_bits: float, judged: NDArray[np.intp]
) -> NDArray[np.bool_]:
    # As in following.py, but that those whom people judged count as weakly linked: more is taken together, and `group` looks closer.
    conflict = np.isin(links.levels[:, GUARD], HARD)
    strong = (links.weights >= STRONG_BITS) & ~conflict
    rich = np.zeros(max(left.max(initial=0), right.max(initial=0), judged.max(initial=0)) + 1, np.bool_)
    rich[left[strong]] = rich[right[strong]] = True
    rich[judged] = False
    result: NDArray[np.bool_] = (links.weights >= threshold_bits) & ((links.weights >= STRONG_BITS) | ~(rich[left] & rich[right]))
    return result


def _roots(n: int, joins: list[Any]) -> NDArray[np.int64]:
    parent = list(range(n))
    for a, b in joins:
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for place in range(n):  # a parent is never larger than its child, so that its own root is known by now
        parent[place] = parent[parent[place]]
    return np.array(parent, np.int64)


def _plain(root: NDArray[np.int64], of_link: NDArray[np.int64], joins: NDArray[np.bool_], levels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    # By root: every two of its records are joined by a link, and no link says anything against it.
    n = len(root)
    size = np.bincount(root, minlength=n)
    born, sex = clashes(levels)
    good = joins & (levels[:, GUARD] == Guard.NONE) & ~born & ~sex & (levels[:, FORENAMES] != Forenames.MORE_DIFFER) & ~own_differs(levels)
    n_good = np.bincount(of_link[good], minlength=n)
    n_bad = np.bincount(of_link[~good], minlength=n)
    result: NDArray[np.bool_] = (n_bad == 0) & (n_good == size * (size - 1) // 2) & (size <= MOST_MEMBERS)
    return result


def _gathered(keys: NDArray[np.int64], values: list[Value]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = {}
    for key, value in zip(keys.tolist(), values, strict=True):
        found.setdefault(key, []).append(value)
    return found
