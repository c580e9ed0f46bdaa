"""A whole table at once: train, link and group, parsed per distinct value instead of per row.

Invariant: the model, the links and the weights are, bit for bit, those of the records taken one by one.
"""

import time
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.counting import first_mentions
from beatbook.linkage.encoding import encode_table
from beatbook.linkage.everyone import AllLinks, group_everyone
from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.model import Model
from beatbook.linkage.sweep import Swept, recount_common, sweep
from beatbook.linkage.training import FEWEST_RECORDS, MOST_ROWS_A_KEY, too_few, train_columns
from beatbook.vocabulary.errors import BeatbookError

MOST_TO_LEARN_FROM = 100_000  # rows that a model is learnt from; keys that are too common are counted over all rows


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
    high, low = _halves(table, ids)
    if model is None:
        model, encoder = _learn(table, high, low)
        started = _note(seconds, "train", started)
    else:
        encoder = Encoder(model.frequencies)
    encode_table(encoder, table, high, low)
    started = _note(seconds, "encode", started)
    if "train" in seconds and table.num_rows > MOST_TO_LEARN_FROM:
        model = replace(model, common_keys=recount_common(encoder, first_mentions(encoder), MOST_ROWS_A_KEY))
        started = _note(seconds, "common keys", started)
    swept = sweep(encoder, model)
    started = _note(seconds, "link", started)
    ahead = (high[swept.left] < high[swept.right]) | ((high[swept.left] == high[swept.right]) & (low[swept.left] < low[swept.right]))
    a, b = np.where(ahead, swept.left, swept.right), np.where(ahead, swept.right, swept.left)
    persons = _persons(a, b, swept, high, low, model.threshold)
    _note(seconds, "group", started)
    return BulkResult(model, a, b, swept.weights, swept.levels, swept.n_pairs, persons, seconds)


def _learn(table: pa.Table, high: NDArray[np.uint64], low: NDArray[np.uint64]) -> tuple[Model, Encoder]:
    # From all rows in the order of their ids, or from a sample by a hash of those, so that the order of rows plays no part.
    if table.num_rows < FEWEST_RECORDS:
        raise too_few(table.num_rows)
    rows = np.lexsort((low, high))
    if table.num_rows > MOST_TO_LEARN_FROM:
        mixed = (high ^ (low * np.uint64(0x9E3779B97F4A7C15))) * np.uint64(0xBF58476D1CE4E5B9)
        chosen = np.zeros(len(high), np.bool_)
        chosen[np.lexsort((low, high, mixed ^ (mixed >> np.uint64(31))))[:MOST_TO_LEARN_FROM]] = True
        rows = rows[chosen[rows]]
    part = table.take(rows)
    model, encoder = train_columns(lambda encoder: encode_table(encoder, part, high[rows], low[rows]))
    encoder.forget_rows()
    return model, encoder


def _halves(table: pa.Table, column: str) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    # The ids of `ids_of` as two numbers each, without an object for each row where they are numbers or short texts.
    n = table.num_rows
    if column not in table.column_names:
        return np.zeros(n, np.uint64), np.arange(1, n + 1, dtype=np.uint64)
    values = table[column].combine_chunks()
    if pa.types.is_integer(values.type) and not values.null_count:
        numbers = np.asarray(values).astype(np.int64)
        high, low = np.where(numbers < 0, np.uint64((1 << 64) - 1), np.uint64(0)), numbers.astype(np.uint64)
    elif pa.types.is_string(values.type) and not values.null_count and pc.max(pc.binary_length(values)).as_py() in range(17):
        parts = np.array(values.cast(pa.binary()).to_numpy(zero_copy_only=False), "S16").view(">u8").reshape(-1, 2)
        high, low = parts[:, 0].astype(np.uint64), parts[:, 1].astype(np.uint64)
    else:
        raw = np.array([record_id.bytes for record_id in ids_of(table, column)], "V16").view(">u8").reshape(-1, 2)
        high, low = raw[:, 0].astype(np.uint64), raw[:, 1].astype(np.uint64)
    order = np.lexsort((low, high))
    if ((high[order][1:] == high[order][:-1]) & (low[order][1:] == low[order][:-1])).any():
        raise IdsNotDistinct(f"The column {column} holds the same id twice.")
    return high, low


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


def _persons(
    a: NDArray[np.int64], b: NDArray[np.int64], swept: Swept, high: NDArray[np.uint64], low: NDArray[np.uint64], threshold_bits: float
) -> NDArray[np.int64]:
    # Ids stand in the order of rows' ids; only rows that a joining link touches are looked at.
    persons = np.arange(len(high), dtype=np.int64)
    joined = np.zeros(len(high), np.bool_)
    joining = swept.weights >= threshold_bits
    joined[a[joining]] = joined[b[joining]] = True
    inside = joined[a] & joined[b]
    raw = np.stack([high, low], axis=1).astype(">u8").view("S16").ravel()
    links = AllLinks(raw[a[inside]], raw[b[inside]], swept.weights[inside], swept.levels[inside])
    row_of = {UUID(bytes=bytes(raw[row]).ljust(16, b"\0")): row for row in np.flatnonzero(joined).tolist()}
    for person in group_everyone(links, threshold_bits=threshold_bits):
        rows = [row_of[record_id] for record_id in person]
        persons[rows] = min(rows)
    return persons


def _note(seconds: dict[str, float], step: str, started: float) -> float:
    now = time.perf_counter()
    seconds[step] = now - started
    return now
