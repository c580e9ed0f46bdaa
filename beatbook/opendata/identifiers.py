"""Numbers that the interface gives and the archive does not: of map points and of crimes. The same records give the same numbers anywhere.

Invariant: within one set of points, and within one month and force, no number is given twice.
"""

import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from beatbook.neighbourhoods.national import TRANSPORT, national_forces

FIRST_YEAR = 2010  # data.police.uk begins with December 2010
POINT_NUMBERS = 2**31 - 1  # clients in other languages keep a point's number in 32 bits
MONTH_NUMBERS = 2**17  # more rows than any force has in a month
FORCE_NUMBERS = 2**6
Point = tuple[float, float, str]


def point_numbers(points: Iterable[Point]) -> dict[Point, int]:
    """A number for each (longitude, latitude, street). Two that fall on one number are parted in the order of the points."""
    taken: set[int] = set()
    numbers: dict[Point, int] = {}
    for point in sorted(set(points)):
        number = _hashed(f"{point[0]:.6f},{point[1]:.6f},{point[2]}") % POINT_NUMBERS + 1
        while number in taken:
            number = number % POINT_NUMBERS + 1
        taken.add(number)
        numbers[point] = number
    return numbers


def crime_numbers(month: str, force: str, keys: Sequence[str]) -> list[int]:
    """A number for each key of one month and force. A row added later moves only those that fall on its own number.

    Raises:
        OverflowError: more keys than a month has numbers.
    """
    if len(keys) > MONTH_NUMBERS:
        raise OverflowError(f"{force} has {len(keys)} rows in {month}")
    start = (_month_number(month) * FORCE_NUMBERS + _force_number(force)) * MONTH_NUMBERS
    slots: dict[int, str] = {}
    placed: dict[str, int] = {}
    for digest, key in sorted((_hashed(key), key) for key in keys):
        slot = digest % MONTH_NUMBERS
        while slot in slots:
            slot = (slot + 1) % MONTH_NUMBERS
        slots[slot] = key
        placed[key] = start + slot
    return [placed[key] for key in keys]


def _month_number(month: str) -> int:
    return (int(month[:4]) - FIRST_YEAR) * 12 + int(month[5:]) - 1


def _force_number(force: str) -> int:
    listed = [*national_forces(), TRANSPORT]
    spare = FORCE_NUMBERS - len(listed)
    return listed.index(force) if force in listed else len(listed) + zlib.crc32(force.encode()) % spare


def _hashed(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big")
