"""Counts made safe to publish: small ones held back, as many others as are needed so that none can be worked out, and the rest rounded. Pure.

Invariant: whatever is held back could be any of at least `WIDTH` + 1 whole numbers for a reader who knows every published number, that parts add
up to their whole, and the rule itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 3


@dataclass(frozen=True, slots=True)
class Published:
    """One count as published: a rounded number, or None when it is held back."""

    value: int | None

    def words(self) -> str:
        """The number, or `fewer than can be shown`."""
        return "held back" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Table:
    """A whole and its parts, as published, with the rule by which they were made safe."""

    whole: Published
    parts: Mapping[str, Published]
    min_count: int
    round_to: int


def made_safe(parts: Mapping[str, int], *, min_count: int, round_to: int) -> Table:
    """The parts of one whole, made safe. A count of nought is as revealing as a small one and is held back with them."""
    held = {name for name, count in parts.items() if count < min_count}
    order = sorted((count, name) for name, count in parts.items() if name not in held)
    whole = sum(parts.values())
    show_whole = whole >= min_count
    while held and order and show_whole and not _is_safe(parts, held, whole, min_count, round_to):
        held.add(order.pop(0)[1])  # the smallest of those left costs the reader least
    if held and show_whole and not _is_safe(parts, held, whole, min_count, round_to):
        show_whole = False
    published = {name: Published(None if name in held else _rounded(count, round_to)) for name, count in parts.items()}
    return Table(Published(_rounded(whole, round_to) if show_whole else None), published, min_count, round_to)


def made_safe_in_levels(levels: Mapping[str, Mapping[str, int]], *, min_count: int, round_to: int) -> tuple[Table, dict[str, Table]]:
    """Two levels of one whole: the areas, and the neighbourhoods of each. Beneath an area that is held back everything is."""
    rule = {"min_count": min_count, "round_to": round_to}
    areas = made_safe({area: sum(parts.values()) for area, parts in levels.items()}, **rule)
    beneath = {}
    for area, parts in levels.items():
        if areas.parts[area].value is None:
            beneath[area] = Table(Published(None), {name: Published(None) for name in parts}, **rule)
        else:
            beneath[area] = made_safe(parts, **rule)
    return areas, beneath


def ranges(table: Table) -> dict[str, tuple[int, int]]:
    """What a reader can work out of every part that is held back: the lowest and highest number that fit everything published.

    Each published number may be any that rounds to it; each held-back part any from nought on; and the parts add up to the whole. Those are the
    exact bounds of that linear system, which has one equation.
    """
    held = [name for name, part in table.parts.items() if part.value is None]
    slack = table.round_to // 2
    shown_low = sum(max(0, part.value - slack) for part in table.parts.values() if part.value is not None)
    shown_high = sum(part.value + slack for part in table.parts.values() if part.value is not None)
    if table.whole.value is None:
        return dict.fromkeys(held, (0, 10**9))
    left_low, left_high = table.whole.value - slack - shown_high, table.whole.value + slack - shown_low
    if len(held) == 1:
        return {held[0]: (max(0, left_low), max(0, left_high))}
    return {name: (0, max(0, left_high)) for name in held}


def _is_safe(parts: Mapping[str, int], held: set[str], whole: int, min_count: int, round_to: int) -> bool:
    """Whether no held-back part can be told to within `WIDTH`."""
    published = {name: Published(None if name in held else _rounded(count, round_to)) for name, count in parts.items()}
    found = ranges(Table(Published(_rounded(whole, round_to)), published, min_count, round_to))
    return all(high - low >= WIDTH for low, high in found.values())


def _rounded(count: int, to: int) -> int:
    """To the nearest multiple; a half goes up."""
    return (count + to // 2) // to * to
