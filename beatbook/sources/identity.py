"""Ids of records and hashes of what they say: pure functions of the site's key and the statement."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def site_key(secret: str) -> bytes:
    """The key under which records' ids are made, so that nobody outside can guess the id of a record from its number."""
    return hmac.digest(secret.encode(), b"record ids", "sha256")


def record_id(key: bytes, feed: str, source_key: str) -> UUID:
    """Id of one record: the first 16 bytes of HMAC-SHA256(site key, feed, NUL, source key)."""
    return UUID(bytes=record_id_bytes(key, feed, source_key))


def record_id_bytes(key: bytes, feed: str, source_key: str) -> bytes:
    """The same id as 16 bytes, for bulk work."""
    return hmac.digest(key, f"{feed}\0{source_key}".encode(), "sha256")[:16]


def canonical_json(content: Mapping[str, Any]) -> str:
    """The one spelling of a content: sorted keys, no spaces, real letters.

    Raises:
        ValueError: it holds NaN or infinity. TypeError: it holds what JSON cannot.
    """
    return _encode(content)


def content_hash(canonical: str, marking: str, happened_at: str, place: str) -> bytes:
    """32 bytes of BLAKE2b over everything that makes a version another version: content, marking, time and place."""
    return hashlib.blake2b(f"{canonical}\0{marking}\0{happened_at}\0{place}".encode(), digest_size=32).digest()
