"""Ids and hashes."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from beatbook.sources.identity import canonical_json, content_hash, record_id, record_id_bytes, site_key

KEY = site_key("secret")


def test_id_is_the_documented_hmac() -> None:
    assert record_id(KEY, "f", "k").bytes == hmac.digest(KEY, b"f\0k", "sha256")[:16] == record_id_bytes(KEY, "f", "k")


@given(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)), st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)))
def test_different_keys_have_different_ids(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (record_id(KEY, *one) == record_id(KEY, *other)) == (one == other)


def test_ids_of_two_sites_differ() -> None:
    assert record_id(KEY, "f", "k") != record_id(site_key("other"), "f", "k")


@given(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=4))
def test_canonical_json_does_not_depend_on_order(content: dict[str, object]) -> None:
    assert canonical_json(content) == canonical_json(dict(reversed(content.items())))


def test_every_part_counts_in_the_hash() -> None:
    same = ("{}", "OFFICIAL", "t", "p")
    parts = [same, ("1", *same[1:]), (same[0], "PUBLIC", "t", "p"), (*same[:2], "u", "p"), (*same[:3], "q")]
    assert len({content_hash(*part) for part in parts}) == 5
