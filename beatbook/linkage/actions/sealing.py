"""Seals an identity: one act, one transaction, one line in the log; and what its keepers decide afterwards about what arrives.

Invariant: everything that shares a guarded detail with the sealed records is under the seal when the act ends, whether or not the keeper could see it.
Lifting anything takes two people.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connections, transaction

from beatbook.access.actions import intern_marking
from beatbook.access.permissions import Tool, check_may_use
from beatbook.audit.actions import record_event
from beatbook.audit.purposes import CurrentTask
from beatbook.db.viewing import viewing
from beatbook.linkage.named_sql import sql
from beatbook.sources.actions import sealing
from beatbook.sources.seals import Kind, is_shareable, keys_guarded, keys_of_refused
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer

USING = sealing.USING
REASON_MIN = 10
Keys = Mapping[UUID, tuple[str, frozenset[str]]]


class SealRefused(BeatbookError):
    """The seal or the decision cannot be made: what is missing, or who must make it, is in the message."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a keeper seals. `record_ids` is the secret side; `beside` are the other records of the person, which stay open; with `things`, what hangs on
    the secret side alone (events, cars, places) is sealed too. `caveat` is one that the keeper holds."""

    name: str
    kind: Kind
    reason: str
    caveat: str
    record_ids: frozenset[UUID]
    beside: frozenset[UUID] = frozenset()
    things: bool = True


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the act did: records chosen, things taken along, other records found and sealed until somebody decides; and how many details cannot guard,
    since they stand on records that stay open, too."""

    seal_id: UUID
    chosen: int
    things: int
    found: int
    unguarded: int


def seal_identity(viewer: Viewer, choice: Choice, *, task: CurrentTask | None = None) -> Sealing:
    """Re-marks the chosen records and everything derived from them, finds and seals what would connect with them, and guards what arrives from now on.

    Raises:
        SealRefused: no name, reason or record, a caveat that the keeper does not hold, a record that they do not see, or linking is at work.
    """
    check_may_use(viewer, Tool.SEAL)
    chosen, beside = sorted(choice.record_ids), sorted(choice.beside - choice.record_ids)
    if not chosen or not choice.name.strip() or len(choice.reason.strip()) < REASON_MIN:
        raise SealRefused("Choose at least one record, name the seal, and say in a few words why.")
    vis = _marking_held(viewer, choice.caveat, [*chosen, *beside])
    seal_id = uuid4()
    with _act() as cursor:
        things = sorted(sealing.things_on(cursor, chosen) - set(beside)) if choice.things else []
        own, open_side = _keys(cursor, [*chosen, *things]), _keys(cursor, beside)
        guarded, unguarded, found = _what_guards(cursor, own, open_side)
        cursor.execute(
            "INSERT INTO sources_seal (id, name, kind, reason, made_by, unguarded, vis) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                seal_id,
                choice.name.strip()[:200],
                Kind(choice.kind).value,
                choice.reason.strip()[:1000],
                viewer.user_id,
                len(unguarded),
                vis,
            ],
        )
        _guard(cursor, seal_id, guarded, unguarded)
        for how, ids in (("chosen", chosen), ("tied", things), ("found", sorted(found))):
            _put_under(cursor, {one: {seal_id: vis} for one in ids}, how=how, state="waiting" if how == "found" else "kept")
        _seal_refused_rows(cursor, {seal_id: vis})
        detail = {"seal": str(seal_id), "act": "sealed", "found": len(found), "things": len(things)}
        _log(viewer, task, {*chosen, *things, *found}, detail)
    return Sealing(seal_id, len(chosen), len(things), len(found), len(_said(unguarded)))


def keep_under_seal(viewer: Viewer, seal_id: UUID, record_id: UUID, *, task: CurrentTask | None = None) -> None:
    """Keeps what arrived: its own details are guarded from now on, too, and what shares them is sealed until somebody decides.

    Raises:
        SealRefused: nothing of that seal waits that this keeper may see.
    """
    check_may_use(viewer, Tool.SEAL)
    _seen(viewer, "SELECT record_id FROM sources_sealed WHERE seal_id = %s AND record_id = %s AND state = 'waiting'", [seal_id, record_id])
    with _act() as cursor:
        vis = _standing(cursor, seal_id)
        cursor.execute(
            "UPDATE sources_sealed SET state = 'kept', decided_by = %s WHERE seal_id = %s AND record_id = %s AND state = 'waiting'",
            [viewer.user_id, seal_id, record_id],
        )
        if not cursor.rowcount:
            raise SealRefused("Somebody has decided that already.")
        guarded, unguarded, found = _what_guards(cursor, _without_open(cursor, seal_id, _keys(cursor, [record_id])), {}, seal_id)
        _guard(cursor, seal_id, guarded, unguarded)
        _put_under(cursor, {one: {seal_id: vis} for one in sorted(found)}, how="found", state="waiting")
        _log(viewer, task, {record_id, *found}, {"seal": str(seal_id), "act": "kept", "found": len(found)})


