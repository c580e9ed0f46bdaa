"""An open search follows changes: the viewer's own search is run again, and a word goes out only when what it shows them has changed."""

from functools import partial

from django.http import Http404, HttpRequest, StreamingHttpResponse

from beatbook.access.actions import resume
from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.search.asking import Asked, read_asked
from beatbook.search.queries import search
from beatbook.web import clock
from beatbook.web.live import following


@needs(Tool.SEARCH, task=True)
def results_changes(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events for one page of one search: `changed` carries nothing; the page asks again as any reader would."""
    asked = read_asked(request.GET.dict())
    if not asked.typed:
        raise Http404
    note(request, "search", typed=asked.typed, query=asked.query(), live=True)
    return following(partial(_looked_again, request.viewer.token, asked), request.GET.get("seen", ""))


def _looked_again(token: str, asked: Asked) -> str | None:
    """Fingerprint of what the search shows the viewer now; None when their session is gone."""
    viewer = resume(token)
    return search(asked, viewer=viewer, today=clock.today()).fingerprint if viewer else None
