"""Reads of the review queue for a viewer: which pairs wait among those whose both records they may see, their list of a day, and their team's figures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from beatbook.access.queries import markings
from beatbook.db.viewing import viewing
from beatbook.linkage.evidence import Guard
from beatbook.linkage.judgements import Judgement, standing
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.named_sql import sql
from beatbook.linkage.persons import Verdict
from beatbook.linkage.queries import ANY_WEIGHT, borrowed_among, components_of, judgements_about
from beatbook.linkage.review import (
    DEFAULT_SIZE,
    Band,
    Kind,
    Waiting,
    agreement,
    doubly_judged,
    drawn,
    harm_of,
    is_blind,
    one_per_question,
    weak_below,
    weak_bridges,
)
from beatbook.linkage.vectors import guard_of
from beatbook.sources.queries import records_by_ids
from beatbook.vocabulary.viewer import Viewer

MOST_LOOKED_AT = 1_000  # of each sort, nearest the threshold first
MOST_DRAWN = 50
CARRIED_DAYS = 14
CLAIM_MINUTES = 10
Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Item:
    """One pair on a list. `decided` is the judgement that settles it for its owner; `carried` when it comes from an earlier day."""

    id: UUID
    a: UUID
    b: UUID
    owner: UUID
    day: date
    kind: Kind
    first_day: date
    added_at: datetime
    decided: Judgement | None = None

    @property
    def carried(self) -> bool:
        """Was it on a list before this one?"""
        return self.first_day < self.day


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """How a team's lists stand, counted over pairs that the asking viewer may see.

    `cleared` is (day, given, decided), newest first; `oldest` the first day of what is still open; `twice` (judged by two, agreed).
    """

    size: int
    open_items: int
    oldest: date | None
    cleared: tuple[tuple[date, int, int], ...]
    bands: tuple[Band, ...]
    twice: tuple[int, int]


def team_of(*, viewer: Viewer) -> str:
    """The team for whose list this viewer works: their organisation and, where they serve one, their area."""
    return f"{viewer.organisation}/{viewer.area or ''}"


def size_of_team(*, viewer: Viewer) -> int:
    """How many pairs a day the team's supervisor set last."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT s.size FROM linkage_reviewsize s WHERE s.team = %s ORDER BY s.set_at DESC, s.id LIMIT 1", [team_of(viewer=viewer)]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else DEFAULT_SIZE


