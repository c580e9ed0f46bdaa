"""Asks a virus scanner about a file: clamd's INSTREAM command, over a socket of this machine or of another. Nothing is written to disk for it.

Source: clamd(8): `zINSTREAM\\0`, then pieces of a file, each after its length in four bytes, most significant first, then a length of nought;
the answer is `stream: OK`, or `stream: <name> FOUND`.
"""

import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from urllib.parse import urlsplit

from beatbook.vocabulary.errors import BeatbookError

WAIT_S = 30.0
PIECE = 65_536
LONGEST_ANSWER = 4_096


class ScannerSilent(BeatbookError):
    """The virus scanner could not be asked, or gave no verdict: try again, or see whether it runs."""


class ScannerUnreadable(BeatbookError):
    """BEATBOOK_VIRUS_SCANNER is written unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310."""


def found_in(pieces: Iterable[bytes], scanner: str) -> str | None:
    """The name of what the scanner found in a file, or None when it found nothing.

    Raises:
        ScannerSilent: there was no verdict, which is not the same as none found.
    """
    try:
        with closing(_connected(scanner)) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for start in range(0, len(piece), PIECE):
                    part = piece[start : start + PIECE]
                    connection.sendall(struct.pack("!L", len(part)) + part)
            connection.sendall(struct.pack("!L", 0))
            said = _answer(connection)
    except OSError as error:
        raise ScannerSilent("The virus scanner cannot be asked just now.") from error
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND").partition(": ")[2]
    if said != "stream: OK":
        raise ScannerSilent("The virus scanner gave no verdict.")
    return None


def check_scanner(scanner: str) -> str:
    """The setting as it was written.

    Raises:
        ScannerUnreadable: it names neither a socket nor an address with a port.
    """
    parts = urlsplit(scanner)
    if (
        scanner
        and not (parts.scheme == "unix" and parts.path.startswith("/"))
        and not (parts.scheme == "tcp" and parts.hostname and parts.port)
    ):
        raise ScannerUnreadable(f"BEATBOOK_VIRUS_SCANNER is “{scanner}”. Write it as unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310.")
    return scanner


def _connected(scanner: str) -> socket.socket:
    parts = urlsplit(scanner)
    if parts.scheme == "tcp":
        return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=WAIT_S)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(WAIT_S)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    said = b""
    while len(said) < LONGEST_ANSWER and not said.endswith(b"\0"):
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
