"""Keeps what people here say of a person for everybody's use. Nothing of what systems said is changed."""

from collections.abc import Sequence
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.pole.contact import METHODS
from beatbook.pole.models import SafeContact, ValueChoice
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer


class NotWritten(BeatbookError):
    """It was not kept: the record is not there for you, or what was typed says too little."""


def choose_value(record_id: UUID, label: str, key: str, reason: str, *, viewer: Viewer) -> UUID:
    """Keeps which of several stated values of one detail is shown first; an empty key takes an earlier choice back.

    Raises:
        NotWritten: no such record, or no reason.
    """
    if len(reason.strip()) < 3:
        raise NotWritten("Say why, in a few words.")
    with viewing(viewer):
        vis = marking_of_record(record_id, viewer=viewer)
        facts = {"label": label[:100], "key": key[:500], "reason": reason.strip()[:500], "written_by": viewer.user_id}
        made: UUID = ValueChoice.objects.create(record_id=record_id, va=vis, vis=vis, **facts).id
    return made


def say_safe_contact(record_id: UUID, safe: Sequence[str], words: str, *, viewer: Viewer) -> UUID:
    """Keeps how a person may safely be reached, as they last said.

    Raises:
        NotWritten: no such record, or a method that there is not.
    """
    if not set(safe) <= set(METHODS):
        raise NotWritten("Choose among the ways of being in touch.")
    with viewing(viewer):
        vis = marking_of_record(record_id, viewer=viewer)
        kept = [method for method in METHODS if method in safe]
        made = SafeContact.objects.create(
            record_id=record_id, safe=kept, words=words.strip()[:500], written_by=viewer.user_id, va=vis, vis=vis
        )
    return UUID(str(made.id))


def marking_of_record(record_id: UUID, *, viewer: Viewer) -> int:
    """The marking of a record that the viewer may see and that its system still holds.

    Raises:
        NotWritten: hidden and absent answer alike.
    """
    with viewing(viewer) as cursor:
        cursor.execute("SELECT r.vis FROM sources_record r WHERE r.id = %s AND NOT r.withdrawn", [record_id])
        found = cursor.fetchone()
    if found is None:
        raise NotWritten("There is no such record.")
    return int(found[0])
