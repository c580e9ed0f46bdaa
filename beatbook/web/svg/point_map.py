"""A map of one area: its outline, its neighbours' faintly, and a circle at each point, larger where more was recorded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beatbook.web.svg.area_map import path_of, projection, rings_of
from beatbook.web.svg.marks import Svg, element, link, picture, words

SMALLEST, LARGEST = 4.0, 20.0
LEGEND = 46.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a number, and what it is called."""

    longitude: float
    latitude: float
    count: int
    label: str
    href: str | None = None


def point_map(
    outline: dict[str, Any] | None, spots: Sequence[Spot], *, neighbours: Sequence[dict[str, Any]] = (), width: float = 640,
    most_height: float = 560, title: str = "Map", unit: str = "crimes",
) -> Svg:  # fmt: skip
    """The map and a legend of sizes. Circles grow with the root of the number, so that their areas can be compared."""
    rings = list(rings_of(outline)) if outline else []
    places = [place for ring in rings for place in ring] or [(spot.longitude, spot.latitude) for spot in spots] or [(0.0, 0.0), (1.0, 1.0)]
    project, drawn, height = projection(places, width, most_height)
    shift = max(0.0, (width - drawn) / 2)
    most = max((spot.count for spot in spots), default=1)
    frame = element("rect", x=0.0, y=0.0, width=width, height=height)
    clip = element("clipPath", frame, id=f"frame-{width:g}")
    around = "".join(
        element("path", d=" ".join(path_of([project(*place) for place in ring]) for ring in rings_of(shape)), class_="neighbour")
        for shape in neighbours
    )
    own = element("path", d=" ".join(path_of([project(*place) for place in ring]) for ring in rings), class_="ground", fill_rule="evenodd")
    dots = "".join(_spot(spot, *project(spot.longitude, spot.latitude), most) for spot in sorted(spots, key=lambda one: -one.count))
    moved = element("g", around + (own if rings else "") + dots, transform=f"translate({shift:.1f} 0)")
    drawing = clip + element("g", moved, clip_path=f"url(#frame-{width:g})") + _legend(most, height, width, unit)
    said = "; ".join(f"{spot.label} {spot.count}" for spot in spots)
    return picture(
        drawing,
        id=f"point-map-{width:g}",
        width=width,
        height=height + LEGEND,
        class_="point-map",
        title=title,
        description=said or "Nothing.",
    )


def radius_of(count: int, most: int) -> float:
    """Radius of the circle of a number where the largest is `most`."""
    return max(SMALLEST, LARGEST * math.sqrt(count / max(most, 16)))


def _spot(spot: Spot, x: float, y: float, most: int) -> str:
    return link(element("circle", cx=x, cy=y, r=radius_of(spot.count, most), class_="spot"), spot.href, f"{spot.count} {spot.label}")


def _legend(most: int, top: float, width: float, unit: str) -> str:
    sizes = sorted({1, max(1, round(most / 4)), most})
    content, x = "", 8.0
    for size in sizes:
        radius = radius_of(size, most)
        content += element("circle", cx=x + radius, cy=top + 24, r=radius, class_="spot")
        content += words(f"{size:,}", x + 2 * radius + 6, top + 29, class_="legend__label", anchor="start")
        x += 2 * radius + 6 + 12 * len(f"{size:,}") + 14
    return content + words(unit, x, top + 29, class_="legend__label", anchor="start")
