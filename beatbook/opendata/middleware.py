"""The short way for the interface: answered before sessions, cookies and the log are looked at, because it shows only what is public to all.

Questions about published rows are answered at once from memory; what needs the database is answered on a thread. The limit holds here.
"""

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from django.conf import settings

from beatbook.opendata import api
from beatbook.opendata.answering import answer_about_rows, is_about_rows
from beatbook.opendata.asking import Answer, Asked, NotAnswered, is_strict
from beatbook.web.limiter import Limiter, limiter_from

PREFIX = "/api/"
NOT_OURS = "/api/feeds/"  # systems put their messages there
LONGEST_BODY = 2_000_000
WORTH_COMPRESSING = 1_000
QUICKLY = 1  # how hard to compress: four times as fast as the usual six, and a tenth larger
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class BodyTooLong(Exception):
    """More was sent than any question needs."""


class ShortWay:
    """Stands before the whole of Django and lets everything through that is not the interface's."""

    def __init__(self, application: Application, *, shared: Path | None = None) -> None:
        """`shared` is the file in which the web processes of a machine count requests together."""
        self.application = application
        self.limiter: Limiter | None = limiter_from(settings.BEATBOOK_OPENDATA_LIMIT, shared, setting="BEATBOOK_OPENDATA_LIMIT")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is the interface's."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX) or scope["path"].startswith(NOT_OURS):
            await self.application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        asked = Asked(
            scope["method"],
            scope["path"].removeprefix(PREFIX),
            scope["query_string"].decode("latin-1"),
            b"",
            headers.get(b"content-type", b"").decode("latin-1"),
        )
        answer = await self._answer(asked, scope, receive)
        await send_answer(send, answer, head=asked.method == "HEAD", compressed=b"gzip" in headers.get(b"accept-encoding", b""))

    async def _answer(self, asked: Asked, scope: Scope, receive: Receive) -> Answer:
        client = scope["client"][0] if scope.get("client") else ""
        if self.limiter and not self.limiter.lets_pass(client, time.monotonic()):
            limit = NotAnswered(429, f"More than {self.limiter.rate:g} requests a second.", strict_status=429)
            return limit.answer(strict=is_strict(asked.parameters))
        if asked.method == "POST":
            try:
                asked = Asked(asked.method, asked.path, asked.query, await whole_body(receive), asked.body_kind)
            except BodyTooLong:
                return NotAnswered(413, "Send at most two megabytes.", strict_status=413).answer(strict=is_strict(asked.parameters))
        if refused := api.refusal(asked):
            return refused
        if is_about_rows(asked.path) and api.has_read():
            return answer_about_rows(asked, api.publication_now())
        return await asyncio.to_thread(api.respond, asked)


async def whole_body(receive: Receive) -> bytes:
    """The body of a request.

    Raises:
        BodyTooLong: it is longer than any question needs.
    """
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
            raise BodyTooLong
        if not message.get("more_body") or message["type"] == "http.disconnect":
            return body


async def send_answer(send: Send, answer: Answer, *, head: bool, compressed: bool) -> None:
    """Sends an answer with the headers that all of them bear."""
    body = answer.body
    headers = [
        (b"content-type", answer.kind.encode()),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
        (b"vary", b"accept-encoding"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if compressed and len(body) >= WORTH_COMPRESSING:
        body = gzip.compress(body, QUICKLY, mtime=0)
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})
