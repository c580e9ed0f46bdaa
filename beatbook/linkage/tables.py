"""Tables of person records from CSV and Parquet files, under the names of docs/reference/content.md.

Invariant: a row of the file is a row of the table, in the file's order; nothing is dropped and nothing is corrected.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from beatbook.vocabulary.errors import BeatbookError

LONGEST_ROW_BYTES = 1 << 25  # one row must fit into one block of the reader: thirty-two megabytes


class TableUnreadable(BeatbookError):
    """A table of records is no CSV or Parquet file, or lacks a column that was asked for: correct the path or the names of the columns."""


def read_table(path: Path | str, columns: Mapping[str, str] | None = None) -> pa.Table:
    """The table in a file; `columns` gives for each of our fields the file's own name, and leaves out all that it does not name.

    Raises:
        TableUnreadable: not such a file, or a column is missing.
    """
    path = Path(path)
    try:
        table = parquet.read_table(path) if path.suffix == ".parquet" else _read_csv(path)
    except UnicodeDecodeError as error:
        raise TableUnreadable(f"{path.name} is not written in UTF-8: save it as CSV in UTF-8.") from error
    except (pa.ArrowException, OSError) as error:
        raise TableUnreadable(f"{path.name} cannot be read as a table: {error}") from error
    if columns is None:
        return table
    missing = sorted(set(columns.values()) - set(table.column_names))
    if missing:
        raise TableUnreadable(f"{path.name} has no column {', '.join(missing)}; it has {', '.join(table.column_names)}.")
    return pa.table({ours: table[theirs] for ours, theirs in columns.items()})


def _read_csv(path: Path) -> pa.Table:
    # Everything as text: a phone number or a house number read as a number would lose its noughts.
    with path.open("rb") as file:
        names = file.readline().decode("utf-8-sig").strip()
    if not names:
        raise TableUnreadable(f"{path.name} is empty.")
    header = arrow_csv.read_csv(pa.py_buffer((names + "\n").encode())).column_names
    types = {name: pa.string() for name in header}
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(block_size=LONGEST_ROW_BYTES),
        convert_options=arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""]),
    )
