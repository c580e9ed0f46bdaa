"""What forces write about themselves: taken strictly, each fault named by file, row and column, and nothing else lost."""

import pytest

from beatbook.neighbourhoods.documents import DocumentRefused, read_document

FORCE = """
[force]
id = "millshire"
name = "Millshire Police"

[[neighbourhood]]
id = "M1"
name = "Market Quarter"
area = "W1"

[[neighbourhood.team]]
name = "PC 2071 Tom Adeyemi"
rank = "Constable"

[[neighbourhood.event]]
title = "Street briefing"
start = 2026-12-01T18:00:00
"""


def test_a_document_is_taken_whole() -> None:
    read = read_document("millshire.toml", FORCE)
    assert read.force is not None and read.force.id == "millshire"
    assert read.grounds["millshire", "M1"].area == "W1"
    assert [(ground, member.rank) for _, ground, member in read.members] == [("M1", "Constable")]
    assert read.gatherings[0][2].start.hour == 18 and read.refused == []


@pytest.mark.parametrize(
    ("fault", "row", "column"),
    [
        ('[[neighbourhood]]\nid = "M2"\n', "neighbourhood 2", "name"),
        ('[[neighbourhood]]\nid = "M1"\nname = "Again"\n', "neighbourhood 2", "id"),
        ('[[neighbourhood]]\nid = "neighbourhoods"\nname = "N"\n', "neighbourhood 2", "id"),
        ('[[neighbourhood.priority]]\nissue = "Litter"\nraised = "soon"\n', "neighbourhood 1, priority 1", "raised"),
        ('[[neighbourhood.event]]\ntitle = "T"\nstart = 2026-12-01T18:00:00\nend = 2026-12-01T17:00:00\n', "neighbourhood 1, event 2", ""),
        ('[[neighbourhood.team]]\nname = "A"\nnickname = "B"\n', "neighbourhood 1, team 2", "nickname"),
        ('[[neighbourhood.team]]\nname = "A"\nmarking = "SECRET"\n', "neighbourhood 1, team 2", ""),
        ('[[neighbourhood.links]]\ntitle = "A"\nurl = "javascript:alert(1)"\n', "neighbourhood 1", "links.0.url"),
    ],
)
def test_a_fault_is_named_and_nothing_else_is_lost(fault: str, row: str, column: str) -> None:
    read = read_document("millshire.toml", FORCE + fault)
    (refused,) = read.refused
    assert (refused.file, refused.row, refused.column) == ("millshire.toml", row, column) and refused.reason and refused.raw
    kept = 0 if column.startswith("links") else 1
    assert len(read.gatherings) == kept and len(read.members) == kept


@pytest.mark.parametrize("text", ["", "[force", "force = 1", '[force]\nid = "x y"\nname = "X"\n'])
def test_what_is_no_document_is_refused_by_name(text: str) -> None:
    with pytest.raises(DocumentRefused, match=r"millshire\.toml"):
        read_document("millshire.toml", text)


def test_tables_add_to_documents() -> None:
    table = "neighbourhood,title,start,email\nM1,Coffee,2026-12-03T10:00:00,a@example.org\n,Nowhere,2026-12-03T10:00:00,\nM1,Tea,never,\n"
    read = read_document("millshire-events.csv", table)
    ((force, ground, coffee),) = read.gatherings
    assert (force, ground, coffee.title, coffee.contact) == ("millshire", "M1", "Coffee", {"email": "a@example.org"})
    assert [(one.row, one.column) for one in read.refused] == [("row 3", "neighbourhood"), ("row 4", "start")]
    with pytest.raises(DocumentRefused, match="not named"):
        read_document("millshire.csv", table)


def test_postcodes_are_a_table_of_their_own() -> None:
    read = read_document("postcodes.csv", "postcode,latitude,longitude\nZZ1 4FR,54.7,2.2\nZZ1 4FS,154.7,2.2\n")
    assert [middle.postcode for middle in read.postcodes] == ["ZZ1 4FR"]
    assert [(one.row, one.column) for one in read.refused] == [("row 3", "latitude")]
