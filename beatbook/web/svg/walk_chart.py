"""A link chart in columns: what is one step from the start, two steps, and so on. Each box is a link that opens its own links, in the order of reading."""

from collections.abc import Sequence

from beatbook.web.svg.link_chart import BOX_HEIGHT, Edge, Node, draw_node, ends, sentence
from beatbook.web.svg.marks import Svg, element, number, picture
from beatbook.web.svg.network_layout import Box

ROW_GAP, COLUMN_GAP = 18.0, 44.0


def walk_chart(columns: Sequence[Sequence[Node]], edges: Sequence[Edge], *, width: float = 860) -> Svg:
    """Columns from left to right, the first holding the start alone; solid lines were recorded, dashed ones are somebody's opinion."""
    box_width = (width - COLUMN_GAP * max(1, len(columns) - 1)) / max(3, len(columns)) - 4
    tallest = max((len(column) for column in columns), default=1)
    height = tallest * (BOX_HEIGHT + ROW_GAP) + ROW_GAP
    where: dict[str, Box] = {}
    for place, column in enumerate(columns):
        x = 2 + box_width / 2 + place * (box_width + COLUMN_GAP)
        for row, node in enumerate(column):
            share = (row + 0.5) * height / len(column)
            where[node.id] = Box(round(x, 1), round(share, 1), box_width, BOX_HEIGHT)
    drawn = [edge for edge in edges if edge.a in where and edge.b in where]
    lines = ""
    for edge in drawn:
        x0, y0, x1, y1 = ends(where[edge.a], where[edge.b], 0.0)
        lines += element("line", x1=x0, y1=y0, x2=x1, y2=y1, class_=f"edge edge--{'recorded' if edge.recorded else 'inferred'}")
    nodes = [node for column in columns for node in column]
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
