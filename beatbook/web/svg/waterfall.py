"""Why two records are joined: each field's weight as a bar that starts where the last one ended, so that the bars add up."""

from collections.abc import Sequence

from beatbook.web.svg.marks import Svg, element, fitted, number, picture, words

ROW, BAR, TOP, BOTTOM = 34.0, 22.0, 34.0, 10.0
NARROW = 480
LABEL_SIZE = 16.0
LEAST_SPREAD = 0.1


def waterfall(start: float, steps: Sequence[tuple[str, float]], *, width: float = 860, places: int = 1) -> Svg:
    """`start` is the weight before anything is compared; each step a field's weight in bits; the last bar is their sum."""
    rows = layout(start, steps)
    label_room = 128.0 if width < NARROW else 170.0
    low, high = bounds(rows)
    value_room = 52.0
    scale = (width - label_room - 2 * value_room) / (high - low)
    height = TOP + ROW * len(rows) + BOTTOM

    def across(value: float) -> float:
        return label_room + value_room + (value - low) * scale

    content = draw_zero(across(0.0), height)
    for place, (label, begin, end, kind) in enumerate(rows):
        top = TOP + ROW * place
        content += draw_row(label, across(begin), across(end), top, kind, signed(end - begin, places), label_room)
        if place < len(rows) - 1:
            content += element("line", x1=across(end), y1=top + BAR, x2=across(end), y2=top + ROW, class_="step__joint")
    said = "; ".join(f"{label} {signed(end - begin, places)}" for label, begin, end, _ in rows)
    return picture(
        content,
        id=f"waterfall-{number(width)}",
        width=width,
        height=height,
        class_="waterfall",
        title="How the weights add up",
        description=said + ".",
    )


def layout(start: float, steps: Sequence[tuple[str, float]]) -> list[tuple[str, float, float, str]]:
    """Rows of (label, from, to, kind); kind is start, for, against, nothing or final."""
    rows = [("Starting point", 0.0, start, "start")]
    reached = start
    for label, value in steps:
        kind = "for" if value > 0 else "against" if value < 0 else "nothing"
        rows.append((label, reached, reached + value, kind))
        reached += value
    return [*rows, ("Final score", 0.0, reached, "final")]


def bounds(rows: Sequence[tuple[str, float, float, str]]) -> tuple[float, float]:
    """The lowest and highest place any bar reaches, zero always among them, never too near to be divided by."""
    reached = [0.0, *(end for _, _, end, _ in rows)]
    low, high = min(reached), max(reached)
    return low, max(high, low + LEAST_SPREAD)


def signed(value: float, places: int) -> str:
    """`+3.1`, `−2.6`, `0.0`."""
    rounded = round(value, places)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.{places}f}"


def draw_zero(x: float, height: float) -> str:
    """The line where being the same and being different are equally likely."""
    line = element("line", x1=x, y1=TOP - 8, x2=x, y2=height - BOTTOM, class_="zero")
    return line + words("as likely as not", x, TOP - 14, class_="zero__label", anchor="middle")


def draw_row(label: str, begin: float, end: float, top: float, kind: str, value: str, label_room: float) -> str:
    """Name at the left, bar, and value beyond the bar's end on the side it points to."""
    final = " step__label--final" if kind == "final" else ""
    content = words(fitted(label, label_room - 12, LABEL_SIZE), label_room - 10, top + 16, class_=f"step__label{final}", anchor="end")
    content += element("rect", x=min(begin, end), y=top, width=max(abs(end - begin), 2.0), height=BAR, class_=f"step step--{kind}")
    leftward = end < begin
    return content + words(
        value, end - 6 if leftward else end + 6, top + 16, class_=f"step__value{final}", anchor="end" if leftward else "start"
    )
