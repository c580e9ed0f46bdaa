"""Spans of time under one another on one axis of years: contracts, systems, plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, words

ROW, HEAD, NARROW = 30.0, 26.0, 480


@dataclass(frozen=True, slots=True)
class Span:
    """One thing and when it ends; `look` is empty or `soon`; what follows its end is said after it."""

    label: str
    ends: date
    note: str = ""
    look: str = ""
    href: str | None = None


def spans(items: Sequence[Span], *, first: date, last: date, width: float = 1080, title: str = "Time", id: str = "spans") -> Svg:
    """Bars from `first` to each end; what ends after `last` runs to the edge."""
    labels = 130.0 if width < NARROW else 300.0
    room, days = width - labels - 10, max(1, (last - first).days)

    def at(day: date) -> float:
        return labels + room * min(max((day - first).days, 0), days) / days

    tall = HEAD + ROW * len(items)
    content = ""
    for year in range(first.year + 1, last.year + 1):
        x = at(date(year, 1, 1))
        content += element("path", d=f"M{number(x)} {number(HEAD - 4)}V{number(tall)}", class_="zero")
        content += words(str(year), x, HEAD - 10, class_="chart__note", anchor="middle")
    for place, item in enumerate(items):
        top = HEAD + ROW * place + 5
        label, room_after = fitted(item.label, labels - 10, 15), width - at(item.ends) - 8
        note = fitted(item.note, room_after, 14) if item.note and room_after > 60 else ""
        row = words(label, labels - 8, top + 15, class_="chart__note", anchor="end")
        row += element(
            "rect", x=labels, y=top, width=max(2.0, at(item.ends) - labels), height=20.0, class_=f"span span--{item.look or 'later'}"
        )
        if note:
            row += words(note, at(item.ends) + 6, top + 15, class_="chart__note", anchor="start")
        content += link(row, item.href, f"{label} {note}".strip())
    said = "; ".join(f"{item.label} until {item.ends:%d/%m/%Y}" for item in items)
    return picture(content, id=f"{id}-{number(width)}", width=width, height=tall + 6, class_="spans", title=title, description=said)