def waiting_pairs(*, viewer: Viewer, day: date) -> list[Waiting]:
    """Every pair that waits for this viewer, sorted by ids: both records visible, not yet settled, one for each two persons."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("published_model"))
        model, threshold = cursor.fetchone() or ("", JOIN_BITS)
        asked = {
            "model": model,
            "threshold": threshold,
            "strong": weak_below(threshold),
            "most": MOST_LOOKED_AT,
            "sample": MOST_DRAWN,
            "start": UUID(int=drawn(day.isoformat(), UUID(int=0), UUID(int=0)) << 64),
        }
        cursor.execute(sql("links_to_review"), asked)
        rows = [_Row(a, b, float(weight), guard_of(bytes(levels)), random) for a, b, weight, levels, random in cursor.fetchall()]
        by_pair = _judges(_ends(rows), viewer=viewer)
        settled = {pair for pair, who in by_pair.items() if not is_blind(*pair) or viewer.user_id in who or len(who) > 1}
        moved = borrowed_among(_ends(rows), viewer=viewer)
        rows = [row for row in rows if row.pair not in settled and not moved & {row.a, row.b}]
        heard = [row for row in rows if row.pair not in by_pair]
        unheard = [row for row in rows if row.pair in by_pair]  # a colleague has decided, of which the second reviewer must not learn
        found = _asked(cursor, heard, components_of(_ends(heard), viewer=viewer), model, threshold)
        apart = components_of(_ends(unheard), viewer=viewer, unheard={row.pair for row in unheard})
        found += _asked(cursor, unheard, apart, model, threshold)
    return with_harm(sorted(found, key=lambda one: (one.a, one.b)), viewer=viewer)


class _Row(NamedTuple):
    """A link of which people may be asked; `drawn` for the random check of confident ones."""

    a: UUID
    b: UUID
    weight: float
    guard: Guard
    drawn: bool

    @property
    def pair(self) -> Pair:
        return self.a, self.b


def _ends(rows: Iterable[_Row]) -> set[UUID]:
    return {end for row in rows for end in row.pair}


def _asked(cursor: Any, rows: Sequence[_Row], persons: Mapping[UUID, frozenset[UUID]], model: str, threshold: float) -> list[Waiting]:
    rows = [row for row in rows if row.a in persons and row.b in persons]
    inside = [row.pair for row in rows if threshold <= row.weight and not row.drawn and row.b in persons[row.a]]
    whole = {member: persons[a] for a, _ in inside for member in persons[a]}
    joining = [(a, b) for a, b in _joining(cursor, whole, model, threshold) if b in whole[a]]
    bridges = weak_bridges(joining, inside)
    found = []
    for row in rows:
        kind = _kind(row.a in persons[row.b], row.pair in bridges, row.weight >= threshold, row.guard, row.drawn)
        if kind is not None:
            found.append(Waiting(row.a, row.b, kind, row.weight, threshold))
    return one_per_question(found, persons)


def _kind(together: bool, bridge: bool, joins: bool, guard: Guard, is_drawn: bool) -> Kind | None:
    if together:
        return Kind.SAMPLE if is_drawn else Kind.BRIDGE if bridge else None
    return Kind.KEPT_APART if joins or guard != Guard.NONE else Kind.NEAR


def _joining(cursor: Any, ids: Collection[UUID], model: str, threshold: float) -> list[Pair]:
    cursor.execute(sql("links_of_records"), {"ids": sorted(ids), "model": model, "outward": ANY_WEIGHT})
    return [(a, b) for a, b, weight, _, _ in cursor.fetchall() if a in ids and weight >= threshold]


def _judges(ids: Collection[UUID], *, viewer: Viewer) -> dict[Pair, set[UUID]]:
    """Who has decided about each pair of these records, as far as it was not undone."""
    by_pair: dict[Pair, set[UUID]] = {}
    for j in _unended(judgements_about(ids, viewer=viewer)):
        by_pair.setdefault((j.a, j.b), set()).add(j.decided_by)
    return by_pair


def _unended(judgements: Iterable[Judgement]) -> list[Judgement]:
    made = list(judgements)
    undone = {j.undoes for j in made}
    return [j for j in made if j.undoes is None and j.id not in undone]


def with_harm(waiting: Sequence[Waiting], *, viewer: Viewer) -> list[Waiting]:
    """The same pairs with the harm of which their visible records speak."""
    records = {record.id: record for record in records_by_ids([end for one in waiting for end in (one.a, one.b)], viewer=viewer)}
    marks = markings(viewer=viewer)
    found = []
    for one in waiting:
        ends = [records[end] for end in (one.a, one.b) if end in records]
        caveats = {caveat for end in ends for caveat in marks[end.vis].caveats}
        found.append(replace(one, harm=harm_of([end.content for end in ends], caveats)))
    return found


def items_of_day(*, viewer: Viewer, day: date) -> list[Item]:
    """The viewer's own list of a day, in its order, with what became of each."""
    return _items(viewer=viewer, owner=viewer.user_id, team=None, since=day, until=day)


def left_over(*, viewer: Viewer, day: date) -> list[Item]:
    """What the viewer left undecided on their last list before this day, of the last fortnight."""
    before = _items(viewer=viewer, owner=viewer.user_id, team=None, since=day - timedelta(days=CARRIED_DAYS), until=day - timedelta(days=1))
    last = max((item.day for item in before), default=day)
    left = [item for item in before if item.day == last and item.decided is None]
    moved = borrowed_among({end for item in left for end in (item.a, item.b)}, viewer=viewer)
    return [item for item in left if not moved & {item.a, item.b}]