def ask_to_lift(viewer: Viewer, seal_id: UUID, reason: str, record_id: UUID | None = None, *, task: CurrentTask | None = None) -> UUID:
    """Asks that a record be released, or, without one, that the seal be ended. Nothing changes until another keeper confirms it.

    Raises:
        SealRefused: no such seal or record that this keeper may see, no reason, or it is asked already.
    """
    check_may_use(viewer, Tool.SEAL)
    if len(reason.strip()) < REASON_MIN:
        raise SealRefused("Say in a few words why (at least 10 letters).")
    [vis] = _seen(viewer, "SELECT vis FROM sources_seal WHERE id = %s AND ended_at IS NULL", [seal_id])
    if record_id is not None:
        query = "SELECT vis FROM sources_sealed WHERE seal_id = %s AND record_id = %s AND state <> 'released'"
        [vis] = _seen(viewer, query, [seal_id, record_id])
    request_id = uuid4()
    with _act() as cursor:
        cursor.execute(
            "INSERT INTO sources_sealrequest (id, seal_id, record_id, reason, asked_by, vis) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (seal_id, record_id) WHERE state = 'open' DO NOTHING",
            [request_id, seal_id, record_id, reason.strip()[:1000], viewer.user_id, vis],
        )
        if not cursor.rowcount:
            raise SealRefused("That has been asked already, and waits for another keeper.")
        _log(viewer, task, {record_id} if record_id else set(), {"seal": str(seal_id), "act": "asked to lift", "request": str(request_id)})
    return request_id


def decide_lifting(viewer: Viewer, request_id: UUID, *, confirm: bool, task: CurrentTask | None = None) -> None:
    """Confirms or refuses what was asked. Whoever asked may take it back and may not confirm it.

    Raises:
        SealRefused: no such request that this keeper may see, or they asked it themselves.
    """
    check_may_use(viewer, Tool.SEAL)
    query = "SELECT seal_id, record_id, asked_by FROM sources_sealrequest WHERE id = %s AND state = 'open'"
    seal_id, record_id, asked_by = _seen(viewer, query, [request_id])
    if confirm and asked_by == viewer.user_id:
        raise SealRefused("Two people lift a seal: another keeper must confirm what you asked.")
    with _act() as cursor:
        cursor.execute(
            "UPDATE sources_sealrequest SET state = %s, decided_by = %s, decided_at = now() WHERE id = %s AND state = 'open'",
            ["confirmed" if confirm else "refused", viewer.user_id, request_id],
        )
        if not cursor.rowcount:
            raise SealRefused("Somebody has decided that already.")
        lifted = _lift(cursor, seal_id, record_id, viewer) if confirm else set[UUID]()
        act = ("released" if record_id else "ended") if confirm else "refused to lift"
        _log(viewer, task, lifted | ({record_id} if record_id else set()), {"seal": str(seal_id), "act": act, "request": str(request_id)})


@contextmanager
def _act() -> Iterator[Any]:
    try:
        with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
            sealing.hold_seals(cursor)
            yield cursor
            cursor.execute("NOTIFY beatbook_changed")
    except OperationalError as busy:
        raise SealRefused("A load or linking is at work: try again in a minute.") from busy


def _seen(viewer: Viewer, query: str, given: list[Any]) -> tuple[Any, ...]:
    with viewing(viewer) as cursor:
        cursor.execute(query, given)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise SealRefused("There is no such seal or record.")
    return row


def _marking_held(viewer: Viewer, caveat: str, record_ids: Collection[UUID]) -> int:
    """The number of the seal's marking, which the keeper must hold, as they must see every record."""
    held = (
        "SELECT count(*) FROM access_grant g WHERE g.kind = 'caveat' AND g.code = %s AND current_date >= g.starts_on"
        " AND (g.ends_on IS NULL OR current_date <= g.ends_on)"
    )
    with viewing(viewer) as cursor:
        cursor.execute(held, [caveat])
        holds = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM sources_record WHERE id = ANY (%s::uuid[]) AND NOT withdrawn", [list(record_ids)])
        seen = cursor.fetchone()[0]
    if not holds or seen != len(record_ids):
        raise SealRefused("Choose a caveat that you hold, and records that you see.")
    vis = intern_marking(Marking(Classification.OFFICIAL_SENSITIVE, frozenset(), frozenset({caveat})))
    _seen(viewer, "SELECT vis FROM access_marking WHERE vis = %s", [vis])
    return vis


