"""Records as rows of small numbers: for every expression of one record a slot, whose number stands for a distinct value; -1 for none.

Invariant: append-only; two slots of one family have equal numbers exactly where they have equal values.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from beatbook.linkage.splink.errors import ColumnMissing
from beatbook.linkage.splink.expressions import Column, Expression, columns_in
from beatbook.linkage.splink.metrics import signatures
from beatbook.linkage.splink.term_frequencies import as_key
from beatbook.linkage.splink.values import as_text, evaluate, evaluate_each


class Growing:
    """An array that grows at its end, by half again when it is full."""

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._all: NDArray[Any] = np.empty((0, width) if width else 0, dtype)
        self.size = 0

    def extend(self, values: NDArray[Any]) -> None:
        """Append values."""
        size = self.size + len(values)
        if size > len(self._all):
            grown = np.empty((size + size // 2 if self.size else size, *self._all.shape[1:]), self._all.dtype)
            grown[: self.size] = self._all[: self.size]
            self._all = grown
        self._all[self.size : size] = values
        self.size = size

    @property
    def array(self) -> NDArray[Any]:
        """What has been appended so far."""
        return self._all[: self.size]


class Vocabulary:
    """All distinct values of all families, each by one number: its bytes, the signs it has, what it is as a number, its term frequencies (log2)."""

    def __init__(self, n_tf: int) -> None:
        self.values: list[Any] = []
        self.signs = Growing(np.uint8)
        self.starts = Growing(np.int64)
        self.marks = Growing(np.uint64)
        self.numbers = Growing(np.float64)
        self.tf = Growing(np.float64, max(1, n_tf))
        self.starts.extend(np.zeros(1, np.int64))


@dataclass
class Family:
    """Which values have been met among slots that are compared with one another, and what the kernel needs to know of them.

    `shares` has for each number of a term-frequency column the share of each value.
    """

    spelt: bool = False
    numbered: bool = False
    shares: dict[int, Mapping[str, float]] = field(default_factory=dict)
    places: dict[Any, int] = field(default_factory=dict)

    def intern(self, values: Sequence[Any], vocabulary: Vocabulary) -> NDArray[np.int32]:
        """Numbers of values, new ones given to those that have none; -1 for None."""
        result = np.empty(len(values), np.int32)
        places, known = self.places, vocabulary.values
        before = len(known)
        for row, value in enumerate(values):
            if value is None:
                result[row] = -1
                continue
            key = tuple(value) if isinstance(value, list) else value
            place = places.get(key, -1)
            if place < 0:
                place = places[key] = len(known)
                known.append(value)
            result[row] = place
        if len(known) > before:
            self._describe(known[before:], vocabulary)
        return result

    def _describe(self, values: list[Any], vocabulary: Vocabulary) -> None:
        raw = [as_text(value).encode() for value in values] if self.spelt else [b""] * len(values)
        first = vocabulary.signs.size
        ends = first + np.cumsum([len(part) for part in raw], dtype=np.int64)
        vocabulary.signs.extend(np.frombuffer(b"".join(raw), np.uint8))
        vocabulary.marks.extend(signatures(vocabulary.signs.array, first, ends))
        vocabulary.starts.extend(ends)
        numbers = [_number(value) for value in values] if self.numbered else [math.nan] * len(values)
        vocabulary.numbers.extend(np.array(numbers, np.float64))
        shares = np.full((len(values), vocabulary.tf.array.shape[1]), math.nan)
        for column, known in self.shares.items():
            shares[:, column] = [known.get(as_key(value), math.nan) for value in values]
        vocabulary.tf.extend(np.log2(shares))


@dataclass(frozen=True)
class Slot:
    """What one record's expression is worth. A truth slot holds 1, 0 or -1 itself, and has no family."""

    expression: Expression
    family: int
    truth: bool = False


class Rows:
    """The codes of all records, (n_rows, n_slots) of int32."""

    def __init__(self, slots: Sequence[Slot], families: Sequence[Family], n_tf: int) -> None:
        self.slots = tuple(slots)
        self.families = tuple(families)
        self.vocabulary = Vocabulary(n_tf)
        self.codes = Growing(np.int32, max(1, len(self.slots)))

    def __len__(self) -> int:
        return self.codes.size

    def append(self, table: pa.Table) -> None:
        """Append a table's rows, each distinct value worked out once.

        Raises:
            ColumnMissing: the table lacks a column that a slot reads.
        """
        encoded: dict[str, tuple[NDArray[np.int64], list[Any]]] = {}
        known: dict[str, dict[str, Sequence[Any]]] = {}
        block = np.full((len(table), max(1, len(self.slots))), -1, np.int32)
        for place, slot in enumerate(self.slots):
            names = sorted({column.name for column in columns_in(slot.expression)})
            for name in names:
                if name not in encoded:
                    encoded[name] = _distinct(table, name)
            block[:, place] = self._codes(slot, [(name, *encoded[name]) for name in names], len(table), known)
        self.codes.extend(block)

    def _codes(
        self,
        slot: Slot,
        columns: list[tuple[str, NDArray[np.int64], list[Any]]],
        n_rows: int,
        known: dict[str, dict[str, Sequence[Any]]],
    ) -> NDArray[np.int32]:
        if not columns:
            return self._numbered(slot, [evaluate(slot.expression, {})]).repeat(n_rows)
        if len(columns) == 1:
            name, places, values = columns[0]
            worth = evaluate_each(slot.expression, Column(name, "x"), values, known.setdefault(name, {}))
            return self._numbered(slot, worth)[places]
        together = np.stack([places for _, places, _ in columns], axis=1)
        distinct, where = np.unique(together, axis=0, return_inverse=True)
        worth = []
        for combination in distinct.tolist():
            values_of = {Column(name, "x"): values[place] for (name, _, values), place in zip(columns, combination, strict=True)}
            worth.append(evaluate(slot.expression, values_of))
        return self._numbered(slot, worth)[where.ravel()]

    def _numbered(self, slot: Slot, worth: Sequence[Any]) -> NDArray[np.int32]:
        if slot.truth:
            return np.array([-1 if value is None else int(bool(value)) for value in worth], np.int32)
        return self.families[slot.family].intern(worth, self.vocabulary)


def _distinct(table: pa.Table, name: str) -> tuple[NDArray[np.int64], list[Any]]:
    """Row numbers into a list of distinct values, whose last is None."""
    if name not in table.column_names:
        raise ColumnMissing(f"The model reads the column {name}, which the records do not have.")
    column = table[name]
    kind = column.type
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        seen: dict[Any, int] = {}
        values = column.to_pylist()
        places = np.array([_place(seen, value) for value in values], np.int64)
        listed: list[Any] = [list(key) for key in seen]
    else:
        combined = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        encoded = combined if pa.types.is_dictionary(combined.type) else combined.dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks() if encoded.num_chunks != 1 else encoded.chunk(0)
        listed = encoded.dictionary.to_pylist()
        places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    places[places < 0] = len(listed)
    return places, [*listed, None]


def _place(seen: dict[Any, int], value: Any) -> int:
    return -1 if value is None else seen.setdefault(tuple(value), len(seen))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float | np.number) else float("nan")
