"""People's judgements about two records: added, never changed. They shape persons at read time, for those who may see them."""

from dataclasses import replace
from uuid import UUID, uuid4

from beatbook.access.actions import intern_marking
from beatbook.access.queries import markings
from beatbook.db.viewing import viewing
from beatbook.linkage.persons import Verdict
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import NOBODY, Marking, joined
from beatbook.vocabulary.viewer import Viewer

_INSERT = (
    "INSERT INTO linkage_judgement (id, a, b, verdict, reason, reference, decided_by, undoes, va, vb, vis)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


class JudgementRefused(BeatbookError):
    """A judgement needs two different person records that you can see, and a reason of at least a few words."""


def record_judgement(
    viewer: Viewer, a: UUID, b: UUID, verdict: Verdict, reason: str, reference: str = "", *, marking: Marking | None = None
) -> UUID:
    """Record that two records are the same person, different people, or unsure. It bears the higher of both records' markings, or `marking`.

    Raises:
        JudgementRefused: the same record twice, one that the viewer cannot see, or no reason.
    """
    first, second = (a, b) if a < b else (b, a)
    if first == second or len(reason.strip()) < 3:
        raise JudgementRefused("Name two different records, and say why.")
    vis = intern_marking(marking) if marking is not None else None
    with viewing(viewer) as cursor:
        cursor.execute("SELECT id, vis FROM sources_record WHERE id = ANY (%s::uuid[]) AND kind = 'person'", [[first, second]])
        seen = dict(cursor.fetchall())
        if len(seen) < 2:
            raise JudgementRefused("There is no such pair of records.")
        judgement_id = uuid4()
        mark = _mark_of_both(viewer, seen[first], seen[second]) if vis is None else vis
        facts = [Verdict(verdict).value, reason.strip(), reference.strip(), viewer.user_id, None, seen[first], seen[second], mark]
        cursor.execute(_INSERT, [judgement_id, first, second, *facts])
    return judgement_id


def undo_judgement(viewer: Viewer, judgement_id: UUID, reason: str) -> UUID:
    """End a judgement by another one; both stay on record.

    Raises:
        JudgementRefused: there is no such judgement to undo, or no reason.
    """
    if len(reason.strip()) < 3:
        raise JudgementRefused("Say why the judgement is undone.")
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT j.a, j.b, j.va, j.vb, j.vis FROM linkage_judgement j WHERE j.id = %s AND j.undoes IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM linkage_judgement u WHERE u.undoes = j.id)",
            [judgement_id],
        )
        row = cursor.fetchone()
        if row is None:
            raise JudgementRefused("There is no such judgement to undo.")
        a, b, va, vb, vis = row
        undoing = uuid4()
        facts = [Verdict.UNSURE.value, reason.strip(), "", viewer.user_id, judgement_id, va, vb, vis]
        cursor.execute(_INSERT, [undoing, a, b, *facts])
    return undoing


def _mark_of_both(viewer: Viewer, first: int, second: int) -> int:
    # Records under different agreements have no agreement in common, and a joined marking would open to nobody, the decider included. Since the row
    # also bears the marking of each end, whoever sees it must hold both agreements anyway.
    known = markings(viewer=viewer)
    both = joined([known[first], known[second]])
    if NOBODY in both.agreements:
        both = replace(both, agreements=known[first].agreements)
    return intern_marking(both)
