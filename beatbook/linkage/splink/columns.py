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

from beatbook.linkage.splink.distinct import Distinct, as_distinct
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
        self.room_for(len(values))[:] = values

    def room_for(self, n: int) -> NDArray[Any]:
        """The next `n` places, to be filled in."""
        start, size = self.size, self.size + n
        if size > len(self._all):
            grown = np.empty((size + size // 2 if self.size else size, *self._all.shape[1:]), self._all.dtype)
            grown[: self.size] = self._all[: self.size]
            self._all = grown
        self.size = size
        return self._all[start:size]

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
    places: dict[Any, int] = field(default_factory=lambda: {None: -1})

    def intern(self, values: Sequence[Any], vocabulary: Vocabulary) -> NDArray[np.int32]:
        """Numbers of values, new ones given to those that have none; -1 for None."""
        places, known = self.places, vocabulary.values
        before = len(known)
        keys = [tuple(value) if isinstance(value, list) else value for value in values]
        for key, value in zip(keys, values, strict=True):
            if key not in places:
                places[key] = len(known)
                known.append(value)
        if len(known) > before:
            self._describe(known[before:], vocabulary)
        return np.fromiter(map(places.__getitem__, keys), np.int32, len(keys))

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

    def append(self, table: pa.Table | Distinct, order: NDArray[np.int64] | None = None) -> None:
        """Append a table's rows, or these of them in this order, each distinct value worked out once.

        Raises:
            ColumnMissing: the table lacks a column that a slot reads.
        """
        distinct = as_distinct(table)
        numbered = [self._codes(slot, distinct) for slot in self.slots]
        block = self.codes.room_for(distinct.n_rows if order is None else len(order))
        block[:] = -1
        for place, (codes, places) in enumerate(numbered):
            block[:, place] = codes[places if order is None else places[order]]

    def _codes(self, slot: Slot, distinct: Distinct) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Codes of a slot's distinct values, and which of them each row has."""
        names = sorted({column.name for column in columns_in(slot.expression)})
        if not names:
            return self._numbered(slot, [evaluate(slot.expression, {})]), np.zeros(distinct.n_rows, np.int32)
        columns = [(name, *distinct.column(name)) for name in names]
        if len(columns) == 1:
            name, places, values = columns[0]
            worth = evaluate_each(slot.expression, Column(name, "x"), values, distinct.known.setdefault(name, {}))
            return self._numbered(slot, worth), places
        together = np.stack([places for _, places, _ in columns], axis=1)
        combinations, where = np.unique(together, axis=0, return_inverse=True)
        worth = []
        for combination in combinations.tolist():
            values_of = {Column(name, "x"): values[place] for (name, _, values), place in zip(columns, combination, strict=True)}
            worth.append(evaluate(slot.expression, values_of))
        return self._numbered(slot, worth), where.ravel().astype(np.int32)

    def _numbered(self, slot: Slot, worth: Sequence[Any]) -> NDArray[np.int32]:
        if slot.truth:
            return np.array([-1 if value is None else int(bool(value)) for value in worth], np.int32)
        return self.families[slot.family].intern(worth, self.vocabulary)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float | np.number) else float("nan")
