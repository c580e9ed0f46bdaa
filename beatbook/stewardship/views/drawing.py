"""Draws a page again as it was: the same view and the same queries, asked of the tables as they stood, with the access of then."""

from dataclasses import dataclass
from uuid import UUID

from django.db import ProgrammingError, connections
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from beatbook.access.actions import replaying_as
from beatbook.access.permissions import NotPermitted
from beatbook.audit.middleware import Notes
from beatbook.audit.purposes import CurrentTask
from beatbook.audit.queries import Screen
from beatbook.sources.queries import visible_ids
from beatbook.sources.reading import noting_reads
from beatbook.stewardship.queries.screens import kept_since
from beatbook.stewardship.redrawing import shown_file, still
from beatbook.stewardship.views.replayable import why_not
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer


class NotReplayable(BeatbookError):
    """This page cannot be shown again: its message says why. The line of the log still says who was shown which records."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was: markup in which nothing works any more, its status, whose it was, the records on it, and whether all that its viewer could
    see then may be seen by whoever looks at it now. `file` is what was taken away, as it was given; a workbook's rows, as CSV."""

    markup: str
    status: int
    then: Viewer
    record_ids: frozenset[UUID]
    is_whole: bool
    file: bytes | None = None


def draw(screen: Screen, *, viewer: Viewer, host: str = "localhost") -> Drawn:
    """The page of a screen as it was then, within what `viewer` may see now; files that name this site name it as `host`.

    Raises:
        NotReplayable: its history is not kept.
        NobodyThen: its user had no account then.
    """
    if why := why_not(screen, kept_since(viewer=viewer)):
        raise NotReplayable(f"This cannot be shown again: {why}.")
    with replaying_as(screen.user_id, screen.seen, screen.at, viewer=viewer) as then:
        request = _request(screen, then, host)
        try:
            with noting_reads() as read:
                response = _answer(request)
        except ProgrammingError as error:
            raise NotReplayable("The history of something on this page is not kept.") from error
        body = getattr(response, "content", b"")
        file = body if response.status_code == 200 and not response.get("Content-Type", "").startswith("text/html") else None
        markup = still(body.decode()) if file is None else shown_file(file.decode())
        drawn = Drawn(markup, response.status_code, then, frozenset(request.notes.record_ids), _is_whole(), file)
    # What was open then may have been sealed since: whoever asks must be able to see every record of which anything is on it, as it is marked now.
    # A name may come from any record of a person, so that the page's own word for the log does not suffice.
    if not visible_ids(needed := drawn.record_ids | read, viewer=viewer).issuperset(needed):
        raise NotReplayable("It showed something that you may not see.")
    return drawn


def _answer(request: HttpRequest) -> HttpResponseBase:
    match = request.resolver_match
    asked = match.kwargs | ({"form": "csv"} if match.kwargs.get("form") == "xlsx" else {})  # the same rows, in a form that can be read here
    try:
        return match.func(request, *match.args, **asked)
    except (Http404, NotPermitted):
        absent = HttpResponseBase(status=404)
        return absent


def _request(screen: Screen, then: Viewer, host: str) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", screen.path, screen.path
    request.GET = QueryDict(screen.query)
    request.META = {"QUERY_STRING": screen.query, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": host}
    request.resolver_match = resolve(screen.path)
    request.viewer, request.notes, request.htmx = then, Notes(), HtmxDetails(request)
    request.task = CurrentTask(screen.task_id, screen.purpose, screen.reference, screen.at) if screen.purpose else None
    return request


def _is_whole() -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT sec.is_whole()")
        return bool(cursor.fetchone()[0])
