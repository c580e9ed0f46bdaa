"""Whether two addresses are one: flat, number, street and postcode weighed apart, by their normal forms alone.

Invariant: symmetric, and a function of two keys; a flat is never joined to its house, nor one flat to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from beatbook.linkage.things import Match, Reason, weighed
from beatbook.vocabulary.identifiers import STREET_ENDS
from beatbook.vocabulary.names import sound_of
from beatbook.vocabulary.postcodes import normalise_postcode, split_postcode

PRIOR_BITS = -17.0  # one address in 130,000: the homes of a county
# What agreement and disagreement are worth in bits. A postcode holds about 15 of two million homes; houses are numbered to about forty.
_FLAT_SAME, _FLAT_NEITHER, _FLAT_ONE, _FLAT_OTHER = 3.0, 1.0, -2.0, -15.0
_NUMBER_SAME, _NUMBER_IN_RANGE, _NUMBER_LETTER, _NUMBER_ONE, _NUMBER_OTHER = 5.5, 3.0, -4.0, -2.0, -15.0
_STREET_SAME, _STREET_SAME_HERE, _STREET_SLIP, _STREET_NAME, _STREET_OTHER = 9.0, 2.0, 6.0, 1.0, -8.0
_UPRN_SAME, _UPRN_OTHER = 30.0, -15.0
_POSTCODE_SAME, _POSTCODE_SLIP, _POSTCODE_DISTRICT, _POSTCODE_OTHER = 11.5, 9.0, -1.0, -6.0


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts, empty or 0 where it has none; a range has `low` below `high`; `uprn` where a gazetteer knows it."""

    flat: str
    low: int
    high: int
    letter: str
    name: tuple[str, ...]
    street: tuple[str, ...]
    postcode: str
    uprn: str = ""


@lru_cache(maxsize=10_000)
def read_address(key: str) -> Address:
    """The parts of an address key, such as `flat 2 14 high street NN12AB`."""
    words = key.split()
    postcode = normalise_postcode(words.pop()) or "" if words and words[-1] == normalise_postcode(words[-1]) else ""
    flat = ""
    if len(words) > 1 and words[0] == "flat":
        flat, words = words[1], words[2:]
    at = next((place for place, word in enumerate(words) if word[0].isdecimal() and word.isascii()), -1)
    if at < 0:
        cut = len(words) - 2 if len(words) > 2 and words[-1] in STREET_ENDS else 0
        return Address(flat, 0, 0, "", tuple(words[:cut]), tuple(words[cut:]), postcode)
    low, high, letter = _numbers(words[at])
    return Address(flat, low, high, letter, tuple(words[:at]), tuple(words[at + 1 :]), postcode)


def _numbers(word: str) -> tuple[int, int, str]:
    first, _, last = word.partition("to")
    digits = "".join(sign for sign in first[:9] if sign.isdecimal())
    until = "".join(sign for sign in last[:9] if sign.isdecimal())
    low = int(digits)
    return low, max(low, int(until or digits)), "".join(sign for sign in first if sign.isalpha())


def keys_of_address(key: str) -> list[str]:
    """Keys by which near addresses meet: a house number with the postcode, and with the sound of the street."""
    address = read_address(key)
    place = [f"{sound_of(address.street[0])}"] if address.street else []
    place += [address.postcode] if address.postcode else []
    numbers = [str(number) for number in range(address.low, min(address.high, address.low + 10) + 1, 2)] if address.low else []
    names = numbers or ([address.name[0]] if address.name else [])
    return sorted(f"premises:{name} {where}" for name in {*names, *([str(address.high)] if numbers else [])} for where in place)


def compare_addresses(a: Address, b: Address) -> Match:
    """Whether two addresses are one, with the reasons; what a gazetteer knows of both settles it."""
    if a.uprn and b.uprn:
        same = a.uprn == b.uprn
        words = "The same address in the gazetteer." if same else "Two addresses in the gazetteer."
        return weighed(PRIOR_BITS, [Reason("UPRN", words, _UPRN_SAME if same else _UPRN_OTHER)], may_join=same)
    reasons = [reason for reason in (_flat(a, b), _number(a, b), _street(a, b), _postcode(a, b)) if reason]
    settled = a.flat == b.flat and (a.low, a.high, a.letter) == (b.low, b.high, b.letter) and (a.low > 0 or a.name == b.name)
    return weighed(PRIOR_BITS, reasons, may_join=settled)


def _flat(a: Address, b: Address) -> Reason:
    if a.flat == b.flat:
        return Reason("Flat", "The same flat.", _FLAT_SAME) if a.flat else Reason("Flat", "Neither names a flat.", _FLAT_NEITHER)
    if a.flat and b.flat:
        return Reason("Flat", "Different flats.", _FLAT_OTHER)
    return Reason("Flat", "Only one names a flat.", _FLAT_ONE)


def _number(a: Address, b: Address) -> Reason | None:
    if not (a.low or b.low):
        return Reason("House", "The same name.", _NUMBER_SAME) if a.name and a.name == b.name else None
    if not (a.low and b.low):
        return Reason("House", "Only one gives a number.", _NUMBER_ONE)
    if (a.low, a.high) == (b.low, b.high):
        if a.letter == b.letter:
            return Reason("House", "The same number.", _NUMBER_SAME)
        return Reason("House", "The same number with another letter.", _NUMBER_LETTER)
    if max(a.low, b.low) <= min(a.high, b.high):
        return Reason("House", "One number lies in the other's range.", _NUMBER_IN_RANGE)
    return Reason("House", "Different numbers.", _NUMBER_OTHER)


def _street(a: Address, b: Address) -> Reason | None:
    if not (a.street and b.street):
        return None
    one, other = " ".join(a.street), " ".join(b.street)
    if one == other:
        here = a.postcode and a.postcode == b.postcode
        return Reason("Street", "The same street.", _STREET_SAME_HERE if here else _STREET_SAME)
    slips = OSA.distance(one, other)
    if slips <= (2 if min(len(one), len(other)) >= 8 else 1):
        return Reason("Street", "Nearly the same street.", _STREET_SLIP)
    if a.street[0] == b.street[0] or one.startswith(other) or other.startswith(one):
        return Reason("Street", "Streets whose names begin alike.", _STREET_NAME)
    return Reason("Street", "Different streets.", _STREET_OTHER)


def _postcode(a: Address, b: Address) -> Reason | None:
    one, other = split_postcode(a.postcode), split_postcode(b.postcode)
    if one is None or other is None:
        return None
    if one == other:
        return Reason("Postcode", "The same postcode.", _POSTCODE_SAME)
    if OSA.distance(one.unit, other.unit) == 1:
        return Reason("Postcode", "Postcodes one slip apart.", _POSTCODE_SLIP)
    if one.district == other.district:
        return Reason("Postcode", "The same postcode district.", _POSTCODE_DISTRICT)
    return Reason("Postcode", "Different postcodes.", _POSTCODE_OTHER)


def addresses_of(keys: Iterable[Iterable[str]]) -> dict[str, Address]:
    """The addresses among the keys of several records, by their own keys, with the UPRN that stands beside them."""
    found: dict[str, Address] = {}
    for own in map(list, keys):
        uprns = [key.removeprefix("uprn:") for key in own if key.startswith("uprn:")]
        for address in addresses_in(own):
            read = read_address(address)
            found[address] = replace(read, uprn=max([found.get(address, read).uprn, *uprns]))
    return found


def addresses_in(keys: Iterable[str]) -> list[str]:
    """The addresses among the keys of a record."""
    return [key.removeprefix("address:") for key in keys if key.startswith("address:")]
