"""What people say beside the figures: questions and answers, the blueprint and comments on it, wishes and votes. Added, never changed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from beatbook.db.viewing import viewing
from beatbook.organisations.queries import figure_vis_seen
from beatbook.organisations.visibility import Visibility
from beatbook.technology.catalogue import capabilities, standards
from beatbook.technology.models import Application, BlueprintVersion, Wish
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

MOST_TEXT = 4_000
STATUSES = ("draft", "consulted", "agreed")


class NothingSaid(BeatbookError):
    """Write a few words first; what it is about must be something that you can see."""


def ask(application: UUID, text: str, *, viewer: Viewer) -> UUID:
    """Asks about an application that the viewer can see, or answers: the words stand in its thread and change no figure.

    Raises:
        NothingSaid: no words, or no such application.
    """
    with viewing(viewer):
        vis = Application.objects.filter(id=application).values_list("vis", flat=True).first()
    if vis is None:
        raise NothingSaid("Write a few words.")
    return _say("technology_question", {"application": application, "text": _words(text)}, vis, viewer)


def publish_blueprint(
    capability: str, *, status: str, targets: Sequence[str], standard_codes: Sequence[str], text: str, from_on: date | None, viewer: Viewer
) -> UUID:
    """Publishes the next version of the blueprint for a capability, seen by every police body.

    Raises:
        NothingSaid: no words, or an unknown capability, status or standard.
    """
    if capability not in capabilities() or status not in STATUSES or not set(standard_codes) <= set(standards()):
        raise NothingSaid("Choose a capability, a status and standards of the list.")
    vis = figure_vis_seen(viewer.organisation, Visibility.NATIONAL, viewer=viewer)
    with viewing(viewer):
        version = BlueprintVersion.objects.filter(capability=capability, owner=viewer.organisation).count() + 1
    facts = {
        "capability": capability,
        "version": version,
        "status": status,
        "targets": list(targets),
        "standards": list(standard_codes),
        "text": _words(text),
        "from_on": from_on,
    }
    return _say("technology_blueprintversion", facts, vis, viewer)


def comment_on_blueprint(capability: str, text: str, *, viewer: Viewer) -> UUID:
    """Says something about the blueprint for a capability, to every police body.

    Raises:
        NothingSaid: no words, or an unknown capability.
    """
    if capability not in capabilities():
        raise NothingSaid("Choose a capability.")
    vis = figure_vis_seen(viewer.organisation, Visibility.NATIONAL, viewer=viewer)
    return _say("technology_blueprintcomment", {"capability": capability, "text": _words(text)}, vis, viewer)


def wish(title: str, reason: str, *, capability: str, viewer: Viewer) -> UUID:
    """Adds to the members' backlog, for every police body to see.

    Raises:
        NothingSaid: no title or no reason.
    """
    vis = figure_vis_seen(viewer.organisation, Visibility.NATIONAL, viewer=viewer)
    known = capability if capability in capabilities() else ""
    return _say("technology_wish", {"title": _words(title)[:200], "reason": _words(reason), "capability": known}, vis, viewer)


def vote(wish_id: UUID, *, viewer: Viewer) -> bool:
    """Gives the viewer's organisation's one vote to a wish; False when it had given it before, or there is no such wish."""
    with viewing(viewer):
        vis = Wish.objects.filter(id=wish_id).values_list("vis", flat=True).first()
    if vis is None:
        return False
    try:
        with viewing(viewer), transaction.atomic():
            _say("technology_vote", {"wish": wish_id}, vis, viewer)
    except IntegrityError:
        return False
    return True


def _words(text: str) -> str:
    said = " ".join(text.split())[:MOST_TEXT]
    if len(said) < 3:
        raise NothingSaid("Write a few words.")
    return said


def _say(table: str, facts: dict[str, object], vis: int, viewer: Viewer) -> UUID:
    identifier = uuid4()
    row = {"id": identifier, "owner": viewer.organisation, "vis": vis, "said_by": viewer.user_id, **facts}
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with viewing(viewer) as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return identifier
