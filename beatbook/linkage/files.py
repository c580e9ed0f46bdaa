"""Who is who in a CSV or Parquet file, without a database.

Invariant: nothing but the file and the model decides; a column of truth is never looked at before the persons stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from beatbook.linkage.accuracy import Accuracy
from beatbook.linkage.bulk import BulkResult, link_table
from beatbook.linkage.column_names import ColumnsUnclear, columns_of, fields_of
from beatbook.linkage.evidence import born_in
from beatbook.linkage.model import Model
from beatbook.linkage.tables import TableUnreadable, read_table


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """What came of a file: its table, the columns that were read for each field, the links and persons, and accuracy where truth was named."""

    table: pa.Table
    columns: dict[str, tuple[str, ...]]
    result: BulkResult
    unread_dates: tuple[int, ...]
    accuracy: Accuracy | None


def link_file(
    path: Path, *, said: Mapping[str, str], ids: str | None = None, truth: str | None = None, model: Model | None = None
) -> LinkedFile:
    """Links the records of a file; `unread_dates` are the file's rows (the heading is row 1) whose date of birth is no date.

    Raises:
        TableUnreadable: the file is no table, or has no records.
        ColumnsUnclear: a column is not there, or an id is empty or there twice.
    """
    table = read_table(path)
    if table.num_rows == 0:
        raise TableUnreadable(f"{path.name} holds no records.")
    for column in filter(None, (ids, truth)):
        if column not in table.column_names:
            raise ColumnsUnclear(f"{path.name} has no column {column}; it has {', '.join(table.column_names)}.")
    columns = columns_of([name for name in table.column_names if name not in (ids, truth)], said)
    fields = fields_of(table, columns)
    if ids is not None:
        _check_ids(path, table, ids)
        fields = fields.append_column("id", table[ids])
    unread = _unread_dates(fields["date_of_birth"].to_pylist()) if "date_of_birth" in columns else ()
    result = link_table(fields, model=model)
    accuracy = None if truth is None else accuracy_of(result.persons, table[truth])
    return LinkedFile(table, columns, result, unread, accuracy)


def write_persons(linked: LinkedFile, path: Path) -> None:
    """The file's own columns and `person`, the number of the first row of whom the record speaks, the heading being row 1; CSV or Parquet by the name."""
    name = "person" if "person" not in linked.table.column_names else "beatbook_person"
    table = linked.table.append_column(name, pa.array(linked.result.persons + 2))
    if path.suffix == ".parquet":
        parquet.write_table(table, path)
    else:
        arrow_csv.write_csv(table, path)


def accuracy_of(persons: NDArray[np.int64], truth: pa.ChunkedArray) -> Accuracy:
    """Accuracy of persons over all pairs of rows whose truth is known."""
    coded = truth.combine_chunks().dictionary_encode().indices
    known = np.asarray(coded.is_valid())
    true = np.asarray(coded.fill_null(-1), np.int64)[known]
    joined = persons[known]
    return Accuracy(_pairs(np.stack([joined, true])), _pairs(joined[None]), _pairs(true[None]))


def _pairs(keys: NDArray[np.int64]) -> int:
    counts = np.unique(keys, axis=1, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def _check_ids(path: Path, table: pa.Table, ids: str) -> None:
    seen: dict[object, int] = {}
    for row, value in enumerate(table[ids].to_pylist(), start=2):
        if value is None or value in seen:
            why = "is empty" if value is None else f"is that of row {seen[value]} again"
            raise ColumnsUnclear(f"{path.name}, row {row}, column {ids}: the id {why}.")
        seen[value] = row


def _unread_dates(values: list[str | None]) -> tuple[int, ...]:
    return tuple(row for row, value in enumerate(values, start=2) if value is not None and born_in(value) is None)
