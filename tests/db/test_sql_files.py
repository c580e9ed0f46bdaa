"""Named SQL is found beside its module."""

from pathlib import Path

import pytest

from beatbook.db.sql_files import load_sql


def test_reads_the_file_beside_the_module(tmp_path: Path) -> None:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "count_rows.sql").write_text("-- One row: the number.\nSELECT 1", encoding="utf-8")

    assert load_sql(str(tmp_path / "queries.py"), "count_rows") == "-- One row: the number.\nSELECT 1"


def test_a_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no_such\.sql"):
        load_sql(str(tmp_path / "queries.py"), "no_such")
