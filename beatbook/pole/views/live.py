"""An open person page follows changes: the viewer's own query is run again, and a word goes out only when what they may see has changed."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse

from beatbook.access.actions import resume
from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.queries import person_page
from beatbook.pole.views.asking import fingerprint, page_of, viewer_of
from beatbook.web import clock
from beatbook.web.live import following


@needs(Tool.SEARCH, task=True)
def person_changes(request: HttpRequest, record_id: UUID) -> StreamingHttpResponse:
    """Server-sent events for one person: `changed` carries nothing; the page fetches itself again as any reader would."""
    page_of(request, record_id)
    note(request, "consultation", {record_id}, live=True)
    return following(partial(_looked_again, viewer_of(request).token, record_id), request.GET.get("seen", ""))


def _looked_again(token: str, record_id: UUID) -> str | None:
    """Fingerprint of what the viewer may see of this person now; None when the session or the record is gone for them."""
    viewer = resume(token)
    page = person_page(record_id, viewer=viewer, today=clock.today()) if viewer else None
    return fingerprint(page) if page else None
