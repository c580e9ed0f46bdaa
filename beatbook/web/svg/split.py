"""Wholes cut into the same few parts, one bar under another, each part's share printed where it fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, width_of, words

ROW, NARROW = 44.0, 480


@dataclass(frozen=True, slots=True)
class Whole:
    """One whole: its name and its parts as (kind, share from 0 to 1)."""

    label: str
    parts: Sequence[tuple[str, float]]
    href: str | None = None


def split(items: Sequence[Whole], *, width: float = 860, title: str = "Shares", id: str = "split") -> Svg:
    """Bars of equal length; the shares under each bar say what is too narrow to see."""
    labels = 100.0 if width < NARROW else 200.0
    room = width - labels - 4
    content = ""
    for place, item in enumerate(items):
        top, x = ROW * place + 2, labels
        row = words(fitted(item.label, labels - 10, 15), labels - 8, top + 16, class_="chart__note", anchor="end")
        for kind, share in item.parts:
            wide = room * max(0.0, share)
            row += element("rect", x=x, y=top, width=wide, height=22.0, class_=f"bar bar--{kind}") if wide else ""
            x += wide
        said = ", ".join(f"{share:.1%} {kind}" for kind, share in item.parts)
        row += words(said if width_of(said, 14) < room else fitted(said, room, 14), labels, top + 37, class_="chart__note", anchor="start")
        content += link(row, item.href, f"{fitted(item.label, labels - 10, 15)} {said}")
    described = "; ".join(f"{item.label}: " + ", ".join(f"{kind} {share:.1%}" for kind, share in item.parts) for item in items)
    size = ROW * max(1, len(items)) + 4
    return picture(content, id=f"{id}-{number(width)}", width=width, height=size, class_="split", title=title, description=described)
