"""A table by the distinct values of its columns: each column is encoded once, and what expressions make of its values is worked out once, for all
who read the table after one another.

Invariant: says what the table says; a column's text is let go once it is encoded.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage.splink.errors import ColumnMissing


class Distinct:
    """Columns as numbers into lists of distinct values, made when first asked for. `known` has by column what its expressions were worth by value."""

    def __init__(self, table: pa.Table) -> None:
        self.n_rows: int = table.num_rows
        self.known: dict[str, dict[str, Sequence[Any]]] = {}
        self._columns: dict[str, pa.ChunkedArray] = {name: table[name] for name in table.column_names}
        self._encoded: dict[str, tuple[NDArray[np.int32], list[Any]]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._columns or name in self._encoded

    def raw(self, name: str) -> pa.ChunkedArray:
        """A column as it came, for what is read once and has no value twice.

        Raises:
            ColumnMissing: there is none.
        """
        if name in self._encoded:
            places, values = self._encoded[name]
            return pa.chunked_array([pa.array(values).take(pa.array(places))])
        if name not in self._columns:
            raise ColumnMissing(f"The model reads the column {name}, which the records do not have.")
        return self._columns[name]

    def column(self, name: str) -> tuple[NDArray[np.int32], list[Any]]:
        """For each row the place of its value in the list of distinct values, whose last is None.

        Raises:
            ColumnMissing: the table lacks the column.
        """
        if name not in self._encoded:
            self._encoded[name] = _encoded(self.raw(name))
            del self._columns[name]
            pa.default_memory_pool().release_unused()
        return self._encoded[name]


def as_distinct(table: pa.Table | Distinct) -> Distinct:
    """The table itself, or what it is by its distinct values."""
    return table if isinstance(table, Distinct) else Distinct(table)


def _encoded(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], list[Any]]:
    if pa.types.is_nested(column.type) or pa.types.is_null(column.type):
        seen: dict[Any, int] = {}
        places = np.array([_place(seen, value) for value in column.to_pylist()], np.int32)
        listed: list[Any] = [list(key) for key in seen]
    else:
        encoded = column.combine_chunks() if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks() if encoded.num_chunks != 1 else encoded.chunk(0)
        listed = encoded.dictionary.to_pylist()
        places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    places[places < 0] = len(listed)
    return places, [*listed, None]


def _place(seen: dict[Any, int], value: Any) -> int:
    return -1 if value is None else seen.setdefault(tuple(value), len(seen))
