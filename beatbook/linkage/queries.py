"""Reads of the linkage room for a viewer: who is who among the records that they may see, and lookups by key. Filter first, merge second."""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from rapidfuzz.distance import OSA

from beatbook.db.viewing import answered, asked_once, prepared_rows, viewing
from beatbook.linkage.concerns import Concern, moved_by, standing_concerns
from beatbook.linkage.evidence import Guard
from beatbook.linkage.following import STRONG_BITS
from beatbook.linkage.frequencies import Frequencies
from beatbook.linkage.judgements import Judgement, decisions, standing
from beatbook.linkage.keys import deletion_variants
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.model import Model
from beatbook.linkage.named_sql import sql
from beatbook.linkage.opening import AnyModel, read_stored
from beatbook.linkage.persons import Verdict
from beatbook.linkage.reached import Reached, lent_to, persons_in, read_reached
from beatbook.linkage.vectors import guard_of
from beatbook.vocabulary.viewer import Viewer

POSSIBLE_BITS = -3.3  # one chance in eleven: lighter links are not worth an officer's time
ANY_WEIGHT, INSIDE_ALONE = float("-inf"), float("inf")  # links to others of any weight, and none
MOST_RECORDS = 5_000
MOST_POSSIBLE = 20
MOST_MODELS = 4  # kept unpacked
_MODELS: dict[tuple[str, str], AnyModel] = {}  # by database and version: a model never changes
_FREQUENCIES: dict[str, Frequencies | None] = {}  # of the published model, by version: a model never changes


class LinkRow(NamedTuple):
    """One stored link, `a` before `b`: weight in bits, level vector, and the model version that weighed it."""

    a: UUID
    b: UUID
    weight_bits: float
    levels: bytes
    model: str

    @property
    def guard(self) -> Guard:
        """The hard conflict between the two."""
        return guard_of(self.levels)


@dataclass(frozen=True, slots=True)
class Published:
    """The model whose links readers follow, and the weight in bits from which its links join."""

    version: str
    threshold_bits: float


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model as people who mind it see it: its state, own threshold, and what was found about it; `chosen_by` names data by parameter."""

    version: str
    state: str
    threshold_bits: float
    made_at: datetime
    published_at: datetime | None
    report: Mapping[str, Any]
    chosen_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonComponent:
    """The person of whom a record speaks, as this viewer may see it.

    `members` are the records of this person, sorted; `links` join them; `possible` are records of others that may be the same person, likeliest
    first, with `possible_links` to members; `judgements` are those that stand. `complete` is False when more than 5,000 records hang together.
    `borrowed` are members that give another's details; `lent` are records of others that gave the details of this person; `concerns` say so.
    """

    record_id: UUID
    members: tuple[UUID, ...]
    links: tuple[LinkRow, ...]
    possible: tuple[UUID, ...]
    possible_links: tuple[LinkRow, ...]
    judgements: tuple[Judgement, ...]
    complete: bool = True
    concerns: tuple[Concern, ...] = ()
    borrowed: frozenset[UUID] = frozenset()
    lent: tuple[UUID, ...] = ()


def person_members(record_id: UUID, *, viewer: Viewer) -> PersonComponent | None:
    """The person to whom this record belongs, or None when the viewer sees no such person record."""
    with viewing(viewer) as cursor:
        reached = _reach(cursor, viewer, [record_id], outward=POSSIBLE_BITS)
        if record_id not in reached.ids:
            return None
        judged = _judgements(cursor, reached.ids) if reached.is_judged else []
        concerns = _concerns(cursor, reached.ids) if reached.is_concerned else []
    moved = moved_by(concerns)
    person = next(found for found in persons_in(reached, decisions(judged), moved) if record_id in found)
    lent = lent_to(person, reached, moved)
    inside, outward = _links_of(person, reached, moved, judged)
    others = list(dict.fromkeys(link.b if link.a in person else link.a for link in outward))[:MOST_POSSIBLE]
    return PersonComponent(
        record_id=record_id,
        members=tuple(sorted(person)),
        links=tuple(inside),
        possible=tuple(others),
        possible_links=tuple(link for link in outward if link.a in others or link.b in others),
        judgements=tuple(j for j in standing(judged) if j.a in person or j.b in person),
        complete=len(reached.ids) < MOST_RECORDS,
        concerns=tuple(one for one in standing_concerns(concerns) if one.a in person or one.a in lent),
        borrowed=frozenset(one for one in person if one in moved),
        lent=lent,
    )


def components_of(
    record_ids: Collection[UUID], *, viewer: Viewer, unheard: Collection[tuple[UUID, UUID]] = ()
) -> dict[UUID, frozenset[UUID]]:
    """The person of each of these records, by record; records that the viewer cannot see are left out. One query for all.

    What people decided about the pairs in `unheard` does not count: persons are as if nobody had been asked.
    """
    wanted = sorted(set(record_ids))
    if not wanted:
        return {}
    with viewing(viewer) as cursor:
        reached = _reach(cursor, viewer, wanted, outward=INSIDE_ALONE)
        judged = [j for j in _judgements(cursor, reached.ids) if (j.a, j.b) not in unheard] if reached.is_judged else []
        moved = moved_by(_concerns(cursor, reached.ids)) if reached.is_concerned else {}
    persons = {member: found for found in persons_in(reached, decisions(judged), moved) for member in found}
    return {record_id: persons[record_id] for record_id in wanted if record_id in persons}


def link_between(a: UUID, b: UUID, *, viewer: Viewer) -> LinkRow | None:
    """The link between two records under the published model, or None when there is none that the viewer may see."""
    with viewing(viewer) as cursor:
        found = _links(cursor, _published(cursor, viewer), [a], outward=ANY_WEIGHT)
    return next((link for link in found if b in (link.a, link.b)), None)


def judgements_about(record_ids: Collection[UUID], *, viewer: Viewer) -> list[Judgement]:
    """Every visible judgement about these records, also those undone, oldest first."""
    with viewing(viewer) as cursor:
        return _judgements(cursor, sorted(set(record_ids)))


def judged_pairs(*, viewer: Viewer) -> list[tuple[UUID, UUID, bool]]:
    """Labels for training: each pair whose standing judgement this viewer may see, and whether people say it is one person; unsure ones are none."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("visible_judgements"))
        found = standing(Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in cursor.fetchall())
    return sorted((j.a, j.b, j.verdict == Verdict.SAME) for j in found if j.verdict != Verdict.UNSURE)


