"""Areas beside each other: value against size, with the funnel in which chance alone would leave them. No order, no ranks."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, link, number, picture, words
from beatbook.web.svg.run_chart import mark_words, scale_of

TOP, BOTTOM, RIGHT, LEFT = 14.0, 58.0, 16.0, 64.0


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One area: its size and value, what is said of it, and +-1, +-2 when chance would seldom leave it there."""

    name: str
    size: float
    value: float
    said: str
    place: int = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class FunnelLimit:
    """The limits at one size."""

    size: float
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


def funnel_chart(
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimit],
    overall: float,
    *,
    size_words: str,
    width: float = 860,
    height: float = 380,
) -> Svg:
    """The chart. Points are drawn by size; those beyond the outer limits bear their names."""
    largest = max(point.size for point in points) * 1.08
    top_value, marks = scale_of(max([point.value for point in points] + [overall * 1.3]) * 1.1)
    top_size, size_marks = scale_of(largest)

    def x(size: float) -> float:
        return LEFT + (width - LEFT - RIGHT) * size / top_size

    def y(value: float) -> float:
        return TOP + (height - TOP - BOTTOM) * (1 - min(value, top_value) / top_value)

    content = ""
    for mark in marks:
        content += element("line", x1=LEFT, y1=y(mark), x2=width - RIGHT, y2=y(mark), class_="run__grid")
        content += words(mark_words(mark), LEFT - 8, y(mark) + 5, class_="chart__note", anchor="end")
    for mark in size_marks[:: max(1, len(size_marks) * 90 // int(width - LEFT))]:
        content += words(mark_words(mark), x(mark), height - BOTTOM + 20, class_="chart__note", anchor="middle")
    content += words(size_words, (LEFT + width - RIGHT) / 2, height - 10, class_="chart__note", anchor="middle")
    shown = [limit for limit in limits if limit.size <= top_size]
    for name in ("inner_low", "inner_high", "outer_low", "outer_high"):
        places = " ".join(f"{number(x(limit.size))},{number(y(getattr(limit, name)))}" for limit in shown)
        content += element("polyline", points=places, class_=f"funnel__limit funnel__limit--{name.partition('_')[0]}")
    content += element("line", x1=LEFT, y1=y(overall), x2=width - RIGHT, y2=y(overall), class_="run__mean")
    for point in sorted(points, key=lambda one: one.size):
        content += draw_area_point(point, x(point.size), y(point.value), width)
    said = "; ".join(f"{point.name} {point.said}" for point in sorted(points, key=lambda one: one.name))
    return picture(
        content,
        id=f"funnel-{number(width)}",
        width=width,
        height=height,
        class_="funnel-chart",
        title="Areas beside each other",
        description=said,
    )


def draw_area_point(point: FunnelPoint, x: float, y: float, width: float) -> str:
    """A dot within the limits, a triangle beyond the inner ones, and a name beyond the outer."""
    if abs(point.place) >= 1:
        side = 1 if point.place > 0 else -1
        places = f"{number(x)},{number(y - 8 * side)} {number(x - 7)},{number(y + 5 * side)} {number(x + 7)},{number(y + 5 * side)}"
        shape = element("polygon", points=places, class_=f"run__point run__point--{'higher' if side > 0 else 'lower'}")
    else:
        shape = element("circle", cx=x, cy=y, r=5.0, class_="run__point")
    if abs(point.place) == 2:
        anchor = "end" if x > width * 0.6 else "start"
        shape += words(point.name, x + (-11 if anchor == "end" else 11), y + 5, class_="funnel__name", anchor=anchor)
        return link(shape, point.href, f"{point.name} {point.said}")
    return link(shape, point.href, f"{point.name} {point.said}")
