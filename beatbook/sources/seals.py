"""What a seal guards: the details by which a new record would connect with sealed ones, and the things that hang on sealed people alone.

Invariant: keys are a pure function of what a record says; of a guarded key only its keyed digest is ever kept, so that the table of digests says
nothing to whoever reads it without the site's secret.
"""

import hmac
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Any
from uuid import UUID

from beatbook.vocabulary.identifiers import (
    address_key,
    normalise_email,
    normalise_phone,
    normalise_plate,
    normalise_pnc_id,
    normalise_reference,
)
from beatbook.vocabulary.names import formal_names, sound_of, tokens_of

MOST_TEXT = 20_000  # signs of free text looked through in one record
MOST_WORDS = 80
_EMAIL = re.compile(r"[^@\s,;:<>()\"']{1,100}@[^@\s,;:<>()\"']{1,100}\.[a-zA-Z]{2,20}")
_PHONE = re.compile(r"(?<![\w/])\+?\d[\d ()\-]{8,16}\d(?![\w/])")
_PNC = re.compile(r"(?<![\w/])(?:19|20)?\d{2}/\d{1,7}[A-Za-z](?![\w/])")
_STRUCTURED = frozenset({"phones", "phone", "emails", "email", "pnc_id", "custody_number", "registration", "serial_number"})
SHAREABLE = ("phone:", "email:", "plate:", "serial:")
"""Keys that several people may hold; the others belong to one person."""


class Kind(StrEnum):
    """Why a connection is itself the secret."""

    WITNESS = "witness"
    ADOPTION = "adoption"
    GENDER = "gender"
    SOURCE = "source"
    OTHER = "other"


def seal_key(secret: str) -> bytes:
    """The key of the digests, another than that of record ids."""
    return hmac.digest(secret.encode(), b"sealed details", "sha256")


def digest_of(key: bytes, detail: str) -> bytes:
    """What is kept of one guarded detail."""
    return hmac.digest(key, detail.encode(), "sha256")


def keys_said(kind: str, content: Mapping[str, Any]) -> frozenset[str]:
    """Details of a record that could connect it: identifiers, and for a person two sounds of a name with the birth date or the address."""
    found = set(_identifiers(content))
    if kind == "person":
        pairs = _name_pairs(content)
        born = _text(content, "date_of_birth")
        if len(born) == len("2000-01-01"):
            found.update(f"born:{born}|{pair}" for pair in pairs)
        if home := address_key(_text(content, "address")):
            found.update(f"home:{home}|{pair}" for pair in pairs)
    found.update(_keys_in_text(" \n ".join(_free_texts(content))))
    return frozenset(found)


def keys_guarded(kind: str, content: Mapping[str, Any]) -> frozenset[str]:
    """Details of a sealed record that a seal guards: what it says, its birth date with day and month exchanged, and its names alone (for text)."""
    said = keys_said(kind, content)
    swapped = {f"born:{key[5:9]}-{key[13:15]}-{key[10:12]}{key[15:]}" for key in said if key.startswith("born:") and int(key[13:15]) <= 12}
    names = {f"names:{pair}" for pair in _name_pairs(content)} if kind == "person" else set()
    return said | swapped | names


def keys_of_refused(raw: str) -> frozenset[str]:
    """Details in the raw text of a row that was refused: nobody knows its columns, so any two words may be a name."""
    sounds = {sound for token in _words(raw) for sound in _sounds(token)}
    return frozenset(_keys_in_text(raw)) | {f"names:{a}+{b}" for a, b in combinations(sorted(sounds), 2)}


def is_shareable(key: str) -> bool:
    """May several people hold this detail: a phone of a household, a car?"""
    return key.startswith(SHAREABLE)


def hanging_on(secret: Collection[UUID], ties: Iterable[tuple[UUID, UUID]], things: Collection[UUID]) -> frozenset[UUID]:
    """Those `things` that hang on the `secret` records alone: whoever follows their ties, over other things, meets no record that stays open."""
    beside: dict[UUID, set[UUID]] = {}
    for a, b in ties:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    hidden, may, left = set(secret), set(things) - set(secret), set[UUID]()
    for start in may:
        if start in left:
            continue
        reached, ends = _followed(start, beside, may)
        left |= reached
        if ends and ends <= hidden:
            hidden |= reached
    return frozenset(hidden & may)


def _followed(start: UUID, beside: Mapping[UUID, set[UUID]], may: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    # Things reached over things, and whatever else stands at the ends of their ties.
    reached, ends, todo = {start}, set[UUID](), [start]
    while todo:
        for other in beside.get(todo.pop(), ()):
            if other not in may:
                ends.add(other)
            elif other not in reached:
                reached.add(other)
                todo.append(other)
    return reached, ends


def _identifiers(content: Mapping[str, Any]) -> Iterator[str]:
    read: Sequence[tuple[str, Any, tuple[str, ...]]] = (
        ("phone", normalise_phone, ("phones", "phone")),
        ("email", normalise_email, ("emails", "email")),
        ("pnc", normalise_pnc_id, ("pnc_id",)),
        ("custody", normalise_reference, ("custody_number",)),
        ("plate", normalise_plate, ("registration",)),
        ("serial", normalise_reference, ("serial_number",)),
    )
    for prefix, normalise, names in read:
        for value in (value for name in names for value in _texts(content.get(name))):
            if normal := normalise(value):
                yield f"{prefix}:{normal}"


def _name_pairs(content: Mapping[str, Any]) -> set[str]:
    surname, own = _text(content, "surname"), f"{_text(content, 'forenames')} {_text(content, 'surname')}"
    others = _texts(content.get("other_names"))
    names = [own, _text(content, "full_name"), *others, *(f"{other} {surname}" for other in others if len(tokens_of(other)) == 1)]
    return {pair for name in names for pair in _pairs(tokens_of(name))}


def _pairs(tokens: Sequence[str]) -> Iterator[str]:
    sounds = [_sounds(token) for token in tokens if len(token) > 1]
    for first, second in combinations(sounds, 2):
        for a in first:
            for b in second:
                yield "+".join(sorted((a, b)))


def _sounds(token: str) -> set[str]:
    """The token as it sounds, and the formal names for which it is short, as they sound."""
    return {sound_of(name).lower() for name in (token, *formal_names(token))}


def _keys_in_text(text: str) -> Iterator[str]:
    for prefix, pattern, normalise in (
        ("email", _EMAIL, normalise_email),
        ("phone", _PHONE, normalise_phone),
        ("pnc", _PNC, normalise_pnc_id),
    ):
        for found in pattern.findall(text[:MOST_TEXT]):
            if normal := normalise(found):
                yield f"{prefix}:{normal}"


def _words(text: str) -> list[str]:
    words = [token for start in range(0, min(len(text), MOST_TEXT), 60) for token in tokens_of(text[start : start + 80])]
    return [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdigit()][:MOST_WORDS]


def _free_texts(content: Mapping[str, Any]) -> Iterator[str]:
    for name, value in content.items():
        if name not in _STRUCTURED:
            yield from (text for text in _texts(value) if len(text) > 8)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""
