"""A map of areas shaded by value, each outlined, with its value printed in it, and opening on its records."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from beatbook.web.svg.marks import Svg, element, link, number, picture, words

CLASSES = 5
LEGEND_HEIGHT, SWATCH = 40.0, 20.0
DIGIT = 9.0
NEAREST = 0.7
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Area:
    """An area with a GeoJSON geometry (Polygon or MultiPolygon, longitude and latitude); value None is `not known`."""

    code: str
    name: str
    geojson: dict[str, Any]
    value: float | None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place to mark on the map."""

    longitude: float
    latitude: float
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """Longitude and latitude to SVG units: equirectangular about the middle latitude, true enough for one force."""

    west: float
    north: float
    scale: float
    squeeze: float
    margin: float = 6.0

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands in the drawing."""
        return self.margin + (longitude - self.west) * self.squeeze * self.scale, self.margin + (self.north - latitude) * self.scale


def area_map(
    areas: Sequence[Area], points: Sequence[MapPoint] = (), *, width: float = 700, unit: str = "", most_height: float = 760
) -> Svg:
    """The map, its legend, and its points. `unit` is said after a value in names and in the legend (` per 1,000 homes`)."""
    places = [place for area in areas for ring in rings_of(area.geojson) for place in ring]
    places += [(point.longitude, point.latitude) for point in points]
    project, drawn_width, height = projection(places or [(0.0, 0.0), (1.0, 1.0)], width, most_height)
    limits = class_limits([area.value for area in areas if area.value is not None])
    shapes = "".join(draw_area(area, project, limits, unit) for area in areas)
    dots = "".join(draw_point(point, project) for point in points)
    legend, used = draw_legend(legend_labels(areas, limits), unit, height + 14, width)
    offset = max(0.0, (width - drawn_width) / 2)
    content = element("g", shapes + dots, transform=f"translate({number(offset)} 0)") + legend
    said = "; ".join(f"{area.name} {value_words(area.value)}{unit}" for area in areas)
    return picture(
        content,
        id=f"area-map-{number(width)}",
        width=width,
        height=height + used,
        class_="area-map",
        title="Map of areas",
        description=said + "." if said else "No areas.",
    )


def projection(places: Sequence[tuple[float, float]], width: float, most_height: float) -> tuple[Projection, float, float]:
    """The projection that fits the places in the width and height, and the size it fills."""
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((width - 12) / across, (most_height - 12) / down)
    return Projection(west, north, scale, squeeze), across * scale + 12, down * scale + 12


def rings_of(geometry: dict[str, Any]) -> Iterator[Ring]:
    """Every ring of a Polygon or MultiPolygon (or a Feature of one), holes too."""
    if geometry.get("type") == "Feature":
        geometry = geometry["geometry"] or {}
    polygons = {"Polygon": [geometry.get("coordinates", [])], "MultiPolygon": geometry.get("coordinates", [])}.get(
        geometry.get("type", ""), []
    )
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def class_limits(values: Sequence[float]) -> list[float]:
    """The lowest value of classes two to five: as many values in each as ties allow."""
    ordered = sorted(values)
    limits = [ordered[len(ordered) * place // CLASSES] for place in range(1, CLASSES)] if ordered else []
    return sorted({limit for limit in limits if limit > ordered[0]})


def class_of(value: float | None, limits: Sequence[float]) -> int:
    """1 (palest) to 5; 0 when the value is not known. With fewer classes the palest come first, the darkest is kept."""
    if value is None:
        return 0
    steps = sum(value >= limit for limit in limits)
    return 1 + round(steps * (CLASSES - 1) / len(limits)) if limits else 3


def value_words(value: float | None) -> str:
    """`1,234`, `4.2` or `not known`."""
    if value is None:
        return "not known"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def draw_area(area: Area, project: Projection, limits: Sequence[float], unit: str) -> str:
    """The area's outline and, where it is wide enough, its value."""
    rings = [[project(*place) for place in ring] for ring in rings_of(area.geojson)]
    shade = class_of(area.value, limits)
    content = element(
        "path", d=" ".join(path_of(ring) for ring in rings if len(ring) > 2), class_=f"area area--{shade}", fill_rule="evenodd"
    )
    said = value_words(area.value)
    if rings:
        x, y, room = label_place(max(rings, key=extent))
        if room >= DIGIT * len(said) and area.value is not None:
            content += words(said, x, y + 5, class_=f"area__value area__value--{shade}", anchor="middle")
    return link(content, area.href, f"{said}{unit}, {area.name}" if area.value is not None else f"{area.name}, not known")


def path_of(ring: Ring) -> str:
    """A ring as path data, leaving out places nearer to the last one than can be seen."""
    kept = [ring[0]]
    for x, y in ring[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= NEAREST:
            kept.append((x, y))
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in kept) + "Z"


def extent(ring: Ring) -> float:
    """Twice the area of a ring."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring)))


def label_place(ring: Ring) -> tuple[float, float, float]:
    """A place well inside the ring and the room across there: the best of nine level cuts."""
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    best = (ring[0][0], ring[0][1], 0.0)
    score = -1.0
    for place in range(1, 10):
        y = top + (bottom - top) * place / 10
        cuts = sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in itertools.pairwise(ring) if (y0 > y) != (y1 > y))
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            worth = min(right - left, 1.6 * min(y - top, bottom - y))
            if worth > score:
                score, best = worth, ((left + right) / 2, y, right - left)
    return best


def draw_point(point: MapPoint, project: Projection) -> str:
    """A dot with a name."""
    x, y = project(point.longitude, point.latitude)
    return link(element("circle", cx=x, cy=y, r=7.0, class_="area-map__point"), point.href, point.label)


def legend_labels(areas: Sequence[Area], limits: Sequence[float]) -> list[tuple[int, str]]:
    """Each class that has areas, with its lowest and highest value in words; areas without a value last."""
    classes: dict[int, list[float]] = {}
    for area in areas:
        if area.value is not None:
            classes.setdefault(class_of(area.value, limits), []).append(area.value)
    ends = [(shade, value_words(min(values)), value_words(max(values))) for shade, values in sorted(classes.items())]
    labels = [(shade, low if low == high else f"{low} to {high}") for shade, low, high in ends]
    return [*labels, (0, "not known")] if any(area.value is None for area in areas) else labels


def draw_legend(labels: Sequence[tuple[int, str]], unit: str, top: float, width: float) -> tuple[str, float]:
    """A swatch for each label, in as many rows as they need, and the height used."""
    content, x, y = "", 6.0, top
    for shade, label in labels:
        needed = SWATCH + 8 + len(label) * DIGIT + 16
        if x + needed > width and x > 6:
            x, y = 6.0, y + 30
        content += element("rect", x=x, y=y, width=SWATCH, height=SWATCH, class_=f"area area--{shade}")
        content += words(label, x + SWATCH + 8, y + 15, class_="legend__label", anchor="start")
        x += needed
    if unit and labels:
        if x + len(unit) * DIGIT > width and x > 6:
            x, y = 6.0, y + 30
        content += words(unit.strip(), x, y + 15, class_="legend__label", anchor="start")
    return content, (y - top + LEGEND_HEIGHT + 4) if labels else 8.0