def own_item(item_id: UUID, *, viewer: Viewer, day: date) -> Item | None:
    """An item of the viewer's list of today; another's, a hidden one and one that never was answer alike."""
    return next((item for item in items_of_day(viewer=viewer, day=day) if item.id == item_id), None)


def _items(*, viewer: Viewer, owner: UUID | None, team: str | None, since: date, until: date) -> list[Item]:
    with viewing(viewer) as cursor:
        cursor.execute(sql("review_items"), {"owner": owner, "team": team, "since": since, "until": until})
        found = [Item(row[0], row[1], row[2], row[3], row[4], Kind(row[5]), row[6], row[7]) for row in cursor.fetchall()]
        judged: dict[Pair, list[Judgement]] = {}
        for j in _unended(judgements_about([item.a for item in found], viewer=viewer)):
            judged.setdefault((j.a, j.b), []).append(j)
    return [replace(item, decided=_deciding(item, judged.get((item.a, item.b), []))) for item in found]


def _deciding(item: Item, judged: Sequence[Judgement]) -> Judgement | None:
    own = [j for j in judged if j.decided_by == item.owner]
    counting = own if is_blind(item.a, item.b) else own or judged
    return counting[-1] if counting else None


def held_by(pairs: Collection[Pair], *, viewer: Viewer) -> dict[Pair, UUID]:
    """Who else has opened one of these visible pairs in the last ten minutes, the latest of them."""
    firsts, seconds = [a for a, _ in pairs], [b for _, b in pairs]
    with viewing(viewer) as cursor:
        asked = {"firsts": firsts, "seconds": seconds, "viewer": viewer.user_id, "minutes": CLAIM_MINUTES}
        cursor.execute(sql("claims_of_pairs"), asked)
        return {(a, b): who for a, b, who in cursor.fetchall()}


def team_figures(*, viewer: Viewer, day: date, days: int = 14) -> TeamFigures:
    """How the viewer's team gets on, from the pairs that the viewer may see alone."""
    items = _items(viewer=viewer, owner=None, team=team_of(viewer=viewer), since=day - timedelta(days=days), until=day)
    latest: dict[tuple[UUID, UUID, UUID], Item] = {(item.owner, item.a, item.b): item for item in items}
    still_open = [item for item in latest.values() if item.decided is None]
    by_day: dict[date, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.day, []).append(item)
    pairs = {(item.a, item.b) for item in items}
    with viewing(viewer) as cursor:
        cursor.execute(sql("visible_judgements"))
        judged = [Judgement(row[0], row[1], row[2], Verdict(row[3]), *row[4:]) for row in cursor.fetchall()]
        judged = [j for j in judged if (j.a, j.b) in pairs]
        weights = _weights(cursor, [(j.a, j.b) for j in judged])
    decided = [
        (weights[j.a, j.b], j.verdict == Verdict.SAME) for j in standing(judged) if j.verdict != Verdict.UNSURE and (j.a, j.b) in weights
    ]
    return TeamFigures(
        size=size_of_team(viewer=viewer),
        open_items=len(still_open),
        oldest=min((item.first_day for item in still_open), default=None),
        cleared=tuple(
            (on, len(given), sum(item.decided is not None for item in given)) for on, given in sorted(by_day.items(), reverse=True)
        ),
        bands=tuple(agreement(decided)),
        twice=doubly_judged((j.a, j.b, j.decided_by, j.verdict.value) for j in _unended(judged) if is_blind(j.a, j.b)),
    )


def _weights(cursor: Any, pairs: Sequence[Pair]) -> dict[Pair, float]:
    cursor.execute(sql("published_model"))
    model, _ = cursor.fetchone() or ("", JOIN_BITS)
    cursor.execute(sql("links_of_records"), {"ids": sorted({a for a, _ in pairs}), "model": model, "outward": ANY_WEIGHT})
    return {(a, b): float(weight) for a, b, weight, _, _ in cursor.fetchall()}
