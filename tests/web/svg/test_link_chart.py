"""The link chart's structure: what is drawn, how it is named, and that labels keep clear of boxes."""

from xml.etree import ElementTree

from beatbook.web.gallery import CENTRE, EDGES, NODES
from beatbook.web.svg.link_chart import Edge, Node, link_chart

SVG = "{http://www.w3.org/2000/svg}"


def parsed(*arguments: object, **named: object) -> ElementTree.Element:
    return ElementTree.fromstring(link_chart(*arguments, **named))  # type: ignore[arg-type]


def test_recorded_lines_are_solid_and_inferred_ones_dashed() -> None:
    lines = [line.get("class") for line in parsed(CENTRE, NODES, EDGES).iter(f"{SVG}line")]
    assert lines.count("edge edge--recorded") == 7
    assert lines.count("edge edge--inferred") == 1


def test_shapes_tell_kinds_apart() -> None:
    drawn = parsed(CENTRE, NODES, EDGES)
    assert {shape.get("rx") for shape in drawn.iter(f"{SVG}rect") if "person" in (shape.get("class") or "")} == {"26"}
    assert {shape.get("rx") for shape in drawn.iter(f"{SVG}rect") if "event" in (shape.get("class") or "")} == {"0"}
    assert len(list(drawn.iter(f"{SVG}polygon"))) == 1


def test_every_link_is_named_by_its_visible_words() -> None:
    links = list(
        parsed(CENTRE, [Node("x", "A very long name that cannot be shown", "person", "person", "/people/1"), *NODES], []).iter(f"{SVG}a")
    )
    assert len(links) == 7
    for link in links:
        visible = " ".join("".join(link.itertext()).split())
        assert (link.get("aria-label") or "").startswith(visible)


def test_the_centre_is_not_a_link_to_itself() -> None:
    drawn = parsed(Node("p", "J. Marsh", "this person", "person", "/people/1"), [], [])
    assert list(drawn.iter(f"{SVG}a")) == []


def test_the_order_of_edges_does_not_move_boxes() -> None:
    assert [e.get("aria-label") for e in parsed(CENTRE, NODES, EDGES).iter(f"{SVG}a")]
    assert link_chart(CENTRE, NODES, EDGES) == link_chart(CENTRE, list(NODES), list(EDGES))


def test_two_facts_between_the_same_two_share_a_line() -> None:
    drawn = parsed(CENTRE, NODES[:1], [Edge("p", "k", "brother", True), Edge("k", "p", "next of kin", True), Edge("p", "k", "met", False)])
    assert len(list(drawn.iter(f"{SVG}line"))) == 2
    assert "brother, next of kin" in "".join(drawn.itertext())


def test_more_than_can_be_drawn_is_said() -> None:
    crowd = [Node(str(place), f"Person {place}", "person", "person") for place in range(40)]
    drawn = link_chart(CENTRE, crowd, [])
    assert drawn.count("node__shape--person") == 14
    assert "14 of 40 are drawn; the list has all." in drawn


def test_edges_to_nodes_not_given_are_left_out() -> None:
    assert "<line" not in link_chart(CENTRE, [], [Edge("p", "ghost", "knows", True)])


def test_nothing_said_by_a_system_becomes_markup() -> None:
    nasty = '<img src=x onerror="alert(1)">'
    drawn = link_chart(CENTRE, [Node("n", nasty, nasty, nasty, "javascript:alert(1)")], [Edge("p", "n", nasty, True)])
    assert "<img" not in drawn
    assert "javascript:" not in drawn
    ElementTree.fromstring(drawn)


def test_no_inline_style() -> None:
    assert "style=" not in link_chart(CENTRE, NODES, EDGES)
