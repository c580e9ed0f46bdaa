"""Standing bars for what happens in each period, with the value over each and the period under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, link, number, picture, words, wrapped

HIGH, FOOT, HEAD = 220.0, 46.0, 26.0


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its words, its value (not negative), the value in words, and what it opens."""

    label: str
    value: float
    said: str
    href: str | None = None


def columns(items: Sequence[Column], *, width: float = 860, title: str = "Columns", id: str = "columns") -> Svg:
    """Bars from a common nought."""
    most = max((item.value for item in items), default=0.0) or 1.0
    step = width / max(1, len(items))
    content = element("path", d=f"M0 {number(HEAD + HIGH)}H{number(width)}", class_="zero")
    for place, item in enumerate(items):
        tall = HIGH * item.value / most
        left, middle = step * place + step * 0.14, step * (place + 0.5)
        mark = element("rect", x=left, y=HEAD + HIGH - tall, width=step * 0.72, height=max(tall, 1.0), class_="bar")
        mark += words(item.said, middle, HEAD + HIGH - tall - 8, class_="chart__note", anchor="middle")
        for line, text in enumerate(wrapped(item.label, step - 2, 14)):
            mark += words(text, middle, HEAD + HIGH + 18 + 17 * line, class_="chart__note", anchor="middle")
        content += link(mark, item.href, f"{item.said} {item.label}")
    said = "; ".join(f"{item.label} {item.said}" for item in items)
    return picture(
        content, id=f"{id}-{number(width)}", width=width, height=HEAD + HIGH + FOOT, class_="columns", title=title, description=said
    )
