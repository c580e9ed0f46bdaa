"""A figure month by month, with the range that is usual: line, mean, limits, marks on what is unusual, and where the figure changed its meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, link, number, picture, words

TOP, BOTTOM, RIGHT = 26.0, 34.0, 14.0
NARROW = 480
LETTER = 8.2


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One month. `said` is its value in words; `low`, `mean` and `high` the usual range there, or None; `side` +1 or -1 marks the unusual."""

    label: str
    value: float | None
    said: str
    href: str | None = None
    low: float | None = None
    mean: float | None = None
    high: float | None = None
    side: int = 0
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where months and values stand in the drawing."""

    left: float
    width: float
    height: float
    step: float
    top_value: float

    def x(self, place: int) -> float:
        """Middle of a month."""
        return self.left + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        """Height of a value."""
        return TOP + (self.height - TOP - BOTTOM) * (1 - value / self.top_value)


def run_chart(points: Sequence[RunPoint], *, width: float = 860, height: float = 300, title: str, id: str = "run") -> Svg:
    """The chart; values must not be negative. Higher than usual is a triangle up, lower one down, so that colour is never alone."""
    highest = max([point.value or 0.0 for point in points] + [point.high or 0.0 for point in points], default=0.0) or 1.0
    top_value, marks = scale_of(highest)
    labels = [mark_words(mark) for mark in marks]
    left = 14 + LETTER * max(len(label) for label in labels)
    frame = Frame(left, width, height, (width - left - RIGHT) / max(1, len(points)), top_value)
    content = "".join(draw_mark(label, mark, frame) for label, mark in zip(labels, marks, strict=True))
    content += draw_range(points, frame) + draw_breaks(points, frame) + draw_line(points, frame)
    content += "".join(draw_point(place, point, frame) for place, point in enumerate(points) if point.value is not None)
    content += draw_months(points, frame)
    said = "; ".join(f"{point.label} {point.said}" for point in points)
    return picture(content, id=f"{id}-{number(width)}", width=width, height=height, class_="run-chart", title=title, description=said)


def scale_of(highest: float) -> tuple[float, list[float]]:
    """The value at the top and the marks of the axis: about four steps of 1, 2 or 5 times a power of ten."""
    highest, size = highest or 1.0, 1.0
    while size * 10 <= highest / 4:
        size *= 10
    while size > highest / 4:
        size /= 10
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor * 5 >= highest)
    count = 1
    while count * step < highest:
        count += 1
    return count * step, [place * step for place in range(count + 1)]


def mark_words(value: float) -> str:
    """A mark of the axis."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def draw_mark(label: str, value: float, frame: Frame) -> str:
    """One level line and its value."""
    y = frame.y(value)
    line = element("line", x1=frame.left, y1=y, x2=frame.width - RIGHT, y2=y, class_="run__grid")
    return line + words(label, frame.left - 8, y + 5, class_="chart__note", anchor="end")


def draw_range(points: Sequence[RunPoint], frame: Frame) -> str:
    """The usual range as a band of steps, with the mean as a line in it."""
    content = ""
    for place, point in enumerate(points):
        if point.low is None or point.high is None or point.mean is None:
            continue
        left, top, bottom = frame.x(place) - frame.step / 2, frame.y(point.high), frame.y(max(0.0, point.low))
        content += element("rect", x=left, y=top, width=frame.step + 0.5, height=max(1.0, bottom - top), class_="run__usual")
        y = frame.y(point.mean)
        content += element("line", x1=left, y1=y, x2=left + frame.step, y2=y, class_="run__mean")
    return content


def draw_line(points: Sequence[RunPoint], frame: Frame) -> str:
    """The line through the values, broken where one is not told or where the figure changed its meaning."""
    pieces: list[list[str]] = [[]]
    for place, point in enumerate(points):
        if point.value is None or point.broken:
            pieces.append([])
        if point.value is not None:
            pieces[-1].append(f"{number(frame.x(place))},{number(frame.y(point.value))}")
    return "".join(element("polyline", points=" ".join(piece), class_="run__line") for piece in pieces if len(piece) > 1)


def draw_point(place: int, point: RunPoint, frame: Frame) -> str:
    """A dot, or a triangle that points to the side on which the month is unusual; it opens the month's records."""
    x, y = frame.x(place), frame.y(point.value or 0.0)
    usual = {0: "", 1: ", higher than usual", -1: ", lower than usual"}[point.side]
    if point.side:
        tip, base = y - 8 * point.side, y + 5 * point.side
        places = f"{number(x)},{number(tip)} {number(x - 7)},{number(base)} {number(x + 7)},{number(base)}"
        shape = element("polygon", points=places, class_=f"run__point run__point--{'higher' if point.side > 0 else 'lower'}")
    else:
        shape = element("circle", cx=x, cy=y, r=4.0, class_="run__point")
    touch = element(
        "rect", x=x - frame.step / 2, y=TOP - 12, width=frame.step, height=frame.height - TOP - BOTTOM + 12, class_="run__touch"
    )
    return link(touch + shape, point.href, f"{point.label}: {point.said}{usual}")


def draw_breaks(points: Sequence[RunPoint], frame: Frame) -> str:
    """A dashed upright before each month from which the figure means something else."""
    content = ""
    for place, point in enumerate(points):
        if point.broken:
            x = frame.x(place) - frame.step / 2
            content += element("line", x1=x, y1=TOP - 14, x2=x, y2=frame.height - BOTTOM, class_="run__break")
            anchor = "end" if x > frame.width / 2 else "start"
            content += words("counting rules changed", x + (-6 if anchor == "end" else 6), TOP - 8, class_="chart__note", anchor=anchor)
    return content


def draw_months(points: Sequence[RunPoint], frame: Frame) -> str:
    """As many months' names as there is room for, the last always among them."""
    room = 136.0 if frame.width >= NARROW else 128.0  # a name, and half of the one before it
    every = max(1, -(-int(room) // max(1, int(frame.step))))
    return "".join(
        words(
            point.label,
            frame.x(place),
            frame.height - 10,
            class_="chart__note",
            anchor="end" if place == len(points) - 1 and len(points) > 1 else "middle",
        )
        for place, point in enumerate(points)
        if (len(points) - 1 - place) % every == 0 and (place > 0 or len(points) < 3)
    )
