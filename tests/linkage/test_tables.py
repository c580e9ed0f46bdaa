"""Tables of records from files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from beatbook.linkage.tables import TableUnreadable, read_table


def test_csv_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("unique_id,last_name,phone\n1,O'Neil,07700900001\n2,,\n")
    table = read_table(path, {"id": "unique_id", "surname": "last_name", "phones": "phone"})
    assert table.to_pydict() == {"id": ["1", "2"], "surname": ["O'Neil", None], "phones": ["07700900001", None]}


def test_parquet_is_read_whole_without_names(tmp_path: Path) -> None:
    table = pa.table({"surname": ["Marsh"], "phones": [["07700 900614"]]})
    parquet.write_table(table, tmp_path / "people.parquet")
    assert read_table(tmp_path / "people.parquet").equals(table)


@pytest.mark.parametrize(("name", "text"), [("a.csv", ""), ("a.parquet", "no parquet"), ("missing.csv", None), ("a.csv", "x,y\n1,2\n")])
def test_other_files_are_refused(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / name, {"surname": "last_name"})


def test_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("surname\nMarsh\n".encode("utf-16"))
    with pytest.raises(TableUnreadable, match="not written in UTF-8"):
        read_table(path)


def test_a_row_of_ten_megabytes_loses_no_other(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,surname\n1,Marsh\n2," + "x" * 10_000_000 + "\n3,Okoro\n")
    assert read_table(path)["id"].to_pylist() == ["1", "2", "3"]
