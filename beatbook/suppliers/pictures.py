"""Shares with their interval beside their target: a dot, a line from low to high, and a tick where the target is. Each row has its own scale."""

from collections.abc import Sequence
from fractions import Fraction

from beatbook.suppliers.scorecard import Score
from beatbook.web.svg.marks import Svg, element, fitted, number, picture, words

ROW, LABEL, NARROW = 62.0, 16.0, 480
MARGIN = 0.12  # of a row's scale beside what it shows


def score_chart(scores: Sequence[Score], *, width: float = 1060) -> Svg:
    """A row for each KPI that has a share."""
    shown = [one for one in scores if one.share is not None]
    content = "".join(_row(one, ROW * place, width) for place, one in enumerate(shown))
    said = "; ".join(
        f"{one.kpi.name} {per_cent(one.share or 0)}, between {per_cent(one.interval[0])} and {per_cent(one.interval[1])}, target {per_cent(one.kpi.target)}"
        for one in shown
    )
    return picture(
        content,
        id=f"scores-{number(width)}",
        width=width,
        height=ROW * max(1, len(shown)) + 4,
        class_="intervals",
        title="Shares with their 95% interval and target",
        description=said,
    )


def per_cent(share: Fraction | float) -> str:
    """`99.93%`, `93.4%`, `20%`: two digits only where one would hide the difference."""
    value = 100 * float(share)
    digits = f"{value:.2f}" if value > 99 or 0 < value < 1 else f"{value:.1f}"
    return f"{digits.rstrip('0').rstrip('.')}%"


def _row(score: Score, top: float, width: float) -> str:
    labels = 8.0 if width < NARROW else 290.0
    line = top + (34 if width < NARROW else 22)
    points = [float(one) for one in (*score.interval, score.kpi.target, score.share or 0)]
    span = (max(points) - min(points)) or 0.01
    low, high = max(0.0, min(points) - MARGIN * span), min(1.0, max(points) + MARGIN * span)
    room = width - labels - 30

    def at(share: float) -> float:
        return labels + 12 + room * (share - low) / (high - low)

    title = fitted(score.kpi.name, (width if width < NARROW else labels) - 16, LABEL)
    if width < NARROW:
        content = words(title, labels, top + 16, class_="step__label", anchor="start")
    else:
        content = words(title, labels - 10, line + 5, class_="step__label", anchor="end")
    target, share = float(score.kpi.target), float(score.share or 0)
    content += element("path", d=f"M{number(at(low))} {number(line)}H{number(at(high))}", class_="run__grid")
    content += element(
        "path", d=f"M{number(at(float(score.interval[0])))} {number(line)}H{number(at(float(score.interval[1])) + 0.1)}", class_="reach"
    )
    content += element("path", d=f"M{number(at(target))} {number(line - 12)}V{number(line + 12)}", class_="middle")
    content += element("circle", cx=at(share), cy=line, r=6.0, class_="dot")
    said = f"{per_cent(share)} (target {per_cent(score.kpi.target)})"
    return content + words(said, labels + 12, line + 24, class_="chart__note", anchor="start")
