"""Bars side by side: one number for each of a few named things, longest bar widest, value printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, width_of, words, wrapped

ROW, BAR, TALL_ROW, LINE = 34.0, 22.0, 46.0, 18.0
NARROW = 480
LABEL_SIZE = 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `said` is the value in words, with its unit; value must not be negative."""

    label: str
    value: float
    said: str
    href: str | None = None


def bars(
    items: Sequence[Bar], *, width: float = 860, title: str = "Bars", id: str = "bars", label_room: float | None = None, wrap: bool = False
) -> Svg:
    """Level bars from a common zero. `label_room` is the width kept for names; with `wrap` a long name takes two lines instead of being cut."""
    label_room = label_room or (120.0 if width < NARROW else 220.0)
    row_height = TALL_ROW if wrap and any(width_of(item.label, LABEL_SIZE) > label_room - 12 for item in items) else ROW
    value_room = 12 + 9.0 * max((len(item.said) for item in items), default=1)
    longest = max((item.value for item in items), default=0.0) or 1.0
    scale = max(20.0, width - label_room - value_room) / longest
    content = ""
    for place, item in enumerate(items):
        top = row_height * place + 4
        lines = wrapped(item.label, label_room - 12, LABEL_SIZE) if wrap else [fitted(item.label, label_room - 12, LABEL_SIZE)]
        label, first = " ".join(lines), top + 16 - (LINE / 2 if len(lines) > 1 else 0)
        row = "".join(words(line, label_room - 10, first + LINE * n, class_="step__label", anchor="end") for n, line in enumerate(lines))
        row += element("rect", x=label_room, y=top, width=max(item.value * scale, 1.0), height=BAR, class_="bar")
        row += words(item.said, label_room + item.value * scale + 6, top + 16, class_="step__value", anchor="start")
        content += link(row, item.href, f"{label} {item.said}" + ("" if label == item.label else f" ({item.label})"))
    said = "; ".join(f"{item.label} {item.said}" for item in items)
    return picture(
        content,
        id=f"{id}-{number(width)}",
        width=width,
        height=row_height * max(1, len(items)) + 4,
        class_="bars",
        title=title,
        description=said,
    )