def borrowed_among(record_ids: Collection[UUID], *, viewer: Viewer) -> frozenset[UUID]:
    """Those of these records whose details are another's, as far as this viewer may know."""
    wanted = sorted(set(record_ids))
    with viewing(viewer) as cursor:
        return frozenset(moved_by(_concerns(cursor, wanted))) & frozenset(wanted)


def records_with_keys(keys: Collection[str], *, viewer: Viewer) -> list[tuple[str, UUID]]:
    """Visible records that hold one of these keys, as (key, record id), sorted."""
    with viewing(viewer) as cursor:
        found = prepared_rows(cursor, sql("records_with_keys"), {"keys": sorted(set(keys))})
    return [(str(key), record_id) for key, record_id in found]


def records_with_key_prefix(prefix: str, *, viewer: Viewer, most: int = 2_000) -> list[tuple[str, UUID]]:
    """Visible records with a key that begins so, as (key, record id), sorted, at most `most`: a name still being typed, an address without postcode."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("records_with_key_prefix"), {"prefix": prefix, "most": most})
        return [(str(key), record_id) for key, record_id in cursor.fetchall()]


def keys_of_records(record_ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, list[str]]:
    """Keys of visible records, by record."""
    with viewing(viewer) as cursor:
        found: dict[UUID, list[str]] = {}
        for record_id, key in prepared_rows(cursor, sql("keys_of_records"), {"ids": sorted(set(record_ids))}):
            found.setdefault(record_id, []).append(str(key))
    return found


def similar_tokens(token: str, *, viewer: Viewer, most_slips: int = 2) -> list[str]:
    """Name tokens in visible records that may be this one mistyped, nearest first: one slip, or two in a token of seven letters or more."""
    allowed = most_slips if len(token) >= 7 else min(1, most_slips)
    with viewing(viewer) as cursor:
        cursor.execute(sql("similar_tokens"), {"variants": deletion_variants(token)})
        found = [str(row[0]) for row in cursor.fetchall()]
    return _nearest(token, found, allowed)


def tokens_near(tokens: Collection[str], *, viewer: Viewer) -> dict[str, list[str]]:
    """By each of these tokens the names in visible records that may be it mistyped, nearest first, in one query; see `similar_tokens`."""
    wanted = sorted({variant for token in tokens for variant in deletion_variants(token)})
    if not wanted:
        return {}
    with viewing(viewer) as cursor:
        found = [str(row[0]) for row in prepared_rows(cursor, sql("similar_tokens"), {"variants": wanted})]
    return {token: _nearest(token, found, 2 if len(token) >= 7 else 1) for token in dict.fromkeys(tokens)}


def _nearest(token: str, found: Iterable[str], allowed: int) -> list[str]:
    near = [(OSA.distance(token, other, score_cutoff=allowed), other) for other in found]
    return [other for slips, other in sorted(near) if slips <= allowed]


def current_frequencies(*, viewer: Viewer) -> Frequencies | None:
    """How common values are, by the model whose links readers follow; None before the first linking and under a Splink model, which counts its own."""
    with viewing(viewer) as cursor:
        version = _published(cursor, viewer).version
        if version and version not in _FREQUENCIES:
            model = model_named(version, viewer=viewer)
            _FREQUENCIES.clear()
            _FREQUENCIES[version] = model.frequencies if isinstance(model, Model) else None
    return _FREQUENCIES.get(version)


def current_model(*, viewer: Viewer) -> "AnyModel | None":
    """The model whose links readers follow, or None before the first linking."""
    with viewing(viewer) as cursor:
        version = _published(cursor, viewer).version
    return model_named(version, viewer=viewer) if version else None


def models_known(*, viewer: Viewer) -> list[ModelRow]:
    """Every model, newest first, with its report. Reports count open records alone, so that no count in them speaks of a hidden one."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("models_known"))
        found = cursor.fetchall()
    return [ModelRow(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), json.loads(row[6])) for row in found]


