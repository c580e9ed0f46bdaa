"""The security review in the docs says nothing that is not so: every test that it names exists, and every status is one of four words."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REVIEW = ROOT / "docs" / "explanation" / "security-review.md"
NAMED = re.compile(r"tests/[\w/]+\.py(?:::\w+)?")


def rows() -> list[list[str]]:
    """Cells of every row of the large table."""
    table = REVIEW.read_text(encoding="utf-8").partition("## The table")[2]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| V")]
    assert len(found) > 50
    return found


def test_every_status_is_one_of_four_and_what_is_met_names_a_test() -> None:
    for section, asked, status, how, test in rows():
        assert re.fullmatch(r"V\d+(\.\d+)?", section) and asked, section
        assert status in ("met", "part", "not", "na"), (section, status)
        assert test or status != "met", (section, asked)
        assert how or status == "met", (section, asked)


def test_every_chapter_is_spoken_of() -> None:
    assert {section.partition(".")[0] for section, *_ in rows()} == {f"V{number}" for number in range(1, 18)}


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(REVIEW.read_text(encoding="utf-8")))))
def test_every_test_that_it_names_is_there(named: str) -> None:
    file, _, name = named.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert not name or name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
