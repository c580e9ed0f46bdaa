"""Heads: what each seal of the log says, chained to the seal before and signed with a key that the database does not hold.

Invariant: a head is a function of the head before it and of the events that its seal covers; a line of an anchor says all that checking needs.
"""

import base64
import json
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beatbook.vocabulary.errors import BeatbookError

NOTHING_BEFORE = bytes(32)


class AnchorUnreadable(BeatbookError):
    """A line of an anchor is no head: the file was damaged or changed; compare it with another anchor."""


@dataclass(frozen=True, slots=True)
class Head:
    """One seal: its number from 1 up, how many events it covers, their root, the transaction below which all is sealed, and the chained hash."""

    number: int
    count: int
    upto: int
    root: bytes
    chained: bytes


def next_head(before: Head | None, *, count: int, upto: int, root: bytes) -> Head:
    """The head that follows `before` (None for the first)."""
    number = before.number + 1 if before else 1
    return Head(number, count, upto, root, _chained(before.chained if before else NOTHING_BEFORE, number, count, upto, root))


def follows(head: Head, before: Head | None) -> bool:
    """Is this the head that comes after `before`?"""
    return head == next_head(before, count=head.count, upto=head.upto, root=head.root)


def sign(head: Head, key: Ed25519PrivateKey) -> bytes:
    """Ed25519 signature of a head (64 bytes). Source: RFC 8032."""
    return key.sign(_said(head))


def is_signed(head: Head, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Does the signature stand?"""
    try:
        key.verify(signature, _said(head))
    except InvalidSignature:
        return False
    return True


def key_name(key: Ed25519PublicKey) -> str:
    """Sixteen hex digits that name a public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def anchor_line(head: Head, signature: bytes, key: Ed25519PublicKey, at: str) -> str:
    """A head as one line of JSON, to be kept where nobody who can change the database can change it."""
    return json.dumps(
        {
            "seal": head.number,
            "events": head.count,
            "upto": head.upto,
            "root": head.root.hex(),
            "head": head.chained.hex(),
            "at": at,
            "key": key_name(key),
            "signature": base64.b64encode(signature).decode(),
        }
    )


def read_anchor_line(line: str) -> tuple[Head, bytes]:
    """A head and its signature from a line of an anchor.

    Raises:
        AnchorUnreadable: it is no such line.
    """
    try:
        said = json.loads(line)
        head = Head(int(said["seal"]), int(said["events"]), int(said["upto"]), bytes.fromhex(said["root"]), bytes.fromhex(said["head"]))
        return head, base64.b64decode(said["signature"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise AnchorUnreadable("A line of the anchor is no head of this log; compare it with another anchor.") from error


def _chained(before: bytes, number: int, count: int, upto: int, root: bytes) -> bytes:
    return sha256(before + number.to_bytes(8, "big") + count.to_bytes(8, "big") + upto.to_bytes(8, "big") + root).digest()


def _said(head: Head) -> bytes:
    return b"beatbook audit head\n" + _chained(head.chained, head.number, head.count, head.upto, head.root)
