"""How much of one area lies in another: which areas new ones cover, and how counts of small areas are shared out among large ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import shapely

MOST_OF_IT = 0.5  # an area more than half of which is drawn anew has ended
SLIVER = 1e-6  # of the smaller area: less than this is two drawings of one line


@dataclass(frozen=True, slots=True)
class Shares:
    """For each large area, the share of each small one that lies in it."""

    parts: Mapping[str, Mapping[str, float]]

    def sums(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Counts of the small areas added up by large area; a large area without any known part is left out."""
        known = {code: {small: share for small, share in parts.items() if small in counts} for code, parts in self.parts.items()}
        return {code: sum(counts[small] * share for small, share in parts.items()) for code, parts in known.items() if parts}


def covered(older: Collection[tuple[str, bytes]], new: Collection[bytes]) -> set[str]:
    """Ids of those older areas of whose land the new ones together cover more than half."""
    land = shapely.union_all(shapely.from_wkb(list(new)))
    shapely.prepare(land)
    return {
        identifier
        for identifier, shape in ((identifier, shapely.from_wkb(wkb)) for identifier, wkb in older)
        if land.intersects(shape) and land.intersection(shape).area > MOST_OF_IT * shape.area
    }


def shared_out(small: Mapping[str, bytes], large: Mapping[str, bytes]) -> Shares:
    """The share of each small area's land in each large one. People are taken to live evenly over a small area."""
    codes, shapes = list(large), [shapely.from_wkb(wkb) for wkb in large.values()]
    tree = shapely.STRtree(shapes)
    parts: dict[str, dict[str, float]] = {}
    for code, wkb in small.items():
        shape = shapely.from_wkb(wkb)
        for place in tree.query(shape, predicate="intersects").tolist():
            share = shape.intersection(shapes[place]).area / shape.area
            if share > SLIVER:
                parts.setdefault(codes[place], {})[code] = share
    return Shares(parts)
