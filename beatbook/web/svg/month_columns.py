"""Columns month by month: how much there was, what is usual, and where counting itself changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, link, picture, words

TOP, BOTTOM, LEFT, RIGHT = 26.0, 34.0, 46.0, 8.0
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NARROWEST_LABEL = 46.0


@dataclass(frozen=True, slots=True)
class Column:
    """One month, given as `2025-01`. `usual` is the range in which chance alone moves it, None where that is not known."""

    month: str
    value: float
    usual: tuple[float, float] | None = None
    href: str | None = None


def month_columns(
    columns: Sequence[Column], *, width: float = 860, height: float = 260, title: str, breaks: Sequence[str] = (), id: str = "months"
) -> Svg:
    """The chart. The last column is the one that the page speaks of; a dashed line stands before each month in `breaks`."""
    most = max([1.0, *(column.value for column in columns), *(column.usual[1] for column in columns if column.usual)])
    step, top = nice_step(most), nice_step(most) * -(-most // nice_step(most))
    room = (width - LEFT - RIGHT) / max(1, len(columns))
    scale = (height - TOP - BOTTOM) / top
    floor = height - BOTTOM
    content = _grid(step, top, scale, floor, width) + _band(columns, room, scale, floor)
    every = max(1, -(-int(NARROWEST_LABEL) // max(1, int(room))))
    for place, column in enumerate(columns):
        x = LEFT + room * place
        bar = element(
            "rect", x=x + room * 0.15, y=floor - column.value * scale, width=room * 0.7, height=max(column.value * scale, 0.5),
            class_="column column--last" if place == len(columns) - 1 else "column",
        )  # fmt: skip
        content += link(bar, column.href, f"{column.value:,.0f}, {month_words(column.month)}")
        if (len(columns) - 1 - place) % every == 0:
            content += words(MONTHS[int(column.month[5:]) - 1], x + room / 2, floor + 16, class_="chart__note", anchor="middle")
            if place < every or column.month[5:] == "01" or (len(columns) - 1 - place) == 0:
                content += words(column.month[:4], x + room / 2, floor + 31, class_="chart__note", anchor="middle")
        if column.month in breaks and place:
            content += element("line", x1=x, y1=TOP - 10, x2=x, y2=floor, class_="break")
            content += words("counted differently from here", x + 5, TOP - 12, class_="chart__note", anchor="start")
    said = "; ".join(f"{month_words(column.month)} {column.value:,.0f}" for column in columns)
    return picture(content, id=f"{id}-{width:g}", width=width, height=height, class_="month-columns", title=title, description=said)


def nice_step(most: float) -> float:
    """A round distance between lines of the grid, so that there are three to six of them."""
    step = 1.0
    while most / step > 5:
        step *= 2.5 if str(f"{step:g}").startswith("2") else 2
    return step


def month_words(month: str) -> str:
    """`2025-01` as `January 2025`."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    return f"{names[int(month[5:]) - 1]} {month[:4]}"


def _grid(step: float, top: float, scale: float, floor: float, width: float) -> str:
    lines = ""
    for place in range(round(top / step) + 1):
        y = floor - place * step * scale
        lines += element("line", x1=LEFT, y1=y, x2=width - RIGHT, y2=y, class_="grid")
        lines += words(f"{place * step:,.0f}", LEFT - 8, y + 5, class_="chart__note", anchor="end")
    return lines


def _band(columns: Sequence[Column], room: float, scale: float, floor: float) -> str:
    shapes = ""
    for place, column in enumerate(columns):
        if column.usual:
            low, high = column.usual
            shapes += element(
                "rect",
                x=LEFT + room * place,
                y=floor - high * scale,
                width=room,
                height=max((high - low) * scale, 0.5),
                class_="usual-band",
            )
    return shapes
