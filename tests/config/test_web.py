"""Odd HTTP at the real web process, over raw sockets: no failure, no answer to what was no request, and the next reader gets their own.

Shapes of request smuggling after RFC 9112, sections 2.2, 3.2, 5, 6.3, 7.1 and 9.3: where two readers could part on where a message ends, one must refuse.
"""

import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from tests.journeys.browser import serving

INNER = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
LENGTH = str(len(INNER)).encode()
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")

REFUSED = {
    "a length and chunks": HEAD + b"Content-Length: " + LENGTH + b"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
    "two lengths that differ": HEAD + b"Content-Length: 0\r\nContent-Length: " + LENGTH + b"\r\n\r\n" + INNER,
    "a list of lengths": HEAD + b"Content-Length: 0, " + LENGTH + b"\r\n\r\n" + INNER,
    "a length with a sign": HEAD + b"Content-Length: +0\r\n\r\n" + INNER,
    "a length in hex": HEAD + b"Content-Length: 0x0\r\n\r\n" + INNER,
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + INNER,
    "an endless length": HEAD + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n" + INNER,
    "a space before the colon": HEAD + b"Content-Length : " + LENGTH + b"\r\n\r\n" + INNER,
    "chunks that are no word": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + INNER,
    "chunks named twice": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
    "chunks and something else": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + INNER,
    "chunks after a tab": HEAD + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + INNER,
    "a chunk's size that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + INNER,
    "a chunk's size with a sign": HEAD + b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n" + INNER,
    "an endless chunk's size": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 300 + b"\r\n" + INNER,
    "a chunk longer than it says": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n" + INNER,
    "a NUL in a header": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
    "a NUL in the path": b"GET /sign\0in HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a lone return in a header": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: a\rContent-Length: 4\r\n\r\n",
    "no host": b"GET /sign-in HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "another host": b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a host of spaces": b"GET /sign-in HTTP/1.1\r\nHost: local host\r\n\r\n",
    "a first line that is no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n",
    "a method of letters that are none": b"G\xc9T /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "letters beyond ASCII in the path": "GET /sign-ín HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    "a header without a name": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n: nothing\r\n\r\n",
    "a header without a colon": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n",
    "a line folded before any header": b"GET /sign-in HTTP/1.1\r\n Host: localhost\r\n\r\n",
    "a head of a megabyte": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 1_000_000,
    "a path of a megabyte": b"GET /" + b"y" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "ten thousand headers": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
    "a body of eleven megabytes": HEAD + b"Content-Length: 11000000\r\n\r\n",
}
ANSWERED = {
    "an old version": (b"GET /accessibility HTTP/1.0\r\nHost: localhost\r\n\r\n", [b"200"]),
    "the whole address": (b"GET http://localhost/accessibility HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "another's whole address": (b"GET http://evil.example/accessibility HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "a star": (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "an authority": (b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n", None),
    "a websocket": (
        b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        + INNER.replace(b"smuggled", b"asked"),
        None,
    ),
    "HTTP/2 by upgrade": (
        b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n",
        [b"200"],
    ),
    "HTTP/2 at once": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
    "a folded header": (b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nConnection: close\r\n\r\n", None),
    "lines that end without a return": (b"GET /accessibility HTTP/1.1\nHost: localhost\nConnection: close\n\n", None),
    "the same length twice": (HEAD + b"Connection: close\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", None),
    "an extension of a chunk": (HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\na\r\n0\r\n\r\n", None),
    "a trailer": (HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nContent-Length: 4\r\n\r\n", None),
    "a body to a GET": (
        b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LENGTH + b"\r\nConnection: close\r\n\r\n" + INNER,
        [b"200"],
    ),
    "dots in the path": (b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "bytes that are no UTF-8": (b"GET /%ff%fe?q=%ff%fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "a version that is none": (b"GET /accessibility HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
    "two in a row": (
        b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\n\r\nGET /privacy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        [b"200", b"200"],
    ),
    "nonsense after a request": (b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\n\r\n\x01\x02\x03\r\n\r\n", None),
}


@pytest.fixture(scope="module")
def server(module_millshire: str) -> Iterator[tuple[str, int]]:
    """One web process as `beatbook serve` starts it."""
    with serving({"BEATBOOK_DATABASE_NAME": module_millshire}) as address:
        behind = urlsplit(address)
        yield str(behind.hostname), int(behind.port or 0)


def said_to(server: tuple[str, int], request: bytes) -> bytes:
    """All that comes back until the server ends the connection, which it must."""
    with socket.create_connection(server, timeout=90) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while more := connection.recv(65_536):
                answer += more
        except (ConnectionResetError, BrokenPipeError):
            pass  # it would not hear the rest
        return answer


def own_page(server: tuple[str, int]) -> bool:
    """Does the next reader get the page that they asked for, and nothing of another's?"""
    answer = said_to(server, b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return STATUS.findall(answer) == [b"200"] and b"<h1" in answer and answer.lower().count(b"</html>") == 1


@pytest.mark.parametrize("shape", REFUSED)
def test_what_two_readers_could_read_differently_is_refused_and_the_connection_ends(shape: str, server: tuple[str, int]) -> None:
    answer = said_to(server, REFUSED[shape])
    statuses = STATUS.findall(answer)
    assert statuses in ([b"400"], [b"413"], [b"431"], []), answer[:300]
    assert own_page(server)


@pytest.mark.parametrize("shape", ANSWERED)
def test_what_is_odd_but_plain_is_answered_or_refused_once_for_each_request(shape: str, server: tuple[str, int]) -> None:
    request, expected = ANSWERED[shape]
    statuses = STATUS.findall(said_to(server, request))
    assert statuses == expected if expected else 1 <= len(statuses) <= 2, statuses
    assert not any(status.startswith(b"5") for status in statuses)
    assert own_page(server)


def test_no_request_was_found_in_anothers_body(server: tuple[str, int], module_millshire: str) -> None:
    """Run last: an address that is none is in the log as a denial, whoever asked for it."""
    said_to(server, INNER.replace(b"smuggled", b"no-such-page").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    with administrator(cluster_of_settings(), module_millshire) as connection:
        asked = {row[0] for row in connection.execute("SELECT detail->>'path' FROM audit_event").fetchall()}
    assert "/no-such-page" in asked and "/smuggled" not in asked
