"""Lookup keys of every record: the exact words by which people search, and by which things without records of their own are one thing.

Invariant: keys are a pure function of kind and content. A phone and an e-mail *are* their key; a vehicle and an address are theirs and those of near
ones that join (`things`), which meet by the keys `platenear:`, `plateend:` and `premises:`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beatbook.linkage.gazetteer import Gazetteer
from beatbook.linkage.things import keys_of_plate
from beatbook.linkage.things_addresses import keys_of_address, read_address
from beatbook.linkage.words import word_keys
from beatbook.vocabulary.identifiers import (
    address_key,
    normalise_email,
    normalise_phone,
    normalise_plate,
    normalise_pnc_id,
    normalise_reference,
)
from beatbook.vocabulary.names import deletions_of, sound_of, tokens_of
from beatbook.vocabulary.postcodes import normalise_postcode

_FEWEST_LETTERS = 4
_REFERENCES = ("reference", "other_references", "custody_number", "serial_number")


def keys_of(kind: str, content: Mapping[str, Any], gazetteer: Gazetteer | None = None) -> list[str]:
    """Keys of one record, sorted and without doubles, in the forms `name:`, `sound:`, `born:`, `phone:`, `email:`, `plate:`, `word:` and so on.

    With a gazetteer an address that it knows has the key `uprn:` too.
    """
    found: set[str] = set()
    if kind == "person":
        found.update(_name_keys(content))
        born = _text(content, "date_of_birth")
        if len(born) in (4, 7, 10):  # a year or a month alone, where no more is known
            found.add("born:" + born)
    found.update(word_keys(content))
    found.update(_keyed("phone", normalise_phone, _texts(content.get("phones")) + _texts(content.get("phone"))))
    found.update(_keyed("email", normalise_email, _texts(content.get("emails")) + _texts(content.get("email"))))
    for plate in filter(None, map(normalise_plate, _texts(content.get("registration")))):
        found.update(("plate:" + plate, *keys_of_plate(plate)))
    found.update(_keyed("pnc", normalise_pnc_id, _texts(content.get("pnc_id"))))
    for name in _REFERENCES:
        found.update(_keyed("ref", normalise_reference, _texts(content.get(name))))
    postcode = normalise_postcode(_text(content, "postcode"))
    if postcode:
        found.add("postcode:" + postcode)
    address = address_of(_text(content, "address"), _text(content, "postcode"))
    if address:
        found.update(("address:" + address, *keys_of_address(address), *street_keys(address)))
        if gazetteer and (uprn := gazetteer.uprn_of(address)):
            found.add("uprn:" + uprn)
    return sorted(found)


def address_of(line: str, postcode: str) -> str | None:
    """One address as a key: the normalised line and the postcode, such as `14 high street NN12AB`; None without a line."""
    street = address_key(line)
    unit = normalise_postcode(postcode)
    return f"{street} {unit}" if street and unit else street


def street_keys(address: str) -> list[str]:
    """The key of the street alone, such as `street:high street`, by which it is found without a house number."""
    street = read_address(address).street
    return [f"street:{' '.join(street)}"] if len(street) > 1 else []


def name_tokens(keys: Iterable[str]) -> list[str]:
    """The name tokens among keys, for the table of typing errors."""
    return [key.removeprefix("name:") for key in keys if key.startswith("name:")]


def deletion_variants(token: str) -> list[str]:
    """The token itself and, from four letters on, the token with each one letter left out: two that share one are a slip or two apart."""
    return sorted({token, *deletions_of(token)}) if len(token) >= _FEWEST_LETTERS else [token]


def _name_keys(content: Mapping[str, Any]) -> Iterable[str]:
    names = [_text(content, "forenames"), _text(content, "surname"), _text(content, "full_name"), *_texts(content.get("other_names"))]
    for token in {token for name in names for token in tokens_of(name)}:
        yield "name:" + token
        if len(token) > 1:
            yield "sound:" + sound_of(token).lower()


def _keyed(prefix: str, normalise: Any, values: Iterable[str]) -> Iterable[str]:
    for value in values:
        normal = normalise(value)
        if normal:
            yield f"{prefix}:{normal}"


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""
