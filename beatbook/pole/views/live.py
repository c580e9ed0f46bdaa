"""An open person page follows changes: the viewer's own query is run again, and a word goes out only when what they may see has changed."""

import asyncio
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
from beatbook.pole.views.asking import fingerprint, page_of, viewer_of
from beatbook.web.live import changes, heartbeat_s


@needs(Tool.SEARCH, task=True)
def person_changes(request: HttpRequest, record_id: UUID) -> StreamingHttpResponse:
    """Server-sent events for one person: `changed` carries nothing; the page fetches itself again as any reader would."""
    page_of(request, record_id)
    note(request, "consultation", {record_id}, live=True)
    stream = _stream(viewer_of(request).token, record_id, request.GET.get("seen", ""))
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"  # compression would hold the news back
    return response


async def _stream(token: str, record_id: UUID, seen: str) -> AsyncIterator[bytes]:
    """Heartbeats keep a clock of their own: put off by each wake, they would tell of news that this viewer may not see."""
    news, clock = changes(), asyncio.get_running_loop().time
    beat = clock() + heartbeat_s()
    yield b"retry: 2000\n\n"
    while True:
        heard = news.heard
        now = await sync_to_async(_looked_again)(token, record_id)
        if now is None:
            return
        if now != seen:
            seen = now
            yield b"event: changed\ndata: 1\n\n"
        await news.wait(heard, max(0.0, beat - clock()))
        if clock() >= beat:
            beat = clock() + heartbeat_s()
            yield b": still here\n\n"


def _looked_again(token: str, record_id: UUID) -> str | None:
    """Fingerprint of what the viewer may see of this person now; None when the session or the record is gone for them."""
    try:
        viewer = resume(token)
        page = person_page(record_id, viewer=viewer, today=timezone.localdate()) if viewer else None
        return fingerprint(page) if page else None
    finally:
        close_old_connections()
