"""Writes links and keys: a few by one prepared statement each, many by COPY to a temporary table and INSERT, because COPY does not run where row-level
security is forced."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import psycopg

from beatbook.linkage.index import FoundLinks
from beatbook.linkage.keys import deletion_variants, name_tokens
from beatbook.linkage.named_sql import sql

FEW_RECORDS = 2_000  # up to here unnest() costs less than making and dropping a temporary table
PREPARE_AFTER = 2  # runs of a statement on one connection before it is prepared
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Written:
    """Links to write, the marking number of each record, and the version of the model that weighed them."""

    found: FoundLinks
    vis: Mapping[UUID, int]
    model: str


def prepared(cursor: Any) -> psycopg.Cursor[tuple[Any, ...]]:
    """A cursor on the same connection, in the same transaction, whose statements are prepared once they have run twice."""
    connection = cursor.connection
    connection.prepare_threshold = PREPARE_AFTER
    return psycopg.Cursor(connection)


def at_once(cursor: Any, n_records: int) -> AbstractContextManager[Any]:
    """Sends what is written for a few records without waiting for each answer; what is copied cannot be sent so."""
    return cursor.connection.pipeline() if n_records <= FEW_RECORDS else nullcontext()


def write_links(cursor: Any, replaced: Sequence[UUID], written: Written) -> int:
    """Replace all links under this model of the records in `replaced` by those found; returns how many pairs were written, each in both directions."""
    found = written.found
    if replaced or found.relinked:
        prepared(cursor).execute(sql("unlink_records"), {"ids": _ids_in_text([*replaced, *found.relinked]), "model": written.model})
    if not found.a:
        return 0
    va, vb = [written.vis[a] for a in found.a], [written.vis[b] for b in found.b]
    if 0 < len(replaced) <= FEW_RECORDS:
        given = {
            "a": _ids_in_text(found.a),
            "b": _ids_in_text(found.b),
            "va": _in_text(map(str, va)),
            "vb": _in_text(map(str, vb)),
            "weights": _in_text(map(repr, found.weights.tolist())),
            "levels": _in_text('"\\\\x' + row.tobytes().hex() + '"' for row in found.levels),
            "model": written.model,
        }
        prepared(cursor).execute(sql("add_links"), given)
    else:
        _copy_links(cursor, written, va, vb)
    return len(found.a)


def _in_text(values: Iterable[str]) -> str:
    # An array as PostgreSQL writes it: the driver would look at every value for signs to be quoted, which costs more than the rest of the run.
    return "{" + ",".join(values) + "}"


def _ids_in_text(ids: Iterable[UUID]) -> str:
    return _in_text(one.hex for one in ids)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _copy_links(cursor: Any, written: Written, va: list[int], vb: list[int]) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE new_link (a uuid, b uuid, va integer, vb integer, weight double precision, levels bytea) ON COMMIT DROP"
    )
    with cursor.copy("COPY new_link FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_HEADER)
        copy.write(_link_rows(written.found, va, vb).tobytes())
        copy.write(_TRAILER)
    cursor.execute(
        "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model)"
        " SELECT a, b, va, vb, weight, levels, %(model)s FROM (SELECT a, b, va, vb, weight, levels FROM new_link"
        " UNION ALL SELECT b, a, vb, va, weight, levels FROM new_link) AS both_ways ORDER BY 1, 2",
        {"model": written.model},
    )
    cursor.execute("DROP TABLE new_link")


def _link_rows(found: FoundLinks, va: list[int], vb: list[int]) -> Any:
    # PostgreSQL's binary COPY form: the number of columns, then each column's length and bytes, most significant first.
    width = found.levels.shape[1]
    columns = (("a", "V16", 16), ("b", "V16", 16), ("va", ">i4", 4), ("vb", ">i4", 4), ("weight", ">f8", 8), ("levels", f"V{width}", width))
    shape: list[tuple[str, str]] = [("n", ">i2")]
    for name, form, _ in columns:
        shape += [(f"n_{name}", ">i4"), (name, form)]
    rows = np.zeros(len(found.a), np.dtype(shape))
    rows["n"] = len(columns)
    for name, _, length in columns:
        rows[f"n_{name}"] = length
    rows["a"] = np.frombuffer(b"".join(one.bytes for one in found.a), "V16")
    rows["b"] = np.frombuffer(b"".join(one.bytes for one in found.b), "V16")
    rows["va"], rows["vb"], rows["weight"] = va, vb, found.weights
    rows["levels"] = np.ascontiguousarray(found.levels).view(f"V{width}")[:, 0]
    return rows


@dataclass(frozen=True, slots=True)
class WrittenKeys:
    """How many keys were written, and the answer that says which name tokens went with the old ones; `forget` takes care of those."""

    n: int
    gone: psycopg.Cursor[tuple[Any, ...]] | None

    def forget(self, cursor: Any) -> None:
        """Let go of name tokens that no record of their marking holds any more. Waits for the answer, so it is asked as late as can be."""
        if self.gone is not None:
            _forget_tokens(cursor, sorted({(token, vis) for key, vis in self.gone.fetchall() for token in name_tokens([key])}))


def write_keys(cursor: Any, replaced: Sequence[UUID], keys: Sequence[tuple[UUID, int, list[str]]]) -> WrittenKeys:
    """Replace the keys of the records in `replaced`; the caller says when tokens are to be forgotten."""
    gone = _delete_keys(cursor, replaced) if replaced else None
    return WrittenKeys(_insert_keys(cursor, keys), gone)


def _delete_keys(cursor: Any, replaced: Sequence[UUID]) -> psycopg.Cursor[tuple[Any, ...]]:
    # The answer has the keys that went, with their markings.
    return prepared(cursor).execute(
        "DELETE FROM linkage_key k WHERE k.record_id = ANY (%s::uuid[]) RETURNING k.key, k.vis", [_ids_in_text(replaced)]
    )


def _forget_tokens(cursor: Any, gone: Sequence[tuple[str, int]]) -> None:
    # A token that no record of its marking holds any more must not be suggested for a search.
    if not gone:
        return
    tokens, marks = [token for token, _ in gone], [vis for _, vis in gone]
    cursor.execute(sql("tokens_without_keys"), {"tokens": tokens, "marks": marks})
    variants = [(variant, vis, token) for token, vis in cursor.fetchall() for variant in deletion_variants(token)]
    if variants:
        deletions, kinds, names = (list(column) for column in zip(*variants, strict=True))
        cursor.execute(sql("forget_tokens"), {"deletions": deletions, "marks": kinds, "tokens": names})


def _insert_keys(cursor: Any, keys: Sequence[tuple[UUID, int, list[str]]]) -> int:
    if len(keys) > FEW_RECORDS:
        staged = StagedKeys(cursor)
        staged.take(keys)
        return staged.put_in_place()
    rows = sorted((key, vis, record_id) for record_id, vis, found in keys for key in found)
    if rows:
        _add_keys(cursor, rows, sorted({(token, vis) for _, vis, found in keys for token in name_tokens(found)}))
    return len(rows)


class StagedKeys:
    """Lookup keys that are copied aside as they come and put in place at the end, in order, so that their index grows from end to end."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._n = 0
        self._tokens: set[tuple[str, int]] = set()
        cursor.execute('CREATE TEMPORARY TABLE new_key (key text COLLATE "C", vis integer, record_id uuid) ON COMMIT DROP')

    def take(self, keys: Iterable[tuple[UUID, int, list[str]]]) -> None:
        """Records with their markings and keys."""
        rows = []
        for record_id, vis, found in keys:
            rows += [(key, vis, record_id) for key in found]
            self._tokens.update((token, vis) for token in name_tokens(found))
        self._n += len(rows)
        self._copy("new_key", rows, ("text", "int4", "uuid"))

    def put_in_place(self) -> int:
        """Write them, and the name tokens by which slips are found; returns how many keys there were."""
        execute = self._cursor.execute
        execute("INSERT INTO linkage_key (key, vis, record_id) SELECT key, vis, record_id FROM new_key ORDER BY 1, 2, 3")
        execute("DROP TABLE new_key")
        execute('CREATE TEMPORARY TABLE new_token (deletion text COLLATE "C", vis integer, token text COLLATE "C") ON COMMIT DROP')
        variants = ((variant, vis, token) for token, vis in self._tokens for variant in deletion_variants(token))
        self._copy("new_token", variants, ("text", "int4", "text"))
        execute(
            "INSERT INTO linkage_token (deletion, vis, token)"
            " SELECT deletion, vis, token FROM new_token ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING"
        )
        execute("DROP TABLE new_token")
        return self._n

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]], types: Sequence[str]) -> None:
        with self._cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)


def forget_keys(cursor: Any) -> None:
    """Remove every key and name token, to write all of them anew."""
    cursor.execute("DELETE FROM linkage_key")
    cursor.execute("DELETE FROM linkage_token")


def _add_keys(cursor: Any, rows: list[tuple[str, int, UUID]], tokens: list[tuple[str, int]]) -> None:
    names, marks, ids = (list(column) for column in zip(*rows, strict=True))
    said = {"keys": _in_text(map(_quoted, names)), "marks": _in_text(map(str, marks)), "ids": _ids_in_text(ids)}
    prepared(cursor).execute(sql("add_keys"), said)
    if tokens:
        words, marks = (list(column) for column in zip(*tokens, strict=True))
        prepared(cursor).execute(sql("add_tokens"), {"tokens": _in_text(map(_quoted, words)), "marks": _in_text(map(str, marks))})
