"""A map of areas in outline with squares on it, shaded by value; a square that is held out is drawn open."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.area_map import Area, class_limits, class_of, draw_legend, path_of, projection, rings_of, value_words
from beatbook.web.svg.marks import Svg, element, link, number, picture

METRES_A_DEGREE = 111_320.0
LEAST_SIDE = 4.0


@dataclass(frozen=True, slots=True)
class MapSquare:
    """One square about a middle; `said` is its value in words."""

    longitude: float
    latitude: float
    value: float
    said: str
    href: str | None = None
    open: bool = False


def square_map(
    areas: Sequence[Area], squares: Sequence[MapSquare], *, side_m: float, width: float = 700, unit: str = "", title: str = "Map"
) -> Svg:
    """The outlines, the squares and a legend of five shades."""
    places = [place for area in areas for ring in rings_of(area.geojson) for place in ring] + [
        (one.longitude, one.latitude) for one in squares
    ]
    project, _, height = projection(places or [(0.0, 0.0), (1.0, 1.0)], width, 760)
    limits = class_limits([one.value for one in squares])
    side = max(LEAST_SIDE, side_m / METRES_A_DEGREE * project.scale)
    shapes = "".join(
        element(
            "g",
            element("title", area.name)
            + element(
                "path",
                d=" ".join(path_of([project(*at) for at in ring]) for ring in rings_of(area.geojson) if len(ring) > 2),
                class_="outline",
                fill_rule="evenodd",
            ),
        )
        for area in areas
    )
    marks = "".join(_square(one, project(one.longitude, one.latitude), side, limits) for one in reversed(squares))
    labels = _labels(squares, limits)
    legend, used = draw_legend(labels, unit, height + 14, width)
    said = f"{len(squares)} squares on {len(areas)} areas. The table gives each square’s figures."
    return picture(
        shapes + marks + legend,
        id=f"square-map-{number(width)}",
        width=width,
        height=math.ceil(height + used),
        class_="area-map square-map",
        title=title,
        description=said,
    )


def _square(one: MapSquare, at: tuple[float, float], side: float, limits: Sequence[float]) -> str:
    shade = class_of(one.value, limits)
    looks = "area area--0 square--open" if one.open else f"area area--{shade}"
    return link(element("rect", x=at[0] - side / 2, y=at[1] - side / 2, width=side, height=side, class_=looks), one.href, one.said)


def _labels(squares: Sequence[MapSquare], limits: Sequence[float]) -> list[tuple[int, str]]:
    classes: dict[int, list[float]] = {}
    for one in squares:
        classes.setdefault(class_of(one.value, limits), []).append(one.value)
    labels = [(shade, _range(min(values), max(values))) for shade, values in sorted(classes.items())]
    return [*labels, (0, "held out by lot")] if any(one.open for one in squares) else labels


def _range(low: float, high: float) -> str:
    """`0.42 to 1.30`; one whole number where all are the same."""
    return value_words(low) if low == high and low.is_integer() else f"{_figure(low)} to {_figure(high)}"


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else value_words(value)
