"""What a person record says that can tell one person from another, brought to comparable values.

Invariant: evidence is a pure function of a record's content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from beatbook.vocabulary.identifiers import (
    address_key,
    normalise_email,
    normalise_phone,
    normalise_pnc_id,
    normalise_reference,
)
from beatbook.vocabulary.names import MAX_TOKENS, fold, tokens_of
from beatbook.vocabulary.postcodes import normalise_postcode

MAX_NAMES = 3
MAX_PHONES = 3
MAX_EMAILS = 2


class Field(IntEnum):
    """Fields compared, in the order of a level vector, which ends in the guard and in what the forenames say."""

    NAME = 0
    BORN = 1
    HOME = 2
    PHONE = 3
    EMAIL = 4
    PNC_ID = 5
    CUSTODY_NUMBER = 6
    SEX = 7
    OCCUPATION = 8


N_FIELDS = len(Field)
GUARD = N_FIELDS
FORENAMES = N_FIELDS + 1
VECTOR = N_FIELDS + 2
STORED = VECTOR + N_FIELDS  # a level vector with the weight of each field, as it is stored with a link


class Guard(IntEnum):
    """A hard conflict between two records, beside which other agreement does not count."""

    NONE = 0
    RELATIVES = 1
    GENERATIONS = 2
    PNC_IDS = 3


class Forenames(IntEnum):
    """What the forenames of two records say: nothing (one gives none, or an initial that fits), the same person, or different people.

    CROWD stands in their place where one of two records of the same content hangs on the other in a crowd (crowds.py). Where the first ones agree, the
    last two say that further ones do, or that both give one that the other does not have: father and son are often told apart by no more.
    """

    UNSAID = 0
    AGREE = 1
    DIFFER = 2
    CROWD = 3
    MORE_AGREE = 4
    MORE_DIFFER = 5


@dataclass(frozen=True, slots=True)
class Name:
    """One name as a bag of tokens; the first `forenames` of them are known to be forenames, 0 when the system does not say."""

    tokens: tuple[str, ...]
    forenames: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Comparable values of one person record; empty or None where it says nothing. `born` is (year, month, day), 0 for a part not given."""

    names: tuple[Name, ...] = ()
    born: tuple[int, int, int] | None = None
    postcode: str | None = None
    place: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    pnc_id: str | None = None
    custody_number: str | None = None
    sex: str | None = None
    occupation: str | None = None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _with_initials(tokens: tuple[str, ...]) -> Name:
    # "L Marsh" and "Marsh, L": a lone letter is a forename, whatever the system does not say.
    initials = tuple(token for token in tokens if len(token) == 1)
    rest = tuple(token for token in tokens if len(token) > 1)
    return Name(initials + rest, len(initials)) if initials and len(rest) == 1 else Name(tokens, 0)


def names_in(content: Mapping[str, Any]) -> tuple[Name, ...]:
    """The name and up to two other names, no two alike and none of more than eight tokens; of a longer one the surname is kept first."""
    surname = tokens_of(_text(content, "surname"))[: MAX_TOKENS - 1]
    forenames = tokens_of(_text(content, "forenames"))[: MAX_TOKENS - len(surname)]
    full = (forenames + surname) or tokens_of(_text(content, "full_name"))
    names = ([Name(full, len(forenames))] if forenames and surname else [_with_initials(full)]) if full else []
    for other in _texts(content.get("other_names")):
        tokens = tokens_of(other)
        if len(tokens) == 1 and surname and tokens != surname:
            names.append(Name(tokens + surname, 1))
        elif tokens:
            names.append(_with_initials(tokens))
    return tuple(dict.fromkeys(names))[:MAX_NAMES]


def born_in(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of an ISO date, with 0 for parts not given; None when it is no date."""
    parts = text.strip()[:10].split("-")
    if not parts or not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return None
    year, month, day = (*(int(part) for part in parts), 0, 0)[:3]
    return (year, month, day) if 1000 <= year <= 2199 and month <= 12 and day <= 31 else None


def evidence_of(content: Mapping[str, Any]) -> Evidence:
    """Evidence from a person record's content, under the names of docs/reference/content.md."""
    phones = dict.fromkeys(filter(None, map(normalise_phone, _texts(content.get("phones")))))
    emails = dict.fromkeys(filter(None, map(normalise_email, _texts(content.get("emails")))))
    return Evidence(
        names=names_in(content),
        born=born_in(_text(content, "date_of_birth")),
        postcode=normalise_postcode(_text(content, "postcode")),
        place=address_key(_text(content, "address")) or fold(_text(content, "place")) or None,
        phones=tuple(phones)[:MAX_PHONES],
        emails=tuple(emails)[:MAX_EMAILS],
        pnc_id=normalise_pnc_id(_text(content, "pnc_id")),
        custody_number=normalise_reference(_text(content, "custody_number")),
        sex={"M": "M", "F": "F"}.get(_text(content, "sex").upper()[:1]),
        occupation=fold(_text(content, "occupation")) or None,
    )