def model_named(version: str, *, viewer: Viewer) -> "AnyModel | None":
    """The model of this version, also one long replaced, so that an old explanation can be given again."""
    with viewing(viewer) as cursor:
        if not prepared_rows(cursor, "SELECT 1 FROM linkage_model WHERE version = %(version)s", {"version": version}):
            return None
        known = cursor.db.settings_dict["NAME"], version
        if known not in _MODELS:
            cursor.execute("SELECT spec FROM linkage_model WHERE version = %s", [version])
            while len(_MODELS) >= MOST_MODELS:
                del _MODELS[next(iter(_MODELS))]
            _MODELS[known] = read_stored(zlib.decompress(bytes(cursor.fetchone()[0])).decode())
        return _MODELS[known]


def _published(cursor: Any, viewer: Viewer) -> Published:
    # Asked once a view: what follows keeps to one model, also when another is published meanwhile.
    def ask() -> Published:
        found = prepared_rows(cursor, sql("published_model"), {})
        return Published(str(found[0][0]), float(found[0][1])) if found else Published("", JOIN_BITS)

    return asked_once(viewer, "published model", ask)


def _reach(cursor: Any, viewer: Viewer, ids: list[UUID], *, outward: float) -> Reached:
    known: Published | None = answered(viewer, "published model")
    most, model = max(MOST_RECORDS, len(ids)), known.version if known else None
    asked = {"ids": ids, "outward": outward, "most": most, "model": model, "strong": STRONG_BITS}
    reached = read_reached(*prepared_rows(cursor, sql("person_view"), asked)[0])
    asked_once(viewer, "published model", lambda: Published(reached.model, reached.threshold_bits))  # told by the way: nobody need ask
    return reached


def _links(cursor: Any, model: Published, ids: list[UUID], *, outward: float) -> list[LinkRow]:
    asked = {"ids": ids, "model": model.version, "outward": outward}
    return [
        LinkRow(a, b, weight, levels, version) for a, b, weight, levels, version in prepared_rows(cursor, sql("links_of_records"), asked)
    ]


def _judgements(cursor: Any, ids: Sequence[UUID]) -> list[Judgement]:
    found = prepared_rows(cursor, sql("judgements_of_records"), {"ids": list(ids)})
    return [Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in found]


def _concerns(cursor: Any, ids: Sequence[UUID]) -> list[Concern]:
    return [Concern(*row) for row in prepared_rows(cursor, sql("concerns_of_records"), {"ids": list(ids)})]


def _links_of(
    person: frozenset[UUID], reached: Reached, moved: Mapping[UUID, UUID], judged: Iterable[Judgement]
) -> tuple[list[LinkRow], list[LinkRow]]:
    """Links within the person, in order; and those with records of others that may be the same person, likeliest first. Moved records have none."""
    apart = {(j.a, j.b) for j in standing(judged) if j.verdict == Verdict.DIFFERENT}
    ids, model = reached.ids, reached.model
    own = {at for at, one in enumerate(ids) if one in person and one not in moved}
    gone = {at for at, one in enumerate(ids) if one in moved}
    inside = [LinkRow(ids[a], ids[b], weight, levels, model) for a, b, weight, levels in reached.inside if a in own and b in own]
    near = [(ids[a], ids[b], weight, levels) for a, b, weight, levels in reached.inside if (a in own) != (b in own) and not gone & {a, b}]
    near += [(ids[a], other, weight, levels) for a, other, weight, levels in reached.outside if a in own]
    outward = [LinkRow(min(a, b), max(a, b), weight, levels, model) for a, b, weight, levels in near if weight >= POSSIBLE_BITS]
    outward = [link for link in outward if (link.a, link.b) not in apart]
    return inside, sorted(outward, key=lambda link: (-link.weight_bits, link.a, link.b))
