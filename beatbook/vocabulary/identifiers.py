"""Identifiers as systems write them, brought to one form: phones, e-mails, plates, PNC ids, references and addresses.

Invariant: each function is idempotent on its own result, and gives None for what cannot be one.
"""

import re
from functools import lru_cache

from beatbook.vocabulary.names import fold

_NOT_DIGIT = re.compile(r"[^0-9]+")
_NOT_SIGN = re.compile(r"[^A-Z0-9]+")
_EXTENSION = re.compile(r"(?:ext\.?|extension|x)\s*\d+\s*$", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_PNC = re.compile(r"(?:19|20)?([0-9]{2})[/\- ]*([0-9]{1,7})\s*([A-Z])")
_TO_DIGIT = str.maketrans("OIQLSBZ", "0101582")
_TO_LETTER = str.maketrans("01258", "OIZSB")
_MISREAD = str.maketrans("OQILSBZ", "0011582")


def normalise_phone(text: str) -> str | None:
    """Digits of the E.164 number, without the plus: `07700 900123` is `447700900123`. A number without a country is British."""
    written = _EXTENSION.sub("", text[:60].strip()).replace("(0)", "")
    digits = _NOT_DIGIT.sub("", written)
    if written.startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("0"):
        number = "44" + digits[1:]
    elif digits.startswith("44") and len(digits) >= 11:
        number = digits
    else:
        number = "44" + digits if len(digits) == 10 else digits
    if number.startswith("440"):
        number = "44" + number[3:]
    return number if 9 <= len(number) <= 15 else None


def is_landline(phone: str) -> bool:
    """Is a normalised number one of a place, which all who live there share? British numbers in 01, 02 and 03; of other countries nobody can tell."""
    return phone.startswith(("441", "442", "443"))


def normalise_email(text: str) -> str | None:
    """The address in lower case."""
    address = text[:320].strip().removeprefix("mailto:").strip("<>. ").lower()
    return address if _EMAIL.fullmatch(address) else None


_PLATE_FORMS = (
    ("current", re.compile(r"[A-HJ-PR-Z]{2}[0-9]{2}[A-Z]{3}")),
    ("prefix", re.compile(r"[A-Z][0-9]{1,3}[A-Z]{3}")),
    ("suffix", re.compile(r"[A-Z]{3}[0-9]{1,3}[A-Z]")),
    ("Northern Ireland", re.compile(r"(?=[A-Z]*[IZ])[A-Z]{3}[0-9]{1,4}|(?=[A-Z]*[IZ])[A-Z]{2}[0-9]{3,4}")),
    ("dateless", re.compile(r"[A-Z]{1,3}[0-9]{1,4}|[0-9]{1,4}[A-Z]{1,3}")),
)
_MENDED_SHAPES = ("LLDDLLL", "LDDDLLL", "LLLDDDL", "LLLDDDD")


def plate_form(plate: str) -> str | None:
    """Of what form a normalised registration is: `current` (since 2001), `prefix` (1983), `suffix` (1963), `Northern Ireland`, `dateless`, or None.

    Source: DVLA leaflet INF104, registration numbers and number plates. A form that fits two is the first of these.
    """
    return next((form for form, shape in _PLATE_FORMS if shape.fullmatch(plate)), None)


def normalise_plate(text: str) -> str | None:
    """A registration in capitals without spaces; in one of seven signs that fits no form, a figure typed for the letter that looks like it is mended.

    `AB5L CDE` is `AB51CDE`, but `A12 BCD` stays as it is. A part of a plate, or a foreign one, is kept as written.
    """
    signs = _NOT_SIGN.sub("", text[:40].upper())
    if not 2 <= len(signs) <= 8:
        return None
    if len(signs) == 7 and plate_form(signs) is None:
        for shape in _MENDED_SHAPES:
            mended = "".join(sign.translate(_TO_LETTER if kind == "L" else _TO_DIGIT) for sign, kind in zip(signs, shape, strict=True))
            if plate_form(mended):
                return mended
    return signs


def written_plate(plate: str) -> str:
    """A registration with the space that its form has: `ZZ19 ABC`, `Z12 ABC`, `ABC 123Z`; one of no known form as it is."""
    form = plate_form(plate)
    if form == "current":
        return f"{plate[:4]} {plate[4:]}"
    if form == "prefix":
        return f"{plate[:-3]} {plate[-3:]}"
    if form == "suffix":
        return f"{plate[:3]} {plate[3:]}"
    return re.sub(r"(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Z])", " ", plate) if form else plate


def plate_as_misread(plate: str) -> str:
    """One form for all plates that a camera or a hurried eye confuses: O and Q with 0, I and L with 1, S with 5, B with 8, Z with 2."""
    return (normalise_plate(plate) or "").translate(_MISREAD)


def normalise_pnc_id(text: str) -> str | None:
    """`1998/45678K` and `98/0045678K` as `98/0045678K`: year, seven digits, check letter."""
    found = _PNC.fullmatch(text[:40].strip().upper())
    return f"{found[1]}/{int(found[2]):07d}{found[3]}" if found else None


def normalise_reference(text: str) -> str | None:
    """A crime, custody or log number in capitals without spaces, slashes and dashes."""
    signs = _NOT_SIGN.sub("", text[:80].upper())
    return signs if len(signs) >= 4 and any(sign.isdigit() for sign in signs) else None


_STREET_WORDS = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "cl": "close", "dr": "drive", "ln": "lane",
    "ct": "court", "crt": "court", "cres": "crescent", "cr": "crescent", "gdns": "gardens", "gdn": "gardens", "gr": "grove",
    "gro": "grove", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace", "wy": "way", "pk": "park", "hse": "house",
    "bldgs": "buildings", "est": "estate", "pde": "parade", "rw": "row", "wlk": "walk", "yd": "yard",
}  # fmt: skip
STREET_ENDS = frozenset(_STREET_WORDS.values()) - {"house", "court", "buildings", "estate", "park"} | {
    "mews", "hill", "rise", "view", "green", "broadway", "mead", "croft", "vale", "wharf",
}  # fmt: skip
_FLAT_WORDS = frozenset({"flat", "apartment", "apt", "unit", "fl"})
_FLOORS = {
    "basement": "basement", "ground": "ground", "first": "first", "second": "second", "third": "third", "top": "top", "garden": "garden",
    "upper": "upper", "lower": "lower", "rear": "rear", "front": "front", "1st": "first", "2nd": "second", "3rd": "third",
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]+[a-z]?")
_HOUSE_NUMBER = re.compile(r"[0-9]+[a-z]?(?:to[0-9]+[a-z]?)?")
_FLAT_NUMBER = re.compile(r"[0-9]{1,4}[a-z]?|[a-z]")
_SLASH = re.compile(r"(?<![0-9A-Za-z/])([0-9]+[A-Za-z]?)\s*/\s*([0-9]+[A-Za-z]?)(?![0-9A-Za-z/])")
_RANGE = re.compile(r"(?<![0-9A-Za-z])([0-9]+[A-Za-z]?)\s*[-\u2013]\s*([0-9]+[A-Za-z]?)(?![0-9A-Za-z])")


