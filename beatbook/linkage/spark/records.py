"""Records as Parquet for Spark: one row each with its number, its id and the columns of docs/reference/content.md that linking reads.

Invariant: the evidence of a row is that of the record it was made from.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as parquet

from beatbook.linkage.bulk import ids_of
from beatbook.linkage.column_names import LISTS, USUAL

FIELDS = tuple(USUAL)
SCHEMA = pa.schema(
    [("row", pa.int64()), ("id", pa.binary())] + [(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in FIELDS]
)
ROWS_AT_ONCE = 50_000


class RecordFile:
    """A Parquet file of records that is written batch by batch; rows are numbered as they come."""

    def __init__(self, path: Path) -> None:
        self._writer = parquet.ParquetWriter(path, SCHEMA, compression="zstd")
        self.n = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()

    def write(self, ids: Sequence[UUID], contents: Sequence[Mapping[str, Any]]) -> None:
        """Add records by their content; what is neither a text nor, where several may stand, a list of texts says nothing."""
        columns: dict[str, pa.Array] = {
            "row": pa.array(range(self.n, self.n + len(ids)), pa.int64()),
            "id": pa.array([one.bytes for one in ids], pa.binary()),
        }
        for name in FIELDS:
            read = _texts if name in LISTS else _text
            columns[name] = pa.array([read(content.get(name)) for content in contents], SCHEMA.field(name).type)
        self._writer.write_table(pa.table(columns, SCHEMA), row_group_size=ROWS_AT_ONCE)
        self.n += len(ids)


def write_table(table: pa.Table, path: Path, *, ids: str = "id") -> int:
    """Write a table with columns as `bulk.link_table` takes them; returns how many rows it has.

    Raises:
        IdsNotDistinct: two rows have the same id.
    """
    found = ids_of(table, ids)
    fields = table.select([name for name in table.column_names if name in FIELDS])
    with RecordFile(path) as file:
        for start in range(0, table.num_rows, ROWS_AT_ONCE):
            rows = fields.slice(start, ROWS_AT_ONCE).to_pylist() if fields.column_names else [{}] * len(found[start : start + ROWS_AT_ONCE])
            file.write(found[start : start + ROWS_AT_ONCE], [{name: _plain(value) for name, value in row.items()} for row in rows])
        return file.n


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | list) else str(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> list[str] | None:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else None
