"""Two series by period: bars of what came, and a line of what was forecast with the range about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, number, picture, words

TOP, LEFT, BOTTOM = 12.0, 48.0, 30.0
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its label, what came, and what was forecast."""

    label: str
    observed: float
    expected: float


def period_chart(periods: Sequence[Period], *, width: float = 860, height: float = 260, title: str, id: str) -> Svg:
    """Bars, and a line with a dot at each period; the table beside it has the same numbers."""
    most = max((max(one.observed, one.expected) for one in periods), default=1.0) or 1.0
    step = _step(most)
    ceiling = step * -(-most // step)
    room, across = height - TOP - BOTTOM, (width - LEFT - 6) / max(1, len(periods))

    def up(value: float) -> float:
        return TOP + room * (1 - value / ceiling)

    content, tick = "", 0.0
    while tick <= ceiling + 1e-9:
        content += element("line", x1=LEFT, x2=width - 6, y1=up(tick), y2=up(tick), class_="grid")
        content += words(f"{tick:,.0f}", LEFT - 6, up(tick) + 5, class_="legend__label", anchor="end")
        tick += step
    for place, one in enumerate(periods):
        content += element(
            "rect",
            x=LEFT + across * place + across * 0.15,
            y=up(one.observed),
            width=across * 0.7,
            height=max(0.5, up(0) - up(one.observed)),
            class_="area area--2",
        )
    points = [(LEFT + across * (place + 0.5), up(one.expected)) for place, one in enumerate(periods)]
    content += element("path", d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points), class_="forecast-line") if points else ""
    content += "".join(element("circle", cx=x, cy=y, r=3.0, class_="forecast-dot") for x, y in points)
    if periods:
        content += words(periods[0].label, LEFT, height - 8, class_="legend__label", anchor="start")
        content += words(periods[-1].label, width - 6, height - 8, class_="legend__label", anchor="end")
    said = "; ".join(f"{one.label} forecast {one.expected:.0f}, came {one.observed:.0f}" for one in periods)
    return picture(
        content, id=f"{id}-{number(width)}", width=width, height=height, class_="area-map period-chart", title=title, description=said
    )


def _step(most: float) -> float:
    """A round step that gives at most six lines."""
    size = 1.0
    while True:
        for step in STEPS:
            if most / (step * size) <= 6:
                return step * size
        size *= 10