def _standing(cursor: Any, seal_id: UUID) -> int:
    cursor.execute("SELECT vis FROM sources_seal WHERE id = %s AND ended_at IS NULL", [seal_id])
    row = cursor.fetchone()
    if row is None:
        raise SealRefused("There is no such seal.")
    return int(row[0])


def _keys(cursor: Any, record_ids: Collection[UUID]) -> dict[UUID, tuple[str, frozenset[str]]]:
    """Kind and details of records, with those of every version that was ever said."""
    cursor.execute(
        "SELECT r.id, r.kind, r.content::text FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[])"
        " UNION SELECT r.id, r.kind, v.content::text FROM sources_record r JOIN sources_recordversion v ON v.record_id = r.id"
        " WHERE r.id = ANY (%(ids)s::uuid[])",
        {"ids": list(record_ids)},
    )
    found: dict[UUID, tuple[str, frozenset[str]]] = {}
    for record_id, kind, text in cursor.fetchall():
        found[record_id] = (kind, found.get(record_id, (kind, frozenset[str]()))[1] | keys_guarded(kind, json.loads(text)))
    return found


def _what_guards(cursor: Any, own: Keys, open_side: Keys, seal_id: UUID | None = None) -> tuple[set[str], set[str], set[UUID]]:
    """Details that guard; those that cannot, since a record that stays open bears them too; and other records caught by those that can.

    A detail of the other side of the same person cannot guard: that side would vanish with it. One that several people may hold (a phone of a household)
    guards only while nobody else holds it, but for records that a detail of one person catches.
    """
    details = {key for _, keys in own.values() for key in keys}
    common = details & {key for _, keys in open_side.values() for key in keys}
    guarded = details - common
    others = _sharing(cursor, guarded) - own.keys() - open_side.keys()
    others -= _settled(cursor, seal_id)
    said = {one: _said(keys) for one, (_, keys) in _keys(cursor, others).items()}
    personal = {key for key in guarded if not is_shareable(key)}
    found = {one for one, keys in said.items() if keys & personal}
    held = {key for one, keys in said.items() if one not in found for key in keys}
    shared = {key for key in guarded & held if is_shareable(key)}
    return guarded - shared, common | shared, found


def _said(keys: Collection[str]) -> frozenset[str]:
    # Names alone guard only against what is written in a refused row.
    return frozenset(key for key in keys if not key.startswith("names:"))


def _settled(cursor: Any, seal_id: UUID | None) -> set[UUID]:
    if seal_id is None:
        return set()
    cursor.execute("SELECT record_id FROM sources_sealed WHERE seal_id = %s", [seal_id])
    return {row[0] for row in cursor.fetchall()}


def _sharing(cursor: Any, details: Collection[str]) -> set[UUID]:
    """Records that may bear one of these details: found by their lookup keys, then read."""
    keys, prefixes = set[str](), set[str]()
    for detail in details:
        sort, _, value = detail.partition(":")
        if sort in ("phone", "email", "pnc", "plate"):
            keys.add(detail)
        elif sort in ("custody", "serial"):
            keys.add(f"ref:{value}")
        elif sort == "born":
            keys.add(f"born:{value.partition('|')[0]}")
        elif sort == "home":
            prefixes.add(f"address:{value.partition('|')[0]}")
    cursor.execute(sql("records_sharing"), {"keys": sorted(keys), "prefixes": sorted(prefixes)})
    return {row[0] for row in cursor.fetchall()}


def _without_open(cursor: Any, seal_id: UUID, own: Keys) -> dict[UUID, tuple[str, frozenset[str]]]:
    """Details without those that this seal must not guard."""
    cursor.execute("SELECT digest FROM sources_sealkey WHERE seal_id = %s AND NOT guards", [seal_id])
    left_open = {bytes(row[0]) for row in cursor.fetchall()}
    return {one: (kind, frozenset(k for k in keys if sealing.digests_of([k])[0] not in left_open)) for one, (kind, keys) in own.items()}


