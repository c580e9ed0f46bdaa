"""The grid of cells: light with two thousand of them, and safe."""

import gzip

from beatbook.web.svg.grid import GridCell, GridLabel, grid


def test_two_thousand_cells_are_a_light_picture() -> None:
    cells = {
        (row, column): GridCell(("invest", "migrate")[(row * column) % 2], "ABC"[(row + column) % 3])
        for row in range(60)
        for column in range(43)
    }
    drawn = grid(
        [GridLabel(f"Row {n}", f"/r/{n}") for n in range(60)],
        [GridLabel(f"Column {n}") for n in range(43)],
        cells,
        title="t",
        description="d",
    )
    assert drawn.count("<path") == 2
    assert sum(letters.count("A") for letters in drawn.split("<text")) >= 43 * 60 / 3
    assert len(gzip.compress(drawn.encode())) < 15_000


def test_names_are_escaped_and_links_to_elsewhere_are_not_made() -> None:
    drawn = grid(
        [GridLabel("<b>", "https://elsewhere.example/")], [GridLabel("a&b")], {(0, 0): GridCell("invest", "A")}, title="t", description="d"
    )
    assert "<b>" not in drawn and "elsewhere" not in drawn and "a&amp;b" in drawn


def test_a_cut_name_is_whole_in_the_link() -> None:
    name = "A capability with a name that is far too long for the room beside the grid"
    drawn = grid([GridLabel(name, "/x")], [], {}, title="t", description="d")
    assert f"({name})" in drawn and "…" in drawn
