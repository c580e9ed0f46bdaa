"""Ratios with the range in which each lies, on a scale where a half and a double are as far from no change."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from beatbook.web.svg.intervals import ranged
from beatbook.web.svg.marks import Svg, element, number, picture, words

ROW, HEAD, PHONE = 30.0, 26.0, 480
LOW, HIGH = 0.25, 4.0
MARKS = (0.25, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One thing: its ratio, and the least and most of its range."""

    label: str
    value: float
    low: float
    high: float
    href: str | None = None


def ratios(items: Sequence[Ratio], *, width: float = 860, title: str = "Ratios", id: str = "ratios") -> Svg:
    """A line at 1 means no change; what reaches past the ends of the scale is cut there."""
    labels = 130.0 if width < PHONE else 320.0
    room, tall = width - labels - 24, HEAD + ROW * max(1, len(items)) + 4

    def at(ratio: float) -> float:
        inside = min(max(ratio, LOW), HIGH)
        return labels + 12 + room * (log(inside) - log(LOW)) / (log(HIGH) - log(LOW))

    content = "".join(words(f"{mark:g}", at(mark), 14, class_="chart__note", anchor="middle") for mark in MARKS)
    content += element("line", x1=at(1), y1=HEAD - 6, x2=at(1), y2=tall - 2, class_="edge")
    for row, item in enumerate(items):
        y = HEAD + ROW * row + 14
        reach = (at(item.low), at(item.value), at(item.high))
        content += ranged(item.label, reach, y, room=labels, href=item.href, said=f"{item.value:.2f}, {item.low:.2f} to {item.high:.2f}")
    said = "; ".join(f"{item.label}: {item.value:.2f} ({item.low:.2f} to {item.high:.2f})" for item in items)
    return picture(
        content, id=f"{id}-{number(width)}", width=width, height=tall, class_="intervals", title=title, description=said or "Nothing yet."
    )
