"""A stranger who sends too much, too slowly or never the rest is let go; an open page that listens is not."""

import asyncio
import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn

from beatbook.web import bounds
from beatbook.web.bounds import BoundedBodies, HeadsInTime, Message, Receive, Send

LISTENED_S = 1.2


async def reads(scope: Message, receive: Receive, send: Send) -> None:
    """Reads the body and says its length; at /listens goes on for longer than anything is waited for."""
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    if scope["path"] == "/listens":
        await asyncio.wait({asyncio.create_task(receive())}, timeout=LISTENED_S)  # until the reader leaves
    body = str(length).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


async def answers_unread(scope: Message, receive: Receive, send: Send) -> None:
    """Answers without having read what was sent."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def either(scope: Message, receive: Receive, send: Send) -> None:
    """Of the two, by the path."""
    await (answers_unread if scope["path"] == "/unread" else reads)(scope, receive, send)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server whose patience is a third of a second, and which takes a thousand bytes."""
    for name, value in (("HEAD_WITHIN_S", 0.3), ("PIECE_WITHIN_S", 0.3), ("BODY_WITHIN_S", 0.8), ("MOST_BODY", 1_000)):
        monkeypatch.setattr(bounds, name, value)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            BoundedBodies(either),
            http=HeadsInTime,
            log_level="critical",
            lifespan="off",
            timeout_keep_alive=2,
            h11_max_incomplete_event_size=4_000,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def said_to(port: int, *pieces: bytes, apart_s: float = 0.0) -> tuple[bytes, float]:
    """What the server answers to these pieces until it closes, and how many seconds after the first it closed; it must within ten."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        begun, answer = time.monotonic(), b""
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(apart_s)
            while more := connection.recv(65_536):
                answer += more
        except (ConnectionResetError, BrokenPipeError):
            pass
        return answer, time.monotonic() - begun


def test_a_head_that_does_not_come_ends_the_connection(port: int) -> None:
    assert said_to(port)[0] == b""
    assert said_to(port, b"GET / HTTP/1.1\r\nHost: a\r\n")[0] == b""


def test_one_line_at_a_time_wins_no_more_patience(port: int) -> None:
    answer, seconds = said_to(port, b"GET / HTTP/1.1\r\n", *(f"X-{number}: y\r\n".encode() for number in range(20)), apart_s=0.1)
    assert answer == b"" and seconds < 5


def test_after_an_answer_somebody_must_go_on_too(port: int) -> None:
    answer, seconds = said_to(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GE", apart_s=0.1)
    assert answer.endswith(b"\r\n\r\n0") and seconds < 2


def test_a_head_that_is_too_long_is_refused(port: int) -> None:
    assert said_to(port, b"GET / HTTP/1.1\r\nX: " + b"y" * 80_000)[0].startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("sort", ["announced", "in chunks"])
def test_a_body_that_is_too_long_is_refused_and_the_connection_ends(sort: str, port: int) -> None:
    head, body = b"Content-Length: 2000", b"x" * 2_000
    if sort == "in chunks":
        head, body = b"Transfer-Encoding: chunked", b"".join(b"64\r\n" + b"x" * 100 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n"
    answer, _ = said_to(port, b"POST / HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n\r\n" + body)
    assert answer.startswith(b"HTTP/1.1 413 ") and answer.count(b"HTTP/1.1") == 1


def test_a_body_within_the_bound_is_read(port: int) -> None:
    answer, _ = said_to(port, b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 900\r\n\r\n", b"x" * 900)
    assert answer.endswith(b"\r\n\r\n900")


@pytest.mark.parametrize("apart_s", [0.0, 0.1])
def test_a_body_that_stops_or_drips_is_refused(apart_s: float, port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n"
    answer, seconds = said_to(port, head, *[b"x"] * (20 if apart_s else 1), apart_s=apart_s)
    assert (answer.startswith(b"HTTP/1.1 408 ") or not answer) and seconds < 5


def test_a_body_that_nobody_reads_holds_no_connection_open(port: int) -> None:
    _, seconds = said_to(port, b"POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n", *[b"x"] * 8, apart_s=0.1)
    assert seconds < 3


def test_who_listens_is_not_let_go(port: int) -> None:
    answer, seconds = said_to(port, b"GET /listens HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.endswith(b"\r\n\r\n0") and seconds >= LISTENED_S
