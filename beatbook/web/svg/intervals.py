"""Places with the range in which each may lie: a dot for the place, a line from best to worst."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, words

ROW, HEAD, NARROW = 28.0, 24.0, 480


@dataclass(frozen=True, slots=True)
class Interval:
    """One thing: its place, and the best and worst of its range, counted from 1."""

    label: str
    place: int
    best: int
    worst: int
    href: str | None = None


def intervals(items: Sequence[Interval], *, width: float = 860, title: str = "Places", id: str = "intervals") -> Svg:
    """The first place is on the left."""
    labels = 150.0 if width < NARROW else 280.0
    most = max([2, *(item.worst for item in items)])
    room = width - labels - 24

    def at(place: float) -> float:
        return labels + 12 + room * (place - 1) / (most - 1)

    content = words("first", at(1), 14, class_="chart__note", anchor="middle") + words(
        f"{most}th", at(most), 14, class_="chart__note", anchor="middle"
    )
    for row, item in enumerate(items):
        y = HEAD + ROW * row + 12
        content += ranged(
            item.label, (at(item.best), at(item.place), at(item.worst)), y, room=labels, href=item.href, said=f"{item.best} to {item.worst}"
        )
    said = "; ".join(f"{item.label}: between {item.best} and {item.worst}" for item in items)
    size = HEAD + ROW * max(1, len(items)) + 4
    return picture(content, id=f"{id}-{number(width)}", width=width, height=size, class_="intervals", title=title, description=said)


def ranged(label: str, reach: tuple[float, float, float], y: float, *, room: float, href: str | None, said: str) -> str:
    """One row: its label in `room`, then a line from the least to the most with a dot between, at these three places."""
    low, middle, high = reach
    shown = fitted(label, room - 10, 15)
    mark = words(shown, room - 8, y + 5, class_="chart__note", anchor="end")
    mark += element("path", d=f"M{number(low)} {number(y)}H{number(high + 0.1)}", class_="reach")
    mark += element("circle", cx=middle, cy=y, r=6.0, class_="dot")
    return link(mark, href, f"{shown} {said}")
