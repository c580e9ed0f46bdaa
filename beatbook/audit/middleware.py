"""One transaction a request: name the viewer, answer, write the event, commit, and only then let the answer go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from beatbook.access.actions import FOLLOWS, public_viewer, resume, resume_program, still_here
from beatbook.access.permissions import NotPermitted, Tool, check_may_use
from beatbook.audit.actions import record_event
from beatbook.audit.purposes import check_purpose, said_in, stated_task
from beatbook.audit.queries import current_task
from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Role, Viewer

MOST_QUERY = 2_000

Respond = Callable[[HttpRequest], HttpResponseBase]


@dataclass(slots=True)
class Notes:
    """What a view says about itself for the log: the kind of read and the records shown. Views fill it, the middleware writes it."""

    kind: str = "page"
    record_ids: set[UUID] = field(default_factory=set)
    detail: dict[str, Any] = field(default_factory=dict)


class _RollBack(Exception):
    """Carries a failed answer out of the transaction that it must not commit."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.response = response


class OneTransactionARequest:
    """See the module: any status of 500 or above rolls back, and the failure is logged in a transaction of its own."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request as the viewer whose cookie it bears, or whose token a program shows, or as the public."""
        viewer = _viewer_of(request) or public_viewer()
        request.viewer, request.notes = viewer, Notes()
        if viewer.scopes is None and not _follows(request):
            still_here(viewer)
        try:
            with viewing(viewer):
                request.task = current_task(viewer=viewer) if viewer.scopes is None else stated_task(request.headers)
                response = self.get_response(request)
                if response.status_code >= 500:
                    raise _RollBack(response)
                self._write(request, response, "default")
        except _RollBack as failed:
            response = failed.response
            self._write(request, response, "audit_writer")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A tool that the role does not have answers exactly as a page that does not exist."""
        if isinstance(exception, NotPermitted):
            raise Http404

    def _write(self, request: HttpRequest, response: HttpResponseBase, alias: str) -> None:
        notes, match = request.notes, request.resolver_match
        viewer: Viewer = request.viewer
        kind = (
            notes.kind
            if response.status_code < 400 or response.status_code == 422
            else ("failure" if response.status_code >= 500 else "denial")
        )
        if viewer.role == Role.RESIDENT and kind == "page":
            return
        record_event(
            viewer=viewer,
            kind=kind,
            route=match.view_name if match else "",
            task=request.task,
            record_ids=notes.record_ids,
            detail={**notes.detail, "status": response.status_code, **_asked(request)},
            alias=alias,
        )


def _asked(request: HttpRequest) -> dict[str, str]:
    """What was asked for, so that it can be asked again in a replay: address, query, and how when it was not a GET."""
    asked = {"path": request.path[:200]}
    if query := request.META.get("QUERY_STRING", "")[:MOST_QUERY]:
        asked["query"] = query
    if request.method != "GET":
        asked["method"] = str(request.method)[:20]
    return {name: text.replace("\0", "\N{SYMBOL FOR NULL}") for name, text in asked.items()}


def _follows(request: HttpRequest) -> bool:
    """Does the page ask by itself, with nobody at it: a stream, what a stream brought, or how long the session still lasts?"""
    return FOLLOWS in request.headers or "text/event-stream" in request.headers.get("Accept", "")


def _viewer_of(request: HttpRequest) -> Viewer | None:
    """Programs show a token and pages a cookie, each in its own place: a cookie that a browser sends by itself opens nothing in the API."""
    if request.path.startswith(settings.STAFF_API):
        sort, _, token = request.headers.get("Authorization", "").partition(" ")
        return resume_program(token.strip()) if sort.lower() == "bearer" else None
    return resume(request.COOKIES.get(settings.SESSION_COOKIE, "")) if settings.SESSION_COOKIE in request.COOKIES else None


def note(request: HttpRequest, kind: str, record_ids: set[UUID] | None = None, **detail: Any) -> None:
    """Says for the log what this answer shows. Called by every view that reads records, before it returns."""
    notes: Notes = request.notes
    notes.kind = kind
    notes.record_ids |= record_ids or set()
    notes.detail |= detail


def needs(tool: Tool, *, task: bool = False) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guards a view or a call: the role, and a program's token, must have `tool`; with `task`, a purpose is asked for first, once per task.

    Raises:
        PurposeIncomplete: a program did not say why it asks; it says so with each call.
    """

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check_may_use(request.viewer, tool)
            if task and request.task is None:
                if request.viewer.scopes is not None:
                    check_purpose(*said_in(request.headers))
                return HttpResponseRedirect(f"{reverse('purpose')}?{urlencode({'next': request.get_full_path()})}")
            return view(request, *args, **kwargs)

        guarded.tool, guarded.task = tool, task  # type: ignore[attr-defined]
        return guarded

    return guard
