"""A link chart in columns: what is one step from the start, two steps, and so on. Each box is a link that opens its own links, in the order of reading."""

from collections.abc import Sequence

from beatbook.web.svg.link_chart import BOX_HEIGHT, EDGE_LABEL_SIZE, LINE_HEIGHT, Edge, Node, draw_node, lines_of, sentence
from beatbook.web.svg.marks import Svg, element, fitted, number, picture, width_of, words
from beatbook.web.svg.network_layout import Box

ROW_GAP, COLUMN_GAP = 18.0, 44.0
LABELLED_GAP, MOST_LABELLED = 124.0, 3  # with more columns than this there is no room beside the boxes for what a line says


def walk_chart(columns: Sequence[Sequence[Node]], edges: Sequence[Edge], *, width: float = 860) -> Svg:
    """Columns from left to right, the first holding the start alone; solid lines were recorded, dashed ones are somebody's opinion.

    Up to three columns say on each line, where it ends, how the two are linked.
    """
    labelled = len(columns) <= MOST_LABELLED
    gap = LABELLED_GAP if labelled else COLUMN_GAP
    box_width = (width - gap * max(1, len(columns) - 1)) / max(3, len(columns)) - 4
    nodes = [node for column in columns for node in column]
    lines_each = max((sum(map(len, lines_of(node, box_width))) for node in nodes), default=2)
    box_height = BOX_HEIGHT + LINE_HEIGHT * (max(2, lines_each) - 2)
    height = max((len(column) for column in columns), default=1) * (box_height + ROW_GAP) + ROW_GAP
    where: dict[str, Box] = {}
    for place, column in enumerate(columns):
        x = 2 + box_width / 2 + place * (box_width + gap)
        for row, node in enumerate(column):
            where[node.id] = Box(round(x, 1), round((row + 0.5) * height / len(column), 1), box_width, box_height)
    drawn = [edge for edge in edges if edge.a in where and edge.b in where]
    lines = "".join(_line(where[edge.a], where[edge.b], edge.recorded) for edge in drawn)
    lines += "".join(_label(where[edge.a], where[edge.b], edge.label) for edge in drawn) if labelled else ""
    boxes = "".join(draw_node(node, where[node.id], central=place == 0) for place, node in enumerate(nodes))
    said = sentence(nodes[0], drawn, nodes) if nodes else "Nothing."
    return picture(
        lines + boxes,
        id=f"walk-chart-{number(width)}",
        width=width,
        height=height,
        class_="link-chart",
        title="Links, step by step",
        description=said,
    )


def _label(one: Box, other: Box, text: str) -> str:
    """What a line says, just before the box further right at which it ends; a line within a column has no room for it."""
    left, right = sorted((one, other), key=lambda box: (box.x, box.y))
    said = fitted(text, LABELLED_GAP - 24, EDGE_LABEL_SIZE)
    if left.x == right.x or not said:
        return ""
    end, room = right.x - right.width / 2 - 7, width_of(said, EDGE_LABEL_SIZE) + 6
    plate = element("rect", x=end - room, y=right.y - 9, width=room, height=18.0, class_="edge__plate")
    return plate + words(said, end - 3, right.y + 4.5, class_="edge__label", anchor="end")


def _line(one: Box, other: Box, recorded: bool) -> str:
    """From the right side of the box further left to the left side of the other; within a column, round the right side."""
    left, right = sorted((one, other), key=lambda box: (box.x, box.y))
    x0, x1 = left.x + left.width / 2, right.x - right.width / 2
    if left.x == right.x:
        bend = x0 + COLUMN_GAP / 3
        points = (
            f"{number(x0)},{number(left.y)} {number(bend)},{number(left.y)} {number(bend)},{number(right.y)} {number(x0)},{number(right.y)}"
        )
    else:
        points = f"{number(x0)},{number(left.y)} {number(x1)},{number(right.y)}"
    return element("polyline", points=points, fill="none", class_=f"edge edge--{'recorded' if recorded else 'inferred'}")
