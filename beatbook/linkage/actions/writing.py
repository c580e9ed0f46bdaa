"""Writes links and keys in bulk: COPY to a temporary table, then INSERT, because COPY does not run where row-level security is forced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from beatbook.linkage.index import FoundLinks
from beatbook.linkage.keys import deletion_variants, name_tokens
from beatbook.linkage.named_sql import sql


@dataclass(frozen=True, slots=True)
class Written:
    """Links to write, the marking number of each record, and the version of the model that weighed them."""

    found: FoundLinks
    vis: Mapping[UUID, int]
    model: str


def write_links(cursor: Any, replaced: Sequence[UUID], written: Written) -> int:
    """Replace all links under this model of the records in `replaced` by those found; returns how many pairs were written, each in both directions."""
    if replaced:
        cursor.execute(sql("unlink_records"), {"ids": list(replaced), "model": written.model})
    found = written.found
    if not found.a:
        return 0
    _copy(
        cursor,
        "new_link (a uuid, b uuid, va integer, vb integer, weight double precision, levels bytea)",
        (
            (a, b, written.vis[a], written.vis[b], weight, levels.tobytes())
            for a, b, weight, levels in zip(found.a, found.b, found.weights.tolist(), found.levels, strict=True)
        ),
        ("uuid", "uuid", "int4", "int4", "float8", "bytea"),
    )
    cursor.execute(
        "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model)"
        " SELECT a, b, va, vb, weight, levels, %(model)s FROM (SELECT a, b, va, vb, weight, levels FROM new_link"
        " UNION ALL SELECT b, a, vb, va, weight, levels FROM new_link) AS both_ways ORDER BY 1, 2",
        {"model": written.model},
    )
    cursor.execute("DROP TABLE new_link")
    return len(found.a)


def write_keys(cursor: Any, replaced: Sequence[UUID], keys: Iterable[tuple[UUID, int, list[str]]], *, fresh: bool) -> int:
    """Replace the keys of the records in `replaced`, or of all records when `fresh`; returns how many were written."""
    keys = list(keys)
    if fresh:
        cursor.execute("DELETE FROM linkage_key")
        cursor.execute("DELETE FROM linkage_token")
    gone = [] if fresh or not replaced else _delete_keys(cursor, replaced)
    written = _insert_keys(cursor, keys)
    _forget_tokens(cursor, gone)
    return written


def _delete_keys(cursor: Any, replaced: Sequence[UUID]) -> list[tuple[str, int]]:
    # Returns the name tokens that went, with their markings.
    cursor.execute("DELETE FROM linkage_key k WHERE k.record_id = ANY (%s::uuid[]) RETURNING k.key, k.vis", [list(replaced)])
    return sorted({(token, vis) for key, vis in cursor.fetchall() for token in name_tokens([key])})


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


def _insert_keys(cursor: Any, keys: list[tuple[UUID, int, list[str]]]) -> int:
    rows = [(key, vis, record_id) for record_id, vis, found in keys for key in found]
    if not rows:
        return 0
    _copy(cursor, 'new_key (key text COLLATE "C", vis integer, record_id uuid)', rows, ("text", "int4", "uuid"))
    cursor.execute("INSERT INTO linkage_key (key, vis, record_id) SELECT key, vis, record_id FROM new_key ORDER BY 1, 2, 3")
    cursor.execute("DROP TABLE new_key")
    tokens = sorted({(token, vis) for _, vis, found in keys for token in name_tokens(found)})
    variants = ((variant, vis, token) for token, vis in tokens for variant in deletion_variants(token))
    _copy(cursor, 'new_token (deletion text COLLATE "C", vis integer, token text COLLATE "C")', variants, ("text", "int4", "text"))
    cursor.execute(
        "INSERT INTO linkage_token (deletion, vis, token) SELECT deletion, vis, token FROM new_token ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING"
    )
    cursor.execute("DROP TABLE new_token")
    return len(rows)


def _copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]], types: Sequence[str]) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP")
    with cursor.copy(f"COPY {table.partition(' ')[0]} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
