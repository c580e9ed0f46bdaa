"""A virus scanner is asked as clamd wants it, against a little server that speaks its protocol; no verdict is never taken for a good one."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.web.virus_scanner import PIECE, ScannerSilent, ScannerUnreadable, check_scanner, found_in

SIGNATURE = b"MADE-UP-SIGNATURE-FOR-TESTS"


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM as clamd answers it: pieces with their lengths until a length of nought, then one verdict that ends with a NUL."""

    def handle(self) -> None:
        """One file."""
        assert self._read(10) == b"zINSTREAM\0"
        whole = b""
        while length := struct.unpack("!L", self._read(4))[0]:
            whole += self._read(length)
        self.request.sendall(self.server.verdict(whole))  # type: ignore[attr-defined]

    def _read(self, length: int) -> bytes:
        read = b""
        while len(read) < length:
            more = self.request.recv(length - len(read))
            assert more, "the file ended too early"
            read += more
        return read


def usual(whole: bytes) -> bytes:
    """What a scanner that knows one signature says."""
    return b"stream: Made-Up-Signature FOUND\0" if SIGNATURE in whole else b"stream: OK\0"


@contextmanager
def a_scanner(verdict=usual, path: Path | None = None) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A scanner on loopback, or at a socket of this machine; its address."""
    server: socketserver.BaseServer
    if path:
        server = socketserver.ThreadingUnixStreamServer(str(path), Clamd)
        address = f"unix:{path}"
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
    server.verdict = verdict  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_what_is_in_a_file_is_found_wherever_it_is_cut() -> None:
    with a_scanner() as address:
        assert found_in([b"x" * (PIECE - 5) + SIGNATURE], address) == "Made-Up-Signature"
        assert found_in([SIGNATURE[:9], b"", SIGNATURE[9:]], address) == "Made-Up-Signature"
        assert found_in([b"x" * 3 * PIECE], address) is None
        assert found_in([], address) is None


def test_a_socket_of_this_machine_is_asked_as_well(tmp_path: Path) -> None:
    with a_scanner(path=tmp_path / "clamd") as address:
        assert found_in([SIGNATURE], address) == "Made-Up-Signature"


@pytest.mark.parametrize(
    "said",
    [b"", b"stream: ", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK, or so\0", b"OK\0", b"\xff\xfe\0", b"stream: FOUND ERROR\0"],
)
def test_what_is_no_verdict_is_never_taken_for_none_found(said: bytes) -> None:
    with a_scanner(lambda whole: said) as address, pytest.raises(ScannerSilent):
        found_in([b"x"], address)


def test_a_scanner_that_is_away_is_silent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = taken.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{gone}", f"unix:{tmp_path / 'nothing'}"):
        with pytest.raises(ScannerSilent):
            found_in([b"x"], address)


@given(st.text(max_size=40))
def test_only_what_names_a_scanner_is_taken_for_a_setting(text: str) -> None:
    try:
        assert check_scanner(text) == text
    except ScannerUnreadable:
        assert not text.startswith(("unix:/", "tcp://127.0.0.1:"))


@pytest.mark.parametrize("text", ["", "unix:/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"])
def test_what_the_sample_says_is_a_setting(text: str) -> None:
    assert check_scanner(text) == text
