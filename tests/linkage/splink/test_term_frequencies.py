"""Term frequencies are counted, read from Splink's exports, and named by their content."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, block_on

from beatbook.linkage.splink.errors import ColumnMissing, SplinkModelUnreadable
from beatbook.linkage.splink.term_frequencies import count_term_frequencies, from_splink_table, read_splink_files, read_term_frequencies
from tests.linkage.splink.oracle import model_of
from tests.linkage.splink.tables import odd_table


@pytest.mark.filterwarnings("ignore")
def test_frequencies_are_those_that_splink_exports(tmp_path: Path) -> None:
    table = odd_table()
    settings = model_of([comparisons.NameComparison("forename")], [block_on("place")])
    api = DuckDBAPI(duckdb.connect())
    exported = Linker(api.register(table), json.loads(settings.to_json())).table_management.compute_tf_table("forename").as_pyarrow_table()
    parquet.write_table(exported, tmp_path / "tf_forename.parquet")
    assert read_splink_files([tmp_path / "tf_forename.parquet"]) == count_term_frequencies(table, ("forename",))


def test_a_table_reads_as_written_and_is_named_by_content() -> None:
    counted = count_term_frequencies(odd_table(), ("forename", "place"))
    other = count_term_frequencies(odd_table(seed=8), ("forename", "place"))
    assert read_term_frequencies(counted.to_json()) == counted
    assert counted.version != other.version


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 1, "shares": {"a": {"x": 0}}}', '{"format": 2, "shares": {}}', '{"format": 1, "shares": 3}']
)
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(SplinkModelUnreadable):
        read_term_frequencies(text)


def test_tables_without_the_column_are_refused() -> None:
    with pytest.raises(SplinkModelUnreadable):
        from_splink_table(pa.table({"forename": ["ann"]}))
    with pytest.raises(ColumnMissing):
        count_term_frequencies(odd_table(), ("nickname",))
