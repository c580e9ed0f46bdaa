"""Heads follow from each other, are signed outside the database, and survive the way through an anchor's file."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beatbook.audit.heads import AnchorUnreadable, Head, anchor_line, follows, is_signed, next_head, read_anchor_line, sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FIRST = next_head(None, count=3, upto=100, root=b"r" * 32)
SECOND = next_head(FIRST, count=1, upto=120, root=b"s" * 32)


def test_a_head_follows_only_the_one_before_it() -> None:
    assert follows(FIRST, None) and follows(SECOND, FIRST)
    assert not follows(SECOND, None)
    changed = Head(FIRST.number, FIRST.count + 1, FIRST.upto, FIRST.root, FIRST.chained)
    assert not follows(changed, None)


def test_a_signature_stands_for_its_own_head_and_key_only() -> None:
    signature = sign(FIRST, KEY)
    assert is_signed(FIRST, signature, KEY.public_key())
    assert not is_signed(SECOND, signature, KEY.public_key())
    assert not is_signed(FIRST, signature, Ed25519PrivateKey.generate().public_key())


def test_an_anchor_line_reads_back() -> None:
    line = anchor_line(SECOND, sign(SECOND, KEY), KEY.public_key(), "2026-11-24T10:00:00+00:00")
    assert read_anchor_line(line) == (SECOND, sign(SECOND, KEY))


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", "no json", '{"seal": 1, "events": 1, "upto": 1, "root": "zz", "head": "", "signature": ""}']
)
def test_a_line_that_is_no_head_says_so(line: str) -> None:
    with pytest.raises(AnchorUnreadable):
        read_anchor_line(line)