@lru_cache(maxsize=10_000)
def address_key(line: str) -> str | None:
    """One address line to one form: flat, number or name, street in full words; what follows the street (town, county) is left out.

    `Flat 2, 14 High St., Milltown`, `14/2 High Street` and `14 HIGH STREET FLAT 2` are all `flat 2 14 high street`; `12-14 High St` is
    `12to14 high street`. None when nothing is left.
    """
    written = _RANGE.sub(_as_range, _SLASH.sub(r"flat \2 \1", line[:200]))
    flat, words = _without_flat(_plain_numbers(fold(written).split()))
    words = _plain_numbers(words)
    kept: list[str] = []
    numbered = any(map(_HOUSE_NUMBER.fullmatch, words))
    for place, word in enumerate(words):
        saint = word == "st" and (place == 0 or _HOUSE_NUMBER.fullmatch(words[place - 1]) is not None)
        full = "saint" if saint else "flat" if word in _FLAT_WORDS else _STREET_WORDS.get(word, word)
        kept.append(full)
        whole = len(kept) + len(flat) >= 3 and (not numbered or any(map(_HOUSE_NUMBER.fullmatch, kept)))
        if full in STREET_ENDS and place > 0 and whole:
            break
    found = flat + kept
    return " ".join(found) if len("".join(found)) >= 4 else None


def _as_range(found: re.Match[str]) -> str:
    low, high = (int(part.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) for part in found.groups())
    return f"{found[1]}to{found[2]}" if low < high else f"{found[1]} {found[2]}"


def _plain_numbers(words: list[str]) -> list[str]:
    """`no 12` as `12`, and `12 to 14` as `12to14`."""
    kept: list[str] = []
    for word in words:
        while kept and kept[-1] in ("no", "number") and _NUMBER.fullmatch(word):
            kept.pop()
        kept.append(word)
    return _joined_ranges(kept)


def _joined_ranges(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        of_flat = len(kept) > 2 and kept[-3] in _FLAT_WORDS
        if kept[-1:] == ["to"] and _NUMBER.fullmatch(word) and len(kept) > 1 and _NUMBER.fullmatch(kept[-2]) and not of_flat:
            kept[-2:] = [f"{kept[-2]}to{word}"]
        else:
            kept.append(word)
    return kept


def _without_flat(words: list[str]) -> tuple[list[str], list[str]]:
    """(`flat 2`, the rest): the first flat that has a number, a letter or a floor of its own, wherever it stands."""
    for place, word in enumerate(words):
        if word not in _FLAT_WORDS:
            continue
        start = place - 1 - (place > 1 and words[place - 1] == "floor")
        if place > 0 and start >= 0 and words[start] in _FLOORS:
            return ["flat", _FLOORS[words[start]]], words[:start] + words[place + 1 :]
        if place + 1 < len(words) and (_FLAT_NUMBER.fullmatch(words[place + 1]) or words[place + 1] in _FLOORS.values()):
            return ["flat", words[place + 1]], words[:place] + words[place + 2 :]
    return [], words
