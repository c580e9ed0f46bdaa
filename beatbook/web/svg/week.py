"""A week of hours: one row for each day, one square for each hour, darker where more happened."""

from collections.abc import Sequence

from beatbook.web.svg.marks import Svg, element, number, picture, words

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS, CLASSES, LABEL_EVERY = 24, 5, 3
HEAD, LABELS, GAP = 20.0, 38.0, 1.0
TALLEST, SHORTEST = 30.0, 20.0


def week(weights: Sequence[Sequence[float]], *, width: float = 820, title: str = "Hours of the week", id: str = "week") -> Svg:
    """`weights[day][hour]`, Monday first. Squares of one shade are one path, so that the picture stays light."""
    most = max((one for day in weights for one in day), default=0.0)
    step = (width - LABELS) / HOURS
    tall = max(SHORTEST, min(TALLEST, step))
    shades: dict[int, list[str]] = {}
    for day, hours in enumerate(weights):
        for hour, weight in enumerate(hours):
            x, y = LABELS + hour * step + GAP, HEAD + day * tall + GAP
            side, rise = number(step - 2 * GAP), number(tall - 2 * GAP)
            shades.setdefault(shade_of(weight, most), []).append(f"M{number(x)} {number(y)}h{side}v{rise}h-{side}z")
    content = "".join(element("path", d="".join(path), class_=f"area area--{shade}") for shade, path in sorted(shades.items()))
    content += "".join(
        words(name, LABELS - 6, HEAD + place * tall + tall / 2 + 5, class_="step__label", anchor="end") for place, name in enumerate(DAYS)
    )
    content += "".join(
        words(f"{hour:02d}", LABELS + hour * step + step / 2, 14, class_="step__label", anchor="middle")
        for hour in range(0, HOURS, LABEL_EVERY)
    )
    said = "; ".join(f"{name} {sum(hours):.0f}" for name, hours in zip(DAYS, weights, strict=True))
    return picture(
        content, id=f"{id}-{number(width)}", width=width, height=HEAD + len(DAYS) * tall + 4, class_="week", title=title,
        description=f"By day: {said}. Darker squares: more.",
    )  # fmt: skip


def shade_of(weight: float, most: float) -> int:
    """From 1, the palest, to 5; 0 where nothing happened."""
    return 0 if weight <= 0 or most <= 0 else min(CLASSES, 1 + int(CLASSES * weight / most))
