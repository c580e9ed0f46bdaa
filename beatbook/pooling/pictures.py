"""Pictures of pooled demand: who moves when, written as SVG beside a table with the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, words

ROW, BAR, TOP = 28.0, 20.0, 30.0
NARROW = 480
LABEL_SIZE = 15.0


@dataclass(frozen=True, slots=True)
class Move:
    """One force's row: `start` is the year of its move (0 is the first) or None when it stays; `to` where it goes."""

    label: str
    start: int | None
    to: str
    href: str | None = None


def move_chart(moves: Sequence[Move], year_labels: Sequence[str], *, width: float = 1060) -> Svg:
    """A row for each force and a column for each year: pale while it keeps its contract, dark once it has moved."""
    label_room = 118.0 if width < NARROW else 230.0
    column = (width - label_room - 4) / len(year_labels)
    content = "".join(_year(label, label_room + column * place, column) for place, label in enumerate(year_labels))
    for place, move in enumerate(moves):
        content += _row(move, TOP + ROW * place, label_room, column, len(year_labels))
    said = "; ".join(
        f"{move.label} " + ("stays" if move.start is None else f"moves to {move.to} in {year_labels[move.start]}") for move in moves
    )
    return picture(
        content,
        id=f"moves-{number(width)}",
        width=width,
        height=TOP + ROW * max(1, len(moves)) + 4,
        class_="moves",
        title="Who moves when",
        description=said + ".",
    )


def _year(label: str, left: float, column: float) -> str:
    short = fitted(label, column - 4, 14) if column > 60 else f"’{label[2:4]}"
    return words(short, left + column / 2, 18, class_="chart__note", anchor="middle")


def _row(move: Move, top: float, label_room: float, column: float, years: int) -> str:
    label = fitted(move.label, label_room - 12, LABEL_SIZE)
    row = words(label, label_room - 8, top + 15, class_="moves__label", anchor="end")
    kept = years if move.start is None else move.start
    if kept:
        row += element("rect", x=label_room, y=top, width=column * kept - 2, height=BAR, class_="moves__kept")
    if move.start is not None:
        left, room = label_room + column * kept, column * (years - kept) - 2
        row += element("rect", x=left, y=top, width=room, height=BAR, class_="moves__moved")
        if room > 40:
            row += words(fitted(move.to, room - 10, 14), left + 6, top + 15, class_="moves__to", anchor="start")
    return link(row, move.href, f"{label} " + (move.to if move.start is not None else "stays"))
