"""A line the height of a word: how one number went, with its last value marked; the number itself stands beside it as text."""

from collections.abc import Sequence

from beatbook.web.svg.marks import Svg, element, number, picture


def sparkline(values: Sequence[float], *, id: str, title: str, width: float = 140, height: float = 30) -> Svg:
    """Values in order, oldest first; the line fills the height from the lowest value to the highest."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    spread = (high - low) or 1.0
    step = (width - 12) / max(1, len(values) - 1)
    places = [(6 + step * place, height - 5 - (value - low) / spread * (height - 10)) for place, value in enumerate(values)]
    content = element("polyline", points=" ".join(f"{number(x)},{number(y)}" for x, y in places), class_="sparkline__line")
    if places:
        content += element("circle", cx=places[-1][0], cy=places[-1][1], r=3.5, class_="sparkline__last")
    said = "From " + " to ".join(f"{value:,.10g}" for value in (values[0], values[-1])) if values else "No values"
    return picture(content, id=id, width=width, height=height, class_="sparkline", title=title, description=said)
