"""Who and what is linked to one thing: solid lines were recorded, dashed ones inferred; shapes tell the kinds apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.web.svg.marks import Svg, element, fitted, link, number, picture, width_of, words, wrapped
from beatbook.web.svg.network_layout import Box, clearest, ring

MOST_NODES = 14
BOX_HEIGHT = 52.0  # of a box with two lines
LINE_HEIGHT = 18.0
INSIDE = 20.0  # of a box's width that its text leaves free
LABEL_SIZE, SUBLABEL_SIZE, EDGE_LABEL_SIZE = 15.0, 14.0, 13.0
MOST_LABEL = 170.0
EDGE_LABEL_HEIGHT = 17.0
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `kind` is person, event, location or object; `sublabel` says the kind in words."""

    id: str
    label: str
    sublabel: str
    kind: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between the nodes with ids `a` and `b`."""

    a: str
    b: str
    label: str
    recorded: bool


def link_chart(centre: Node, nodes: Sequence[Node], edges: Sequence[Edge], *, width: float = 860) -> Svg:
    """The centre in the middle of a ring of at most 14 others; the page's table lists all of them."""
    others = [node for node in nodes if node.id != centre.id]
    shown = in_drawing_order(others, edges)[:MOST_NODES]
    box_width = min(176.0, max(120.0, width / 5))
    lines_each = max(sum(map(len, lines_of(node, box_width))) for node in (centre, *shown))
    box_height = BOX_HEIGHT + LINE_HEIGHT * (max(2, lines_each) - 2)
    boxes, middle, height = ring(len(shown), width=width, box_width=box_width, box_height=box_height)
    where = {centre.id: middle, **{node.id: box for node, box in zip(shown, boxes, strict=True)}}
    lines = [edge for edge in merged(edges) if edge.a in where and edge.b in where and edge.a != edge.b]
    content = draw_lines(lines, where) + draw_node(centre, middle, central=True)
    content += "".join(draw_node(node, where[node.id]) for node in shown)
    if len(others) > len(shown):
        note = f"{len(shown)} of {len(others)} are drawn; the list has all."
        content += words(note, width / 2, height + 20, class_="chart__note", anchor="middle")
        height += 32
    description = sentence(centre, lines, [*shown, centre])
    return picture(
        content, id=f"link-chart-{number(width)}", width=width, height=height, class_="link-chart", title="Links", description=description
    )


