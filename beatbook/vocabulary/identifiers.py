"""Identifiers as systems write them, brought to one form: phones, e-mails, plates, PNC ids, references and addresses.

Invariant: each function is idempotent on its own result, and gives None for what cannot be one.
"""

import re

from beatbook.vocabulary.names import fold

_NOT_DIGIT = re.compile(r"[^0-9]+")
_NOT_SIGN = re.compile(r"[^A-Z0-9]+")
_EXTENSION = re.compile(r"(?:ext\.?|extension|x)\s*\d+\s*$", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_PNC = re.compile(r"(?:19|20)?([0-9]{2})[/\- ]*([0-9]{1,7})\s*([A-Z])")
_CURRENT_PLATE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z]{3}")
_TO_DIGIT = str.maketrans("OIQLSBZ", "0101582")
_TO_LETTER = str.maketrans("01", "OI")
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


def normalise_email(text: str) -> str | None:
    """The address in lower case."""
    address = text[:320].strip().removeprefix("mailto:").strip("<>. ").lower()
    return address if _EMAIL.fullmatch(address) else None


def normalise_plate(text: str) -> str | None:
    """A registration in capitals without spaces; signs that cannot stand where they do in a current plate (O for 0, I for 1) are mended."""
    signs = _NOT_SIGN.sub("", text[:40].upper())
    if not 2 <= len(signs) <= 8:
        return None
    if len(signs) == 7:
        mended = signs[:2].translate(_TO_LETTER) + signs[2:4].translate(_TO_DIGIT) + signs[4:].translate(_TO_LETTER)
        if _CURRENT_PLATE.fullmatch(mended):
            return mended
    return signs


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
_STREET_ENDS = frozenset(_STREET_WORDS.values()) - {"house", "court", "buildings", "estate", "park"} | {
    "mews", "hill", "rise", "view", "green", "broadway", "mead", "croft", "vale", "wharf",
}  # fmt: skip
_FLAT_WORDS = frozenset({"flat", "apartment", "apt", "unit", "fl"})
_NUMBER = re.compile(r"[0-9]+[a-z]?")


def address_key(line: str) -> str | None:
    """One address line to one form: flat, number or name, street in full words; what follows the street (town, county) is left out.

    `Flat 2, 14 High St., Milltown` and `FLAT 2 14 HIGH STREET` are both `flat 2 14 high street`. None when nothing is left.
    """
    words = fold(line).split()
    kept: list[str] = []
    numbered = any(_NUMBER.fullmatch(word) for word in words)
    for place, word in enumerate(words):
        if word in _FLAT_WORDS:
            kept.append("flat")
            continue
        saint = word == "st" and (place == 0 or _NUMBER.fullmatch(words[place - 1]) is not None)
        full = "saint" if saint else _STREET_WORDS.get(word, word)
        kept.append(full)
        if full in _STREET_ENDS and place > 0 and (not numbered or any(_NUMBER.fullmatch(word) for word in kept)) and len(kept) >= 3:
            break
    return " ".join(kept) if len("".join(kept)) >= 4 else None
