"""How much of a request a web process takes, and for how long it waits for the rest: no stranger fills its memory or disk, or holds a connection open.

Invariant: a connection on which a head is awaited ends after `HEAD_WITHIN_S`; a body is read to `MOST_BODY` bytes, each piece of it within
`PIECE_WITHIN_S` and all of it within `BODY_WITHIN_S`. Once a request is whole nothing here waits any more, so that open pages may listen for hours.
"""

import asyncio
from asyncio import TimerHandle, Transport
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEAD = 32_768  # bytes of a request line with its headers: a link chart with twenty open boxes has some 3,000
MOST_BODY = 10_000_000  # a little over the largest file that any form takes
HEAD_WITHIN_S = 10.0
PIECE_WITHIN_S = 20.0
BODY_WITHIN_S = 300.0  # ten megabytes over a weak line of half a megabit a second take 160
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


class _Unfinished(Exception):
    """The head or the body is too long, did not come in time, or ends at two places: `status` says which."""

    def __init__(self, status: int) -> None:
        self.status = status


class BoundedBodies:
    """Stands before every application; answers 413, 431 or 408 in its place where a message is longer or slower than it may be,
    and 400 where it is not clear where it ends."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if sum(len(name) + len(text) + 4 for name, text in scope["headers"]) + len(scope.get("raw_path") or b"") > MOST_HEAD:
                raise _Unfinished(431)  # it came at one go, so that the protocol never found it unfinished
            if _ends_twice(scope):
                raise _Unfinished(400)
            if _announced(scope) > MOST_BODY:
                raise _Unfinished(413)
            await self.application(scope, _bounded(receive), sending)
        except _Unfinished as unfinished:
            if not begun:
                await _refuse(send, unfinished.status)


def _ends_twice(scope: Message) -> bool:
    """Does the head name two ways to find the body's end? h11 goes by the chunks; a proxy that went by the length would part from it (RFC 9112, 6.3)."""
    return {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope["headers"]}


def _announced(scope: Message) -> int:
    """Content-Length, which the protocol has checked to be one number; nought where there is none."""
    return next((int(text) for name, text in scope["headers"] if name == b"content-length"), 0)


def _bounded(receive: Receive) -> Receive:
    seen, whole = 0, False
    deadline = asyncio.get_running_loop().time() + BODY_WITHIN_S

    async def receiving() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(min(PIECE_WITHIN_S, deadline - asyncio.get_running_loop().time())):
                message = await receive()
        except TimeoutError:
            raise _Unfinished(408) from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > MOST_BODY:
            raise _Unfinished(413)
        return message

    return receiving


async def _refuse(send: Send, status: int) -> None:
    """The connection ends with the answer: what still comes on it is no request."""
    words = {
        400: b"The request ends at two places.",
        408: b"The request did not come in time.",
        413: b"Send at most ten megabytes.",
        431: b"The head is too long.",
    }[status]
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", str(len(words)).encode())]})
    await send({"type": "http.response.body", "body": words})


class HeadsInTime(H11Protocol):
    """HTTP/1.1 as h11 reads it, but that a connection on which a request has begun, or none ever did, does not wait for its head for ever."""

    _waits: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A stranger has this long to say what they want."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """While a request is being answered nothing is waited for; before its head is whole, and after its answer, somebody must go on."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._waits is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waits = self.loop.call_later(HEAD_WITHIN_S, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
