import re

from beatbook.web.svg.hours import hours
from beatbook.web.svg.link_chart import Edge, Node
from beatbook.web.svg.walk_chart import walk_chart

START = Node("1", "Jordan Marsh", "person", "person")


def test_each_box_is_a_link_and_what_is_drawn_is_said() -> None:
    nodes = [Node("2", "Assault", "44/1/26", "event", "?open=2"), Node("3", "<b>Okoro</b>", "person", "person", "?open=3")]
    drawn = walk_chart(
        [[START], nodes], [Edge("1", "2", "suspect", True), Edge("2", "3", "witness", False), Edge("1", "9", "nobody", True)]
    )
    assert re.findall(r'href="([^"]*)"', drawn) == ["?open=2", "?open=3"]
    assert drawn.count("edge--recorded") == drawn.count("edge--inferred") == 1
    assert "Jordan Marsh and Assault: suspect (recorded)" in drawn and "<b>Okoro" not in drawn


def test_no_box_leaves_the_drawing_however_many_and_long() -> None:
    column = [Node(str(n), "Arrested on suspicion of public fear, alarm or distress", f"MC/26/{n}", "event", "?") for n in range(2, 16)]
    drawn = walk_chart([[START], column], [Edge("1", str(n), "detained", True) for n in range(2, 16)])
    width, height = map(float, re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', drawn)[0])
    boxes = [
        tuple(map(float, found))
        for found in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"(?! class="edge__plate)', drawn)
    ]
    assert len(boxes) == 15 and all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    tops = sorted(y for _, y, _, _ in boxes[1:])
    assert all(later - earlier > boxes[1][3] for earlier, later in zip(tops[::2], tops[1::2], strict=True))


def test_a_line_says_how_where_it_ends_while_there_is_room() -> None:
    far = [[START]] + [[Node(str(n), "Okoro", "person", "person", "?")] for n in range(2, 6)]
    lines = [Edge(str(n), str(n + 1), "next of kin and much else besides", True) for n in range(1, 5)]
    near = walk_chart(far[:3], lines)
    assert near.count("edge__plate") == near.count("edge__label") == 2 and "next of kin" in near.partition("edge__label")[2]
    assert "edge__plate" not in walk_chart(far, lines)


def test_every_hour_that_has_any_prints_its_count() -> None:
    drawn = hours([0] * 22 + [3, 1])
    assert drawn.count('class="bar"') == 2 and "22:00 3; 23:00 1" in drawn