def in_drawing_order(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """The given order, but with nodes that are linked to one another side by side."""
    waiting = {node.id: node for node in nodes}
    ordered: list[Node] = []
    while waiting:
        last = ordered[-1].id if ordered else None
        neighbours = [edge.b if edge.a == last else edge.a for edge in edges if last in (edge.a, edge.b)]
        following = next((id for id in neighbours if id in waiting), next(iter(waiting)))
        ordered.append(waiting.pop(following))
    return ordered


def merged(edges: Sequence[Edge]) -> list[Edge]:
    """One line for each pair and certainty, with all its labels."""
    labels: dict[tuple[str, str, bool], list[str]] = {}
    for edge in edges:
        one, other = sorted((edge.a, edge.b))
        known = labels.setdefault((one, other, edge.recorded), [])
        if edge.label not in known:
            known.append(edge.label)
    return [Edge(one, other, ", ".join(names), recorded) for (one, other, recorded), names in labels.items()]


def draw_lines(edges: Sequence[Edge], where: dict[str, Box]) -> str:
    """All lines, then all their labels, each where it covers least."""
    both = {(edge.a, edge.b) for edge in edges if edge.recorded} & {(edge.a, edge.b) for edge in edges if not edge.recorded}
    taken = list(where.values())
    lines, labels = "", ""
    for edge in edges:
        shift = (5.0 if edge.recorded else -5.0) if (edge.a, edge.b) in both else 0.0
        x0, y0, x1, y1 = ends(where[edge.a], where[edge.b], shift)
        kind = "recorded" if edge.recorded else "inferred"
        lines += element("line", x1=x0, y1=y0, x2=x1, y2=y1, class_=f"edge edge--{kind}")
        label = fitted(edge.label, MOST_LABEL, EDGE_LABEL_SIZE)
        size = (width_of(label, EDGE_LABEL_SIZE) + 4, EDGE_LABEL_HEIGHT)
        spot = clearest(label_spots((x0, y0, x1, y1), size), taken)
        taken.append(spot)
        labels += element("rect", x=spot.x - size[0] / 2, y=spot.y - 8, width=size[0], height=16.0, class_="edge__plate")
        labels += words(label, spot.x, spot.y + 4.5, class_="edge__label", anchor="middle")
    return lines + labels


def label_spots(line: tuple[float, float, float, float], size: tuple[float, float]) -> list[Box]:
    """Where a line's label may stand, best first: on the line, else just beside its middle."""
    x0, y0, x1, y1 = line
    on_line = [Box(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, *size) for share in SHARES]
    beside = [Box((x0 + x1) / 2, (y0 + y1) / 2 + side * (BOX_HEIGHT / 2 + size[1] / 2 + 3), *size) for side in (1, -1)]
    return on_line + beside


def ends(one: Box, other: Box, shift: float) -> tuple[float, float, float, float]:
    """Where the line between two boxes leaves each, moved sideways by `shift`."""
    length = max(1.0, ((other.x - one.x) ** 2 + (other.y - one.y) ** 2) ** 0.5)
    dx, dy = -(other.y - one.y) / length * shift, (other.x - one.x) / length * shift
    x0, y0 = one.border_towards(other.x, other.y)
    x1, y1 = other.border_towards(one.x, one.y)
    return x0 + dx, y0 + dy, x1 + dx, y1 + dy


def draw_node(node: Node, box: Box, *, central: bool = False) -> str:
    """A box with two lines of text, as a link when it can be opened."""
    labels, sublabels = lines_of(node, box.width)
    kind = node.kind if node.kind in ("person", "event", "location") else "object"
    content = outline(kind, box, "node__shape node__shape--central" if central else f"node__shape node__shape--{kind}")
    tone = " node__label--central" if central else ""
    top = box.y - LINE_HEIGHT * (len(labels) + len(sublabels)) / 2 + 15
    for place, line in enumerate((*labels, *sublabels)):
        class_ = "node__label" if place < len(labels) else "node__sublabel"
        content += words(line, box.x, top + LINE_HEIGHT * place, class_=class_ + tone, anchor="middle")
    label, sublabel = " ".join(labels), " ".join(sublabels)
    full = "" if (label, sublabel) == (node.label, node.sublabel) else f" ({node.label}, {node.sublabel})"
    return link(content, None if central else node.href, f"{label} {sublabel}{full}")


def lines_of(node: Node, box_width: float) -> tuple[list[str], list[str]]:
    """The lines of a node's label and of its second label: each in two lines at most, so that no meaning is cut off."""
    room = box_width - INSIDE
    return wrapped(node.label, room, LABEL_SIZE), wrapped(node.sublabel, room, SUBLABEL_SIZE)


def outline(kind: str, box: Box, class_: str) -> str:
    """Pill for a person, square box for an event, soft box for a place, cut corners for an object."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    if kind == "object":
        cut = 11.0
        right, bottom = left + box.width, top + box.height
        corners = [(left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)]
        corners += [(right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut)]
        return element("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in corners), class_=class_)
    radius = {"person": box.height / 2, "location": 9.0}.get(kind, 0.0)
    return element("rect", x=left, y=top, width=box.width, height=box.height, rx=radius, class_=class_)


def sentence(centre: Node, edges: Sequence[Edge], nodes: Sequence[Node]) -> str:
    """What the drawing says, in words."""
    names = {node.id: node.label for node in nodes}
    said = [
        f"{names[edge.a]} and {names[edge.b]}: {edge.label} ({'recorded' if edge.recorded else 'inferred'})"
        for edge in edges
        if edge.a in names and edge.b in names
    ]
    return f"Links of {centre.label}. " + ("; ".join(said) + "." if said else "None.")
