"""An open person page follows changes: the viewer's own query is run again, and a word goes out only when what they may see has changed."""

import hashlib
from collections.abc import AsyncIterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from beatbook.access.actions import resume
from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.queries import person_page
from beatbook.pole.views.asking import page_of, viewer_of
from beatbook.web.live import changes, heartbeat_s


@needs(Tool.SEARCH, task=True)
def person_changes(request: HttpRequest, record_id: UUID) -> StreamingHttpResponse:
    """Server-sent events for one person: `changed` carries nothing; the page fetches itself again as any reader would."""
    page_of(request, record_id)
    note(request, "consultation", {record_id}, live=True)
    token = viewer_of(request).token
    response = StreamingHttpResponse(_stream(token, record_id), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(token: str, record_id: UUID) -> AsyncIterator[bytes]:
    news = changes()
    heard = news.heard
    seen = await sync_to_async(_fingerprint)(token, record_id)
    yield b"retry: 2000\n\n"
    while seen is not None:
        if not await news.wait(heard, heartbeat_s()):
            yield b": still here\n\n"
        heard = news.heard
        now = await sync_to_async(_fingerprint)(token, record_id)
        if now != seen:
            seen = now
            yield b"event: changed\ndata: 1\n\n"


def _fingerprint(token: str, record_id: UUID) -> bytes | None:
    """Hash of everything that the viewer may see of this person now; None when the session or the record is gone for them."""
    try:
        viewer = resume(token)
        page = person_page(record_id, viewer=viewer, today=timezone.localdate()) if viewer else None
        return hashlib.sha256(repr((page.view, page.component)).encode()).digest() if page else None
    finally:
        close_old_connections()
