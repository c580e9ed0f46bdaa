"""A whole table at once: train, link and group, parsed per distinct value instead of per row.

Invariant: the model, the links and the weights are, bit for bit, those of the records taken one by one.
"""

import time
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage.everyone import ID, AllLinks, group_everyone
from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import FoundLinks, LinkIndex
from beatbook.linkage.model import Model
from beatbook.linkage.training import train
from beatbook.vocabulary.errors import BeatbookError


class IdsNotDistinct(BeatbookError):
    """Two rows of a table have the same id: give each row an id of its own."""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """Links of a table: `a` and `b` are row numbers (the row whose id sorts first is `a`), weights in bits, levels (n_links, width).

    `persons` has for each row the number of its person, which is its first row; `seconds` are by step.
    """

    model: Model
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]
    n_pairs: int
    persons: NDArray[np.int64]
    seconds: dict[str, float]


def link_table(table: pa.Table, *, model: Model | None = None, ids: str = "id") -> BulkResult:
    """Links and persons of a table with columns as in docs/reference/content.md; without a model one is learnt from the table.

    Raises:
        IdsNotDistinct: two rows have the same id.
    """
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    record_ids = ids_of(table, ids)
    records = list(zip(record_ids, evidence_in(table), strict=True))
    started = _note(seconds, "encode", started)
    if model is None:
        model = train(records)
        started = _note(seconds, "train", started)
    found = LinkIndex(model).add(records)
    started = _note(seconds, "link", started)
    row_of = {record_id: row for row, record_id in enumerate(record_ids)}
    a = np.fromiter((row_of[record_id] for record_id in found.a), np.int64, len(found.a))
    b = np.fromiter((row_of[record_id] for record_id in found.b), np.int64, len(found.b))
    persons = _persons(found, row_of, model.threshold)
    _note(seconds, "group", started)
    return BulkResult(model, a, b, found.weights, found.levels, found.n_pairs, persons, seconds)


def ids_of(table: pa.Table, column: str) -> list[UUID]:
    """An id for each row: of a UUID itself, of a number its value, of a text of up to sixteen bytes those bytes, else a hash; without the column
    the row number.

    Raises:
        IdsNotDistinct: two rows have the same id.
    """
    if column not in table.column_names:
        return [UUID(int=row + 1) for row in range(table.num_rows)]
    found = [_id_of(value) for value in table[column].to_pylist()]
    if len(set(found)) < len(found):
        raise IdsNotDistinct(f"The column {column} holds the same id twice.")
    return found


def _id_of(value: Any) -> UUID:
    if isinstance(value, int):
        return UUID(int=value % (1 << 128))
    text = str(value)
    raw = text.encode()
    if len(raw) <= 16:
        return UUID(bytes=raw.ljust(16, b"\0"))
    try:
        return UUID(text)
    except ValueError:
        return UUID(bytes=blake2b(raw, digest_size=16).digest())


def evidence_in(table: pa.Table) -> list[Evidence]:
    """Evidence of each row; rows that say nothing are there too."""
    columns = {name: table[name].to_pylist() for name in table.column_names}
    rows = zip(*columns.values(), strict=True) if columns else iter(() for _ in range(table.num_rows))
    return [evidence_of({name: _as_text(value) for name, value in zip(columns, row, strict=True) if value is not None}) for row in rows]


def _as_text(value: Any) -> Any:
    return value if isinstance(value, str | list) else str(value)


def _persons(found: FoundLinks, row_of: dict[UUID, int], threshold_bits: float) -> NDArray[np.int64]:
    links = AllLinks(
        np.array([record_id.bytes for record_id in found.a], ID),
        np.array([record_id.bytes for record_id in found.b], ID),
        found.weights,
        found.levels,
    )
    persons = np.arange(len(row_of), dtype=np.int64)
    for person in group_everyone(links, threshold_bits=threshold_bits):
        rows = [row_of[record_id] for record_id in person]
        persons[rows] = min(rows)
    return persons


def _note(seconds: dict[str, float], step: str, started: float) -> float:
    now = time.perf_counter()
    seconds[step] = now - started
    return now
