"""Postcodes of the United Kingdom: normalised, split and judged by shape alone, so that made-up areas such as ZZ are legal."""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
_NOT_SIGN = re.compile(r"[^A-Z0-9]+")
_TO_DIGIT = str.maketrans("OILSZB", "011528")


@dataclass(frozen=True, slots=True)
class Postcode:
    """Parts of `NN1 2AB`: area NN, district NN1, sector NN12, unit NN12AB."""

    area: str
    district: str
    sector: str
    unit: str


def normalise_postcode(text: str) -> str | None:
    """`nn1 2ab` as `NN12AB`; a letter typed for the inward digit is mended; None when it has not the shape of a postcode."""
    signs = _NOT_SIGN.sub("", text[:40].upper())
    if not 5 <= len(signs) <= 7:
        return None
    mended = signs[:-3] + signs[-3].translate(_TO_DIGIT) + signs[-2:]
    return mended if _SHAPE.fullmatch(mended) else None


def split_postcode(text: str) -> Postcode | None:
    """Parts of a postcode, or None when it has not the shape of one."""
    unit = normalise_postcode(text)
    found = _SHAPE.fullmatch(unit) if unit else None
    if unit is None or found is None:
        return None
    return Postcode(found[1], unit[:-3], unit[:-2], unit)


def written_postcode(text: str) -> str:
    """A postcode as it is written, `NN1 2AB`; words of another shape come back as they are."""
    unit = normalise_postcode(text)
    return f"{unit[:-3]} {unit[-3:]}" if unit else text
