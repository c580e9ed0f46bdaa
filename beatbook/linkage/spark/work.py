"""What runs inside Spark's Python workers, batch by batch: keys of records, pairs of rows that share a key, and the comparison of pairs.

Invariant: what is worked out of a pair depends on its two records and the frozen model alone, however Spark cut and ordered its batches.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.encoding import encode_table
from beatbook.linkage.kept import is_kept
from beatbook.linkage.levels import HASH_BITS, ROW_BITS, RULES
from beatbook.linkage.model import Model, read_model
from beatbook.linkage.scoring import compare_chunk, weigh_by
from beatbook.linkage.spark.records import FIELDS
from beatbook.linkage.vectors import stored_levels

_PAIRS_AT_ONCE = 65_536
_MOST_TOKENS = 2_000_000  # distinct names a worker remembers before it begins anew
_HALF = np.int64((1 << 32) - 1)
KEYS = "key long, row long"
PAIRS = "task int, pair long"
LINKS = "a binary, b binary, row_a long, row_b long, weight double, levels binary"
_LINKS = pa.schema(
    [
        ("a", pa.binary()),
        ("b", pa.binary()),
        ("row_a", pa.int64()),
        ("row_b", pa.int64()),
        ("weight", pa.float64()),
        ("levels", pa.binary()),
    ]
)


@lru_cache(maxsize=1)
def _open_model(text: str) -> tuple[Model, list[Encoder]]:
    return read_model(text), []


def _encoded(text: str, table: pa.Table) -> tuple[Model, Encoder]:
    # One encoder for each worker: measuring names against the model's frequencies is the dear part, and the names come again.
    model, kept = _open_model(text)
    if not kept or kept[0].tokens.length.shape[0] > _MOST_TOKENS:
        kept[:] = [Encoder(model.frequencies)]
    encoder = kept[0]
    encoder.forget_rows()
    halves = np.array(table["id"].to_pylist(), "S16").view(">u8").reshape(-1, 2).astype(np.uint64)
    encode_table(encoder, table.select(FIELDS), halves[:, 0], halves[:, 1])
    return model, encoder


def keys_of(text: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Blocking keys of records, with the rule above the hash as `sweep` keeps rules apart, and without those that the model calls too common."""
    for batch in batches:
        if not batch.num_rows:
            continue
        table = pa.Table.from_batches([batch])
        model, encoder = _encoded(text, table)
        rows = np.asarray(table["row"])
        for rule in (rule for rule in range(64) if (RULES >> rule) & 1):
            packed = candidates.sorted_keys(encoder, 0, encoder.n, model.common_keys, 1 << rule)
            keys = (packed >> np.uint64(ROW_BITS)).astype(np.int64) | np.int64(rule << HASH_BITS)
            own = rows[(packed & np.uint64((1 << ROW_BITS) - 1)).astype(np.int64)]
            yield pa.record_batch({"key": pa.array(keys), "row": pa.array(own)})


def pairs_of(blocks: int, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Pairs of rows that share a key, each as smaller row << 32 | larger row, with the task that will compare them; some more than once."""
    parts = [(np.asarray(batch["key"]), np.asarray(batch["row"])) for batch in batches]
    if not parts:
        return
    keys, rows = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    at = np.arange(len(keys))
    apart = 0
    while len(at):  # each row with the next of its key, then with the one after, until no key has rows so far apart
        apart += 1
        at = at[at + apart < len(keys)]
        at = at[keys[at] == keys[at + apart]]
        if len(at):
            pairs = np.unique(rows[at] << 32 | rows[at + apart])
            yield pa.record_batch({"task": pa.array(_task_of(pairs >> 32, pairs & _HALF, blocks)), "pair": pa.array(pairs)})


def _task_of(left: NDArray[np.int64], right: NDArray[np.int64], blocks: int) -> NDArray[np.int32]:
    one, other = left % blocks, right % blocks
    return (np.minimum(one, other) * blocks + np.maximum(one, other)).astype(np.int32)


def links_of(text: str, counted: Any, pairs: pa.Table, records: pa.Table) -> pa.Table:
    """The links among the pairs of one task, whose records are all in `records`; each pair is compared once."""
    every = np.unique(np.asarray(pairs["pair"]))
    if not len(every):
        return _LINKS.empty_table()
    rows = np.asarray(records["row"])
    found = np.flatnonzero(np.isin(rows, np.unique(np.concatenate([every >> 32, every & _HALF]))))
    found = found[np.argsort(rows[found])]
    records = records.take(pa.array(found))
    model, encoder = _encoded(text, records)
    counted.add(len(every))
    left, right = (np.searchsorted(rows[found], side) for side in (every >> 32, every & _HALF))
    starts = range(0, len(every), _PAIRS_AT_ONCE)
    parts = [_links(model, encoder, records, left[at : at + _PAIRS_AT_ONCE], right[at : at + _PAIRS_AT_ONCE]) for at in starts]
    return pa.concat_tables(parts)


def _links(model: Model, encoder: Encoder, records: pa.Table, left: NDArray[np.int64], right: NDArray[np.int64]) -> pa.Table:
    compared = compare_chunk(encoder, left, right)
    fields, total = weigh_by(model, compared)
    kept = np.flatnonzero(is_kept(model, compared.levels, fields, total))
    high, low = encoder.records.high, encoder.records.low
    left, right = left[kept], right[kept]
    ahead = (high[left] < high[right]) | ((high[left] == high[right]) & (low[left] < low[right]))
    a, b = np.where(ahead, left, right), np.where(ahead, right, left)
    levels = [row.tobytes() for row in stored_levels(compared.levels[kept], fields[kept], model.guard_bits)]
    rows, ids = records["row"], records["id"]
    columns = [ids.take(pa.array(a)), ids.take(pa.array(b)), rows.take(pa.array(a)), rows.take(pa.array(b)), total[kept], levels]
    return pa.table([column if isinstance(column, pa.ChunkedArray) else pa.array(column) for column in columns], schema=_LINKS)
