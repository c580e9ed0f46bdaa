"""The hash tree over a second's events: its root, the proof that one event is in it, and the check of such a proof.

Source: RFC 6962, section 2.1. Leaves and nodes are hashed with different first bytes, so that one cannot pass for the other.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 of one event's content, as a leaf (32 bytes)."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of two hashes, as the node above them."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in their order; of none, the hash of nothing."""
    if not leaves:
        return EMPTY
    # Level by level, an odd one out moving up unchanged: the same tree as splitting at the largest power of two, without recursion.
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = paired if len(level) % 2 == 0 else [*paired, level[-1]]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes beside the way from leaf `place` up to the root, lowest first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= place < len(leaves):
        raise IndexError(f"There are {len(leaves)} leaves, and none at place {place}.")
    beside: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        partner = place ^ 1
        if partner < len(level):
            beside.append(level[partner])
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired if len(level) % 2 == 0 else [*paired, level[-1]]
        place //= 2
    return beside


def is_included(leaf: bytes, place: int, size: int, beside: Sequence[bytes], root: bytes) -> bool:
    """Does this proof show that `leaf` is at `place` among `size` leaves under `root`? Source: RFC 9162, section 2.1.3.2."""
    if not 0 <= place < size:
        return False
    last, here = size - 1, leaf
    for other in beside:
        if last == 0:
            return False
        if place % 2 or place == last:
            here = node_hash(other, here)
            while place and place % 2 == 0:
                place, last = place // 2, last // 2
        else:
            here = node_hash(here, other)
        place, last = place // 2, last // 2
    return last == 0 and here == root
