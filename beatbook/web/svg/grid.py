"""A grid of small cells: things down the side, others along the top, a kind and a letter in each cell where both meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, text_of, words

SIDE, TALL, HEAD, LABELS = 20.0, 22.0, 150.0, 230.0
LABEL_SIZE = 13.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in one cell: one of a few kinds, which give its look, and a letter."""

    kind: str
    letter: str


@dataclass(frozen=True, slots=True)
class GridLabel:
    """A row or column by name, and what it opens."""

    name: str
    href: str | None = None


def grid(
    rows: Sequence[GridLabel],
    columns: Sequence[GridLabel],
    cells: Mapping[tuple[int, int], GridCell],
    *,
    title: str,
    description: str,
    id: str = "grid",
) -> Svg:
    """All cells of a kind are one path and all letters of a kind in a row one text, so that two thousand cells stay a light page."""
    content = "".join(_column(column, place) for place, column in enumerate(columns))
    shapes: dict[str, list[str]] = defaultdict(list)
    letters: dict[tuple[int, str], list[tuple[float, str]]] = defaultdict(list)
    for (row, column), cell in sorted(cells.items()):
        x, y = LABELS + column * SIDE, HEAD + row * TALL
        shapes[cell.kind].append(f"M{number(x + 1)} {number(y + 1)}h18v20h-18z")
        letters[row, cell.kind].append((x + SIDE / 2, cell.letter))
    content += "".join(element("path", d="".join(path), class_=f"cell cell--{kind}") for kind, path in sorted(shapes.items()))
    for (row, kind), found in sorted(letters.items()):
        places = " ".join(number(x) for x, _ in found)
        said = text_of("".join(letter for _, letter in found))
        content += element("text", said, x=places, y=HEAD + row * TALL + 15, class_=f"cell__letter cell__letter--{kind}")
    content += "".join(_row(row, place) for place, row in enumerate(rows))
    size = (LABELS + len(columns) * SIDE + 4, HEAD + len(rows) * TALL + 4)
    return picture(content, id=id, width=size[0], height=size[1], class_="grid", title=title, description=description)


def _row(label: GridLabel, place: int) -> str:
    shown = fitted(label.name, LABELS - 12, LABEL_SIZE)
    return link(words(shown, LABELS - 8, HEAD + place * TALL + 15, class_="grid__label", anchor="end"), label.href, _named(shown, label))


def _column(label: GridLabel, place: int) -> str:
    shown = fitted(label.name, HEAD - 10, LABEL_SIZE)
    x = LABELS + place * SIDE + 14
    turned = element("text", text_of(shown), class_="grid__label", transform=f"translate({number(x)} {number(HEAD - 6)}) rotate(-90)") + " "
    return link(turned, label.href, _named(shown, label))


def _named(shown: str, label: GridLabel) -> str:
    """What a link is called: the visible text first, the whole name after it when that was cut."""
    return shown if shown == label.name else f"{shown} ({label.name})"
