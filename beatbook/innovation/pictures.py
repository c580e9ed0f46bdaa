"""Pictures of benefits: a measure with its usual range, and what was planned beside what was reached; each stands beside a table."""

from collections.abc import Sequence

from beatbook.measures.xmr import Limits
from beatbook.web.svg.marks import Svg, element, number, picture, words

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 240.0, 74.0, 12.0, 16.0, 34.0


def measure_chart(
    values: Sequence[tuple[str, float]], n_before: int, usual: Limits | None, *, title: str, id: str, width: float = 860
) -> Svg:
    """Values in order, named by day; the usual range of the first `n_before` is a band over all, and the rest are dark."""
    edges = [value for _, value in values] + ([usual.low, usual.high] if usual else [])
    scale = _Scale(edges, len(values), width)
    content = ""
    if usual:
        top, low = scale.y(usual.high), scale.y(usual.low)
        content += element("rect", x=LEFT, y=top, width=width - LEFT - RIGHT, height=max(1.0, low - top), class_="measure__usual")
        content += element("line", x1=LEFT, y1=scale.y(usual.mean), x2=width - RIGHT, y2=scale.y(usual.mean), class_="measure__mean")
        content += words(_said(usual.high), LEFT - 6, top + 5, class_="chart__note", anchor="end")
        content += words(_said(usual.low), LEFT - 6, low + 5, class_="chart__note", anchor="end")
    points = " ".join(f"{number(scale.x(place))},{number(scale.y(value))}" for place, (_, value) in enumerate(values))
    content += element("polyline", points=points, class_="measure__line")
    for place, (_, value) in enumerate(values):
        dark = "measure__point--after" if place >= n_before else "measure__point"
        content += element("circle", cx=scale.x(place), cy=scale.y(value), r=4.5, class_=dark)
    if 0 < n_before < len(values):
        middle = (scale.x(n_before - 1) + scale.x(n_before)) / 2
        content += element("line", x1=middle, y1=TOP, x2=middle, y2=HEIGHT - BOTTOM, class_="measure__change")
        content += words("change", middle + 5, TOP + 10, class_="chart__note", anchor="start")
    content += _ends(values, scale)
    said = "; ".join(f"{day} {_said(value)}" for day, value in values)
    return picture(content, id=f"{id}-{number(width)}", width=width, height=HEIGHT, class_="measure", title=title, description=said)


def progress_chart(rows: Sequence[tuple[str, float, float | None]], *, title: str, id: str, width: float = 860) -> Svg:
    """Planned so far (dashed) and reached so far (whole) by year, in millions or what the caller counts in."""
    scale = _Scale([0.0, *(value for _, planned, reached in rows for value in (planned, reached or 0.0))], len(rows), width)
    planned = " ".join(f"{number(scale.x(place))},{number(scale.y(value))}" for place, (_, value, _) in enumerate(rows))
    known = [(place, reached) for place, (_, _, reached) in enumerate(rows) if reached is not None]
    reached = " ".join(f"{number(scale.x(place))},{number(scale.y(value))}" for place, value in known)
    content = element("polyline", points=planned, class_="progress__planned") + element(
        "polyline", points=reached, class_="progress__reached"
    )
    content += "".join(
        element("circle", cx=scale.x(place), cy=scale.y(value), r=4.5, class_="measure__point--after") for place, value in known
    )
    content += _ends([(label, value) for label, value, _ in rows], scale)
    if rows:
        content += words("planned", scale.x(len(rows) - 1) - 8, scale.y(rows[-1][1]) - 8, class_="chart__note", anchor="end")
    if known:
        content += words("reached", scale.x(known[-1][0]) + 8, scale.y(known[-1][1]) + 16, class_="chart__note", anchor="start")
    said = "; ".join(f"{label} planned {_said(plan)}" + ("" if got is None else f", reached {_said(got)}") for label, plan, got in rows)
    return picture(content, id=f"{id}-{number(width)}", width=width, height=HEIGHT, class_="measure", title=title, description=said)


class _Scale:
    """Where a place and a value lie on the drawing."""

    def __init__(self, values: Sequence[float], n_places: int, width: float) -> None:
        self.low, high = min(values, default=0.0), max(values, default=1.0)
        self.spread = (high - self.low) or 1.0
        self.step = (width - LEFT - RIGHT - 24) / max(1, n_places - 1)

    def x(self, place: int) -> float:
        return LEFT + 12 + self.step * place

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / self.spread * (HEIGHT - TOP - BOTTOM)


def _ends(values: Sequence[tuple[str, float]], scale: _Scale) -> str:
    if not values:
        return ""
    first = words(values[0][0], scale.x(0), HEIGHT - 10, class_="chart__note", anchor="start")
    return first + (
        words(values[-1][0], scale.x(len(values) - 1), HEIGHT - 10, class_="chart__note", anchor="end") if len(values) > 1 else ""
    )


def _said(value: float) -> str:
    return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