def _guard(cursor: Any, seal_id: UUID, details: Collection[str], left_open: Collection[str]) -> None:
    rows = [(digest, seal_id, True) for digest in sealing.digests_of(details)]
    rows += [(digest, seal_id, False) for digest in sealing.digests_of(left_open)]
    cursor.executemany("INSERT INTO sources_sealkey (digest, seal_id, guards) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)


def _put_under(cursor: Any, records: Mapping[UUID, Mapping[UUID, int]], *, how: str, state: str) -> None:
    """Puts records under seals: what their sources state is kept, and they are re-marked with everything derived from them."""
    if not records:
        return
    stated, marks = _stated(cursor, records), _marks(cursor, records)
    wanted = {}
    for record_id, seals in records.items():
        vis = sealing.joint(stated[record_id], {**marks.get(record_id, {}), **seals}.values())
        for seal_id in seals:
            sealing.keep_sealed(cursor, seal_id, record_id, how=how, stated=stated[record_id], vis=vis, state=state)
        wanted[record_id] = (vis, [*marks.get(record_id, {}).values(), *seals.values()])
    sealing.remark(cursor, wanted)


def _stated(cursor: Any, records: Collection[UUID]) -> dict[UUID, int]:
    """The marking that its source gives each record, whatever seals it is under."""
    cursor.execute(
        "SELECT r.id, coalesce((SELECT z.stated FROM sources_sealed z JOIN sources_seal s ON s.id = z.seal_id WHERE z.record_id = r.id"
        " AND s.ended_at IS NULL AND z.state <> 'released' LIMIT 1), r.vis) FROM sources_record r WHERE r.id = ANY (%s::uuid[])",
        [list(records)],
    )
    return dict(cursor.fetchall())


def _marks(cursor: Any, records: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """The seals that hold each record, with their markings."""
    cursor.execute(
        "SELECT z.record_id, z.seal_id, s.vis FROM sources_sealed z JOIN sources_seal s ON s.id = z.seal_id"
        " WHERE z.record_id = ANY (%s::uuid[]) AND z.state <> 'released' AND s.ended_at IS NULL",
        [list(records)],
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for record_id, seal_id, vis in cursor.fetchall():
        found.setdefault(record_id, {})[seal_id] = vis
    return found


def _seal_refused_rows(cursor: Any, marks: Mapping[UUID, int]) -> None:
    digests = {digest: ids for digest, ids in sealing.guarded_digests(cursor).items() if set(ids) & marks.keys()}
    cursor.execute("SELECT q.id, q.raw FROM sources_refusedrow q")
    caught = {row_id: sealing.caught_by(keys_of_refused(raw), digests) for row_id, raw in cursor.fetchall()}
    ours = {row_id: {s: m for s, m in seals.items() if s in marks} for row_id, seals in caught.items() if seals}
    sealing.seal_refused_rows(cursor, {row_id: seals for row_id, seals in ours.items() if seals}, marks)


def _lift(cursor: Any, seal_id: UUID, record_id: UUID | None, viewer: Viewer) -> set[UUID]:
    """Releases one record from the seal, or ends the seal; each record takes the marking that its source and its other seals give it."""
    cursor.execute(
        "UPDATE sources_sealed SET state = 'released', decided_by = %s WHERE seal_id = %s AND (record_id = %s OR %s) AND state <> 'released'"
        " RETURNING record_id, stated, refused_row",
        [viewer.user_id, seal_id, record_id, record_id is None],
    )
    lifted = cursor.fetchall()
    if record_id is None:
        cursor.execute("UPDATE sources_seal SET ended_at = now() WHERE id = %s", [seal_id])
        cursor.execute("DELETE FROM sources_sealkey WHERE seal_id = %s", [seal_id])
    marks = _marks(cursor, [row[0] for row in lifted])
    wanted = {}
    for one, stated, refused_row in lifted:
        vis = sealing.joint(stated, marks.get(one, {}).values())
        if refused_row:
            cursor.execute("UPDATE sources_refusedrow SET vis = %s WHERE id = %s", [vis, one])
        else:
            wanted[one] = (vis, list(marks.get(one, {}).values()))
    _restore_versions(cursor, seal_id, wanted)
    sealing.remark(cursor, wanted)
    return {row[0] for row in lifted}


def _restore_versions(cursor: Any, seal_id: UUID, wanted: Mapping[UUID, tuple[int, list[int]]]) -> None:
    """The version that holds takes the record's marking again; those before it stay as they are, for the keepers: nobody stated a lower marking since."""
    for record_id, (vis, _) in wanted.items():
        cursor.execute(
            "UPDATE sources_recordversion v SET vis = %s FROM sources_record r WHERE r.id = %s AND v.record_id = r.id AND v.version = r.version",
            [vis, record_id],
        )


def _log(viewer: Viewer, task: CurrentTask | None, record_ids: set[UUID], detail: dict[str, Any]) -> None:
    record_event(viewer=viewer, kind="sealing", route="seal", task=task, record_ids=record_ids, detail=detail, alias=USING)
