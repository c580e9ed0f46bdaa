"""“This record names one person and concerns another”: added, never changed, undone by another one, like any judgement."""

from uuid import UUID, uuid4

from beatbook.access.actions import intern_marking
from beatbook.db.viewing import viewing
from beatbook.linkage.actions.judging import JudgementRefused
from beatbook.vocabulary.markings import Marking
from beatbook.vocabulary.viewer import Viewer

_INSERT = "INSERT INTO linkage_concern (id, a, b, reason, reference, decided_by, undoes, va, vb, vis) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def record_concern(
    viewer: Viewer, record_id: UUID, concerns_id: UUID, reason: str, reference: str = "", *, marking: Marking | None = None
) -> UUID:
    """Record that the details of `record_id` are another's, and that it concerns the person of `concerns_id`. Marked as the record is, or as `marking`.

    Raises:
        JudgementRefused: the same record twice, one that the viewer cannot see or that is of no person, or no reason.
    """
    if record_id == concerns_id or len(reason.strip()) < 3:
        raise JudgementRefused("Name two different records, and say why.")
    vis = intern_marking(marking) if marking is not None else None
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT id, vis FROM sources_record WHERE id = ANY (%s::uuid[]) AND kind = 'person' AND NOT withdrawn",
            [[record_id, concerns_id]],
        )
        seen = dict(cursor.fetchall())
        if len(seen) < 2:
            raise JudgementRefused("There is no such pair of records.")
        concern_id = uuid4()
        marks = [seen[record_id], seen[concerns_id], seen[record_id] if vis is None else vis]
        cursor.execute(_INSERT, [concern_id, record_id, concerns_id, reason.strip(), reference.strip(), viewer.user_id, None, *marks])
    return concern_id


def undo_concern(viewer: Viewer, concern_id: UUID, reason: str) -> UUID:
    """End one by another; both stay on record.

    Raises:
        JudgementRefused: there is no such judgement to undo, or no reason.
    """
    if len(reason.strip()) < 3:
        raise JudgementRefused("Say why the judgement is undone.")
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT c.a, c.b, c.va, c.vb, c.vis FROM linkage_concern c WHERE c.id = %s AND c.undoes IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM linkage_concern u WHERE u.undoes = c.id)",
            [concern_id],
        )
        row = cursor.fetchone()
        if row is None:
            raise JudgementRefused("There is no such judgement to undo.")
        undoing = uuid4()
        cursor.execute(_INSERT, [undoing, row[0], row[1], reason.strip(), "", viewer.user_id, concern_id, *row[2:]])
    return undoing
