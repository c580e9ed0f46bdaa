"""Records what a reviewer says of a look."""

from uuid import UUID, uuid4

from beatbook.db.viewing import viewing
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

VERDICTS = ("in order", "asked", "referred")


class ReviewRefused(BeatbookError):
    """Choose what you found; say why when you ask the officer or refer the look."""


def review_look(event_id: UUID, verdict: str, note: str, *, viewer: Viewer) -> None:
    """Adds one reviewer's word on one look.

    Raises:
        ReviewRefused: no verdict that there is, or no words where they are needed.
    """
    if verdict not in VERDICTS:
        raise ReviewRefused("Choose what you found.")
    if verdict != "in order" and len(note.strip()) < 3:
        raise ReviewRefused("Say why, in a few words.")
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO stewardship_lookreview (id, event_id, verdict, note, decided_by) VALUES (%s, %s, %s, %s, %s)",
            [uuid4(), event_id, verdict, note.strip()[:1_000], viewer.user_id],
        )
