"""A file of records linked without a database."""

import csv
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from beatbook.config.commands.link_file import link_file as link_file_verb
from beatbook.linkage.accuracy import clustered
from beatbook.linkage.column_names import ColumnsUnclear
from beatbook.linkage.files import accuracy_of, link_file
from beatbook.linkage.tables import TableUnreadable

FORENAMES = "Jordan Amina Oluwaseun Priya Callum Zofia Dylan Megan Tariq Bethan".split()
SURNAMES = "Marsh Okafor Khan Kowalska Pritchard Evans Whitcombe Adeyemi Fothergill Singh".split()


def write_people(path: Path) -> None:
    chance = random.Random(3)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["key", "first_name", "last_name", "dob", "city", "who"])
        for person in range(150):
            names = chance.choice(FORENAMES), chance.choice(SURNAMES)
            born = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1950, 2004)}"
            for record in ("a", "b"):
                rows.writerow([f"{person}{record}", *names, born, chance.choice(["Millford", "Ashby"]), person])


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.csv"
    write_people(path)
    return path


def test_the_verb_joins_a_foreign_file_and_writes_it_back(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "linked.csv"
    ran = CliRunner().invoke(link_file_verb, [str(people), "--id", "key", "--truth", "who", "--out", str(out), "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["records"] == 300
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows[:2]] == ["0a", "0b"]
    persons: dict[str, set[str]] = {}
    for row in rows:
        persons.setdefault(row["person"], set()).add(row["key"])
    written = clustered(persons.values(), {row["key"]: row["who"] for row in rows})
    assert written.joined > 0
    assert (written.precision, written.recall) == (told["precision"], told["recall"])


def test_accuracy_is_that_of_the_slow_count() -> None:
    truth = pa.chunked_array([["x", "x", "y", None, "y", "x"]])
    persons = pa.array([0, 0, 0, 0, 4, 5]).to_numpy()
    slow = clustered([{0, 1, 2, 3}, {4}, {5}], {0: "x", 1: "x", 2: "y", 4: "y", 5: "x"})
    assert accuracy_of(persons, truth) == slow


def test_an_id_twice_names_its_row_and_column(people: Path) -> None:
    with pytest.raises(ColumnsUnclear, match=r"people.csv, row 3, column who: the id is that of row 2 again"):
        link_file(people, said={}, ids="who")


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("surname,dob\n")
    with pytest.raises(TableUnreadable, match=r"none.csv holds no records"):
        link_file(path, said={})


def test_dates_that_are_none_are_told_by_row(people: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text(people.read_text() + "151a,Zofia,Marsh,in spring,Ashby,151\n")
    assert link_file(path, said={}, ids="key").unread_dates == (302,)
