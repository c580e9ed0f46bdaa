"""News that something changed, from PostgreSQL's NOTIFY to open pages. It carries no content: each page asks again as its own viewer.

One listening connection a process. A page that was busy when news came hears of it when it next waits: it says up to which news it has looked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connections
from django.http import StreamingHttpResponse

CHANNEL = "beatbook_changed"
RECONNECT_S = 1.0


class Changes:
    """Wakes every waiting page of this process when the database says that something changed."""

    def __init__(self) -> None:
        self.heard = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def wait(self, since: int, timeout_s: float) -> bool:
        """True when there is news after the first `since` (the value of `heard` before the page last looked); False after `timeout_s` of silence."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        if self.heard != since:
            return True
        try:
            await asyncio.wait_for(self._wake.wait(), timeout_s)
        except TimeoutError:
            return False
        return True

    async def _listen(self) -> None:
        while True:
            try:
                async for _ in self._notifications():
                    self._tell()
            except psycopg.OperationalError:
                await asyncio.sleep(RECONNECT_S)
            self._tell()  # whatever happened while nobody listened

    def _tell(self) -> None:
        self.heard += 1
        self._wake.set()
        self._wake = asyncio.Event()

    async def _notifications(self) -> AsyncIterator[psycopg.Notify]:
        parameters = connections["default"].get_connection_params()
        wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
        async with await psycopg.AsyncConnection.connect(**wanted, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            async for notification in connection.notifies():
                yield notification


_changes: dict[int, Changes] = {}


def changes() -> Changes:
    """The one listener of this process's event loop."""
    return _changes.setdefault(id(asyncio.get_running_loop()), Changes())


def heartbeat_s() -> float:
    """How often a silent stream sends a comment, so that proxies and browsers know that it lives."""
    return float(getattr(settings, "BEATBOOK_HEARTBEAT_S", 15.0))


def following(look: Callable[[], str | None], seen: str) -> StreamingHttpResponse:
    """Server-sent events: `changed`, which carries nothing, whenever `look` says otherwise than before. It runs in a thread and returns a fingerprint
    of what one viewer may see now, or None when their session or the page is gone for them, which ends the stream."""
    response = StreamingHttpResponse(news_for(look, seen), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"  # compression would hold the news back
    return response


async def news_for(look: Callable[[], str | None], seen: str) -> AsyncIterator[bytes]:
    """The events. Heartbeats keep a clock of their own: put off by each wake, they would tell of news that this viewer may not see."""
    news, clock = changes(), asyncio.get_running_loop().time
    beat = clock() + heartbeat_s()
    yield b"retry: 2000\n\n"
    while True:
        heard = news.heard
        now = await sync_to_async(_looked)(look)
        if now is None:
            return
        if now != seen:
            seen = now
            yield b"event: changed\ndata: 1\n\n"
        await news.wait(heard, max(0.0, beat - clock()))
        if clock() >= beat:
            beat = clock() + heartbeat_s()
            yield b": still here\n\n"


def _looked(look: Callable[[], str | None]) -> str | None:
    try:
        return look()
    finally:
        close_old_connections()
