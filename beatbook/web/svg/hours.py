"""When things happen: one column for each hour of the day, the commonest tallest, its count printed."""

from collections.abc import Sequence

from beatbook.web.svg.marks import Svg, element, number, picture, words

HEIGHT, FOOT, HEAD = 150.0, 26.0, 20.0
HOURS = 24
LABEL_EVERY = 3


def hours(counts: Sequence[int], *, width: float = 820, id: str = "hours") -> Svg:
    """Twenty-four columns from midnight; `counts` has one number for each hour."""
    step = width / HOURS
    tallest = max(counts, default=0) or 1
    room = HEIGHT - FOOT - HEAD
    content = element("line", x1=0.0, y1=HEIGHT - FOOT, x2=width, y2=HEIGHT - FOOT, class_="edge")
    for hour, count in enumerate(counts):
        tall = room * count / tallest
        middle = step * (hour + 0.5)
        if count:
            content += element("rect", x=step * hour + 2, y=HEIGHT - FOOT - tall, width=step - 4, height=tall, class_="bar")
            content += words(str(count), middle, HEIGHT - FOOT - tall - 5, class_="step__value", anchor="middle")
        if hour % LABEL_EVERY == 0:
            content += words(f"{hour:02d}", middle, HEIGHT - 6, class_="step__label", anchor="middle")
    said = "; ".join(f"{hour:02d}:00 {count}" for hour, count in enumerate(counts) if count) or "none"
    return picture(
        content,
        id=f"{id}-{number(width)}",
        width=width,
        height=HEIGHT,
        class_="bars",
        title="Hours of the day",
        description=f"Events by hour: {said}.",
    )
