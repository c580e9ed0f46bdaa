"""The hash tree against the definition in RFC 6962 and the vectors that certificate transparency logs use."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.audit.merkle import inclusion_proof, is_included, leaf_hash, root_of

CONTENTS = [
    bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written: split at the largest power of two below the size."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


def test_the_published_vectors() -> None:
    leaves = [leaf_hash(content) for content in CONTENTS]
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_root_is_that_of_the_definition(contents: list[bytes]) -> None:
    leaves = [leaf_hash(content) for content in contents]
    assert root_of(leaves) == by_definition(leaves)


@given(st.integers(1, 40), st.data())
def test_a_proof_shows_its_own_leaf_at_its_own_place_only(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    place = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, place)
    assert is_included(leaves[place], place, size, proof, root_of(leaves))
    assert is_included(leaves[place], other, size, proof, root_of(leaves)) == (other == place)
    assert is_included(leaf_hash(b"never logged"), place, size, proof, root_of(leaves)) is False


def test_there_is_no_proof_of_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(b"")], 1)
    assert not is_included(leaf_hash(b""), 1, 1, [], leaf_hash(b""))
