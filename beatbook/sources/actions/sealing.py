"""Re-marks sealed records with all that is derived from them, and guards every load, so that no arrival below re-makes the connection.

Invariant: a load reads the guarded details under a lock that a seal holds alone, so that a record is either there when the seal is made, and found by
it, or comes after, and is caught before it is published. What is sealed counts in no figure that others see.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from beatbook.access.actions import join_markings
from beatbook.sources.named_sql import sql
from beatbook.sources.quality import Tally
from beatbook.sources.seals import digest_of, hanging_on, keys_of_refused, keys_said, seal_key
from beatbook.sources.summaries import LoadSummary

USING = "ingest"
LOCK = "hashtext('beatbook seals')"
STAGING = ("sources_staged", "pg_temp.staged_now")
MOST_STEPS = 6  # ties followed from a sealed person: person, event, car, and a little beyond
NO_LOAD = UUID(int=0)


def share_seals(cursor: Any) -> None:
    """Holds off new seals, and changes of them, until this transaction ends: for whoever writes what a seal would re-mark."""
    cursor.execute(f"SELECT pg_advisory_xact_lock_shared({LOCK})")


def hold_seals(cursor: Any) -> None:
    """Waits until no load and no linking is at work, and holds them off: for an act upon a seal."""
    cursor.execute("SET LOCAL lock_timeout = '20s'")
    cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")


@dataclass(slots=True)
class Guard:
    """What a load found: by mention, the seals that hold it and the digests that caught it; and what the load's figures must leave out."""

    markings: dict[UUID, int] = field(default_factory=dict)
    caught: dict[UUID, dict[UUID, list[str]]] = field(default_factory=dict)
    refused: dict[UUID, dict[UUID, list[str]]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    rows: int = 0

    def less(self, summary: LoadSummary) -> LoadSummary:
        """The summary without what is sealed."""
        return replace(
            summary,
            rows=summary.rows - self.rows - self.tally.refused,
            refused_rows=summary.refused_rows - self.tally.refused,
            mentions=summary.mentions - sum(self.tally.mentions.values()),
            without_place=summary.without_place - self.tally.without_place,
        )


def guard_load(cursor: Any, load_id: UUID, tally: Tally) -> Guard:
    """Marks the staged statements of a load that a seal holds or catches, before anything of it is published; takes them out of `tally`."""
    share_seals(cursor)
    guard = Guard(markings=_seals(cursor))
    if not guard.markings:
        return guard
    digests = guarded_digests(cursor)
    held = _held(cursor, load_id)
    people: set[UUID] = set()
    for record_id, kind, text in _staged(cursor, load_id):
        found = caught_by(keys_said(kind, json.loads(text)), digests)
        for seal_id, matched in found.items():
            if not set(matched) <= held.get(record_id, {}).get(seal_id, ("", set()))[1]:
                guard.caught.setdefault(record_id, {})[seal_id] = matched
        if record_id in guard.caught and kind == "person":
            people.add(record_id)
    for record_id, seals in held.items():
        for seal_id, (state, _) in seals.items():
            if state != "released":
                guard.caught.setdefault(record_id, {}).setdefault(seal_id, [])
    _catch_what_hangs(cursor, load_id, guard)
    _raise_staged(cursor, load_id, guard)
    _leave_out(cursor, load_id, guard, tally)
    _guard_refused(cursor, load_id, guard, digests, tally)
    return guard


def guarded_digests(cursor: Any) -> dict[bytes, list[UUID]]:
    """Which seals guard each digest."""
    cursor.execute("SELECT k.digest, k.seal_id FROM sources_sealkey k WHERE k.guards")
    found: dict[bytes, list[UUID]] = {}
    for digest, seal_id in cursor.fetchall():
        found.setdefault(bytes(digest), []).append(seal_id)
    return found


def caught_by(keys: Iterable[str], digests: Mapping[bytes, Sequence[UUID]]) -> dict[UUID, list[str]]:
    """Which seals guard one of these details, each with the digests of those it guards."""
    found: dict[UUID, list[str]] = {}
    for key in keys:
        digest = digest_of(_key(), key)
        for seal_id in digests.get(digest, ()):
            found.setdefault(seal_id, []).append(digest.hex())
    return {seal_id: sorted(matched) for seal_id, matched in found.items()}


def digests_of(keys: Iterable[str]) -> list[bytes]:
    """What is kept of these details."""
    return sorted(digest_of(_key(), key) for key in keys)


def remark(cursor: Any, wanted: Mapping[UUID, tuple[int, Sequence[int]]]) -> None:
    """Gives each record its marking, with its history, ties, letters and the freshness of its feed; (marking, the seals' markings) by record.

    What other rooms derive from a record, its keys, tokens, links and judgements, follows in the same transaction by a trigger.
    """
    ids = sorted(wanted)
    cursor.execute("SELECT r.feed, r.vis, max(r.said_at) FROM sources_record r WHERE r.id = ANY (%s::uuid[]) GROUP BY 1, 2", [ids])
    gone = cursor.fetchall()
    cursor.execute("SELECT DISTINCT v.record_id, v.vis FROM sources_recordversion v WHERE v.record_id = ANY (%s::uuid[])", [ids])
    joints = [(record_id, was, joint(was, wanted[record_id][1])) for record_id, was in cursor.fetchall()]
    versions = [one for one in joints if one[1] != one[2]]
    given = {"ids": ids, "marks": [wanted[one][0] for one in ids]}
    history = {"version_ids": [v[0] for v in versions], "version_from": [v[1] for v in versions], "version_to": [v[2] for v in versions]}
    cursor.execute(sql("remark_records"), {**given, **history})
    cursor.execute(sql("relabel_ties"), {"ids": ids})
    if gone:
        feeds, marks, times = (list(column) for column in zip(*gone, strict=True))
        cursor.execute(sql("respoken"), {"feeds": feeds, "marks": marks, "times": times})


def joint(vis: int, seals: Iterable[int]) -> int:
    """The marking of what bears `vis` and is sealed by these."""
    return _joined(frozenset({vis, *seals}))


def things_on(cursor: Any, secret: Collection[UUID], load_id: UUID = NO_LOAD) -> frozenset[UUID]:
    """Events, objects and places, held or staged by this load, that hang on these records alone. One that is held open already stays so in a load."""
    ties, known, asked = set[tuple[UUID, UUID]](), dict[UUID, bool](), set(secret)
    todo = sorted(asked)
    for _ in range(MOST_STEPS):
        if not todo:
            break
        found = _ties_around(cursor, todo, load_id)
        ties |= set(found)
        new = {end for pair in found for end in pair} - asked
        known |= _may_be_sealed(cursor, new, load_id)
        asked |= new
        todo = sorted(one for one in new if known.get(one))
    return hanging_on(secret, ties, [one for one, may in known.items() if may])


def _ties_around(cursor: Any, ids: list[UUID], load_id: UUID) -> list[tuple[UUID, UUID]]:
    cursor.execute(sql("ties_around"), {"ids": ids, "load": load_id})
    return [(row[0], row[1]) for row in cursor.fetchall()]


def _may_be_sealed(cursor: Any, ids: Collection[UUID], load_id: UUID) -> dict[UUID, bool]:
    # Of things, true when a seal may take them along: any that is held when a seal is made, but of a load only what is new.
    cursor.execute(
        "SELECT r.id, r.kind <> 'person' AND %(load)s = %(none)s FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[])"
        " UNION ALL SELECT DISTINCT s.id, s.kind <> 'person' FROM sources_staged s WHERE s.load_id = %(load)s AND NOT s.tie"
        " AND s.id = ANY (%(ids)s::uuid[]) AND NOT EXISTS (SELECT FROM sources_record r WHERE r.id = s.id)",
        {"ids": sorted(ids), "load": load_id, "none": NO_LOAD},
    )
    return {row[0]: bool(row[1]) for row in cursor.fetchall()}


def _seals(cursor: Any) -> dict[UUID, int]:
    cursor.execute("SELECT s.id, s.vis FROM sources_seal s WHERE s.ended_at IS NULL")
    return dict(cursor.fetchall())


def _held(cursor: Any, load_id: UUID) -> dict[UUID, dict[UUID, tuple[str, set[str]]]]:
    # Mentions of the load that a seal knows already: their state, and the digests with which that was decided.
    cursor.execute(
        "SELECT z.record_id, z.seal_id, z.state, z.matched::text FROM sources_sealed z JOIN sources_seal s ON s.id = z.seal_id"
        " WHERE s.ended_at IS NULL AND EXISTS (SELECT FROM sources_staged g WHERE g.load_id = %s AND g.id = z.record_id AND NOT g.tie)",
        [load_id],
    )
    found: dict[UUID, dict[UUID, tuple[str, set[str]]]] = {}
    for record_id, seal_id, state, matched in cursor.fetchall():
        found.setdefault(record_id, {})[seal_id] = (state, set(json.loads(matched)))
    return found


def _staged(cursor: Any, load_id: UUID) -> Iterator[tuple[UUID, str, str]]:
    # By a cursor of the server: a load may be larger than memory.
    cursor.execute(
        "DECLARE guarded NO SCROLL CURSOR FOR SELECT s.id, s.kind, s.content::text FROM sources_staged s WHERE s.load_id = %s AND NOT s.tie",
        [load_id],
    )
    while True:
        cursor.execute("FETCH 5000 FROM guarded")
        rows = cursor.fetchall()
        if not rows:
            break
        yield from rows
    cursor.execute("CLOSE guarded")


def _catch_what_hangs(cursor: Any, load_id: UUID, guard: Guard) -> None:
    by_seal: dict[UUID, set[UUID]] = {}
    for record_id, seals in guard.caught.items():
        for seal_id in seals:
            by_seal.setdefault(seal_id, set()).add(record_id)
    for seal_id, secret in by_seal.items():
        for thing in things_on(cursor, secret, load_id):
            guard.caught.setdefault(thing, {}).setdefault(seal_id, ["tied"])


def _raise_staged(cursor: Any, load_id: UUID, guard: Guard) -> None:
    """The staged rows take their new markings, those that are held already too, and the seals keep what their sources state."""
    cursor.execute(
        "SELECT DISTINCT ON (s.id) s.id, s.vis, r.id IS NOT NULL, coalesce(s.version <> -1 AND s.version < r.version, false)"
        " FROM sources_staged s LEFT JOIN sources_record r ON r.id = s.id"
        " WHERE s.load_id = %s AND NOT s.tie AND s.id = ANY (%s::uuid[]) ORDER BY s.id, s.version DESC, s.seq DESC",
        [load_id, sorted(guard.caught)],
    )
    stated = cursor.fetchall()
    again = {}
    for record_id, vis, held, older in stated:
        seals = [guard.markings[seal_id] for seal_id in guard.caught[record_id]]
        if held and not older:
            again[record_id] = (joint(vis, seals), seals)
        for seal_id, matched in guard.caught[record_id].items():
            how, digests = ("tied", []) if matched == ["tied"] else ("arrived", matched)
            keep_sealed(cursor, seal_id, record_id, how=how, matched=digests, stated=vis, vis=joint(vis, seals), older=older)
    _raise_rows(cursor, load_id, {row[0]: [guard.markings[seal] for seal in guard.caught[row[0]]] for row in stated})
    if again:
        remark(cursor, again)


def _raise_rows(cursor: Any, load_id: UUID, seals: Mapping[UUID, Sequence[int]]) -> None:
    for table in _tables(cursor):
        cursor.execute(
            f"SELECT s.id, s.seq, s.vis FROM {table} s WHERE s.load_id = %s AND NOT s.tie AND s.id = ANY (%s::uuid[])",
            [load_id, list(seals)],
        )
        rows = [(joint(vis, seals[record_id]), load_id, record_id, seq) for record_id, seq, vis in cursor.fetchall()]
        cursor.executemany(f"UPDATE {table} SET vis = %s WHERE load_id = %s AND id = %s AND seq = %s", rows)


def keep_sealed(
    cursor: Any, seal_id: UUID, record_id: UUID, *, how: str, stated: int, vis: int, matched: Sequence[str] = (), state: str = "waiting",
    refused_row: bool = False, older: bool = False,
) -> None:  # fmt: skip
    """Notes that a seal holds a record: its keepers are asked about what came by itself. A record that is held keeps its state, unless more was matched."""
    cursor.execute(
        "INSERT INTO sources_sealed AS z (record_id, seal_id, how, state, matched, stated, refused_row, vis)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (record_id, seal_id) DO UPDATE SET"
        " stated = CASE WHEN %s THEN z.stated ELSE excluded.stated END, vis = CASE WHEN %s THEN z.vis ELSE excluded.vis END,"
        " state = CASE WHEN z.state = 'released' THEN 'waiting' ELSE z.state END,"
        " at = CASE WHEN z.state = 'released' THEN now() ELSE z.at END,"
        " matched = (SELECT coalesce(jsonb_agg(DISTINCT one), '[]') FROM jsonb_array_elements(z.matched || excluded.matched) AS one)",
        [record_id, seal_id, how, state, json.dumps(list(matched)), stated, refused_row, vis, older, older],
    )


def _leave_out(cursor: Any, load_id: UUID, guard: Guard, tally: Tally) -> None:
    """Takes what is sealed out of the figures of the load, so that none of them tells of it."""
    cursor.execute(
        "SELECT s.kind, s.content::text, s.longitude IS NOT NULL, s.said_at, s.happened_at FROM sources_staged s"
        " WHERE s.load_id = %s AND NOT s.tie AND s.id = ANY (%s::uuid[])",
        [load_id, list(guard.caught)],
    )
    for kind, text, placed, said_at, happened_at in cursor.fetchall():
        guard.tally.mentions[kind] += 1
        guard.tally.filled.setdefault(kind, Counter()).update(json.loads(text).keys())
        guard.tally.placed += placed and kind == "event"
        if happened_at is not None:
            guard.tally.delays_days[(said_at - happened_at).days] += 1
    cursor.execute(
        "SELECT count(*) FROM (SELECT FROM sources_staged s WHERE s.load_id = %(load)s GROUP BY s.file, s.row_number"
        " HAVING bool_and(coalesce(s.id = ANY (%(ids)s::uuid[]) OR s.from_id = ANY (%(ids)s::uuid[]) OR s.to_id = ANY (%(ids)s::uuid[]), false)))"
        " whole",
        {"load": load_id, "ids": list(guard.caught)},
    )
    guard.rows = int(cursor.fetchone()[0])
    cursor.execute(
        "SELECT min(s.said_at), max(s.said_at) FROM sources_staged s WHERE s.load_id = %s AND NOT s.tie AND s.id <> ALL (%s::uuid[])",
        [load_id, list(guard.caught)],
    )
    oldest, newest = cursor.fetchone()
    tally.rows -= guard.rows
    tally.take_out(guard.tally)
    if guard.caught:
        tally.oldest, tally.newest = (moment.astimezone(UTC).isoformat() if moment else "" for moment in (oldest, newest))


def _guard_refused(cursor: Any, load_id: UUID, guard: Guard, digests: Mapping[bytes, Sequence[UUID]], tally: Tally) -> None:
    """A refused row is what somebody said, too: one that names what a seal guards counts in no figure, and is sealed when the load ends."""
    cursor.execute("SELECT q.id, q.raw, q.column_name, q.reason FROM sources_refusedrow q WHERE q.load_id = %s", [load_id])
    for row_id, raw, column, reason in cursor.fetchall():
        if found := caught_by(keys_of_refused(raw), digests):
            guard.refused[row_id] = found
            guard.tally.refuse(column, reason)
    tally.rows -= guard.tally.refused
    tally.take_out(Tally(refused=guard.tally.refused, reasons=guard.tally.reasons))


def seal_refused_rows(cursor: Any, refused: Mapping[UUID, Mapping[UUID, Sequence[str]]], marks: Mapping[UUID, int]) -> None:
    """Seals refused rows; by row, the seals that caught it with the digests of what they guard."""
    cursor.execute("SELECT q.id, q.vis FROM sources_refusedrow q WHERE q.id = ANY (%s::uuid[])", [list(refused)])
    for row_id, vis in cursor.fetchall():
        vis_sealed = joint(vis, [marks[seal_id] for seal_id in refused[row_id]])
        for seal_id, matched in refused[row_id].items():
            keep_sealed(cursor, seal_id, row_id, how="found", stated=vis, vis=vis_sealed, matched=matched, refused_row=True)
        cursor.execute("UPDATE sources_refusedrow SET vis = %s WHERE id = %s", [vis_sealed, row_id])


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT to_regclass('pg_temp.staged_now') IS NOT NULL")
    return list(STAGING if cursor.fetchone()[0] else STAGING[:1])


@cache
def _key() -> bytes:
    return seal_key(settings.SECRET_KEY)


def _joined(numbers: frozenset[int]) -> int:
    return next(iter(numbers)) if len(numbers) == 1 else join_markings(sorted(numbers), using=USING)
