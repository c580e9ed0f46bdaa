"""Single values as dots on one line, with the middle and the usual range behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, number, picture, words

HIGH, LINE = 96.0, 44.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One value by name; the viewer's own is drawn apart."""

    name: str
    value: float
    own: bool = False


def strip(
    dots: Sequence[Dot],
    *,
    middle: float | None,
    low: float | None,
    high: float | None,
    unit: str = "£",
    width: float = 860,
    title: str = "Values",
    id: str = "strip",
) -> Svg:
    """Dots from nought to the highest; `low` to `high` is the band behind them."""
    most = max([1e-9, *(dot.value for dot in dots)]) * 1.04
    room = width - 24

    def at(value: float) -> float:
        return 12 + room * value / most

    content = ""
    if low is not None and high is not None:
        content += element("rect", x=at(low), y=LINE - 22, width=max(1.0, at(high) - at(low)), height=44.0, class_="band")
    content += element("path", d=f"M12 {number(LINE)}H{number(12 + room)}", class_="zero")
    if middle is not None:
        content += element("path", d=f"M{number(at(middle))} {number(LINE - 26)}v52", class_="middle")
        content += words(f"middle {unit}{middle:,.0f}", at(middle), LINE - 32, class_="chart__note", anchor="middle")
    for dot in sorted(dots, key=lambda one: (one.own, one.value)):
        content += element("circle", cx=at(dot.value), cy=LINE, r=9.0 if dot.own else 6.0, class_="dot dot--own" if dot.own else "dot")
    content += words(f"{unit}0", 12, HIGH - 6, class_="chart__note", anchor="start")
    content += words(f"{unit}{most / 1.04:,.0f}", 12 + room, HIGH - 6, class_="chart__note", anchor="end")
    said = "; ".join(f"{dot.name} {unit}{dot.value:,.2f}" for dot in dots)
    return picture(content, id=f"{id}-{number(width)}", width=width, height=HIGH, class_="strip", title=title, description=said)
